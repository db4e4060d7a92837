"""Whatever apostrophe is typed finds the same record; titles are stored with ʻ and ʼ, an SMS has U+0027."""

import frappe
import pytest
from factories import decisions as make
from frappe.desk.search import search_widget
from frappe.model.base_document import get_controller
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.appeals.drafts import choosing
from esaylov.appeals.form_facts import links
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.formats import sms
from esaylov.core.forms import read_definition
from esaylov.core.forms.tables import key_of
from esaylov.core.people.names import APOSTROPHES
from esaylov.identity import bodies
from esaylov.messages.texts import templates
from esaylov.messages.texts.receivers import Receiver
from esaylov.registers.entries.people import _is_same_foreigner
from esaylov.setup.demo import ground
from esaylov.www.portal import station

PLACE, NAME = "1730", "Farg{}ona viloyati"
BODY = bodies.Body("party_district_branch", "Party Branch", "x", "", "", ground.DISTRICT, "OZLIDEP")
APPLICANT = Applicant(BODY.kind, BODY, "", "", "uz")
FIELD = {
	"name": "region",
	"kind": "Link",
	"label": {"uz": "x"},
	"link": {"doctype": "Administrative Territory", "filters": {"level": "Region"}},
}
each_apostrophe = pytest.mark.parametrize("sign", APOSTROPHES)


def test_a_shipped_title_has_its_letter():
	assert frappe.db.get_value("Administrative Territory", PLACE, "title_uz") == NAME.format("ʻ")


@each_apostrophe
def test_a_link_field_of_the_portal_finds_it(sign):
	form = read_definition({"code": "T01", "version": 1, "fields": [FIELD], "rules": []})
	version = TypeVersion("T01", 1, form, {})
	rows, _ = choosing.search(version, "region", f"farg{sign}ona", {}, APPLICANT, ground.ELECTION, 0)
	assert [row["name"] for row in rows] == [PLACE]


@each_apostrophe
def test_a_title_in_a_table_finds_it(sign):
	typed = NAME.format(sign)
	found = {key_of(title): name for title, name in links.named("Administrative Territory", [typed])}
	assert found[key_of(typed)] == PLACE


@each_apostrophe
@pytest.mark.parametrize("step", ["search_link", "search_widget"])
def test_a_link_field_of_the_desk_finds_it(step, sign, as_user, monkeypatch):
	as_user(make.CHAIR)
	form = frappe._dict(doctype="Administrative Territory", txt=f"Farg{sign}ona")
	request = Request.from_values(f"/api/method/frappe.desk.search.{step}")
	monkeypatch.setattr(frappe.local, "request", request, raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", form, raising=False)
	access.check_request()
	found = search_widget(form.doctype, form.txt, page_length=100, filters={"level": "Region"}, as_dict=True)
	assert [row["name"] for row in found] == [PLACE]


@each_apostrophe
def test_the_portals_search_of_stations_finds_it(sign):
	place = frappe.get_all("Polling Station", {"territory": ground.DISTRICT}, pluck="name", limit=1)[0]
	frappe.db.set_value("Polling Station", place, "address", "Boʻston koʻchasi, 1-uy")
	assert [row.name for row in station.find([ground.DISTRICT], f"bo{sign}ston")] == [place]


@each_apostrophe
def test_a_person_is_found_and_named_alike(sign):
	person = frappe.get_doc(
		{"doctype": "Person", "surname": f"To{sign}rayev", "given_name": f"Sa{sign}dulla"}
	).insert()
	assert (person.surname, person.given_name) == ("To'rayev", "Sa'dulla")
	assert (
		person.search_key
		== frappe.get_doc({"doctype": "Person", "surname": "To'rayev", "given_name": "Sa'dulla"})
		.insert()
		.search_key
	)


@each_apostrophe
def test_a_foreigner_is_the_same_whatever_the_apostrophe_of_the_country(sign):
	written = {"passport": "X1", "citizenship": f"Kot-d{sign}Ivuar", "birth_date": "1980-01-01"}
	assert _is_same_foreigner({**written, "citizenship": "Kot-d'Ivuar"}, written)


@each_apostrophe
def test_a_title_is_stored_with_its_letters(sign):
	values = {"doctype": "Statute", "key": "test_letters", "value": "7", "unit": "days"}
	statute = frappe.get_doc({**values, "title_uz": f"So{sign}rov e{sign}loni"}).insert()
	assert (statute.title_uz, statute.title_uz_cyrl) == ("Soʻrov eʼloni", "Сўров эълони")


def completes_titles(doctype: str) -> bool:
	validate = vars(get_controller(doctype)).get("validate")
	return validate is not None and "complete_titles" in validate.__code__.co_names


@each_apostrophe
def test_an_sms_has_the_apostrophe_of_gsm_and_stays_one_part(sign):
	template = frappe.new_doc("SMS Template")
	template.update(
		{"text_uz": f"E-saylov: ro{sign}yxatga olindingiz, {{party}}. " + "x" * 100, "urgency": "Normal"}
	)
	row = templates.content(template, Receiver("x", "+998901234567", "uz"), {"party": f"O{sign}zLiDeP"})
	assert row["text"].startswith("E-saylov: ro'yxatga olindingiz, O'zLiDeP. ")
	assert (row["parts"], sms.is_gsm7(row["text"])) == (1, True)


@each_apostrophe
def test_a_text_of_an_sms_is_saved_with_the_apostrophe_of_gsm(sign):
	template = frappe.get_doc("SMS Template", "S36")
	template.text_uz = template.text_uz.replace("'", sign)
	template.save()
	assert set(template.text_uz) & set(APOSTROPHES) == {"'"}
