"""What is typed in the letters of 2026 finds what is stored in those of 1995, and the other way about."""

import frappe
import pytest
from factories import decisions as make
from factories.spellings import spellings
from frappe.desk.search import search_widget
from test_apostrophes import APPLICANT, FIELD, PLACE
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.appeals import choosing, links
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import names as letters
from esaylov.core.forms import read_definition
from esaylov.core.forms.tables import key_of
from esaylov.identity import persons
from esaylov.patches.v0_1 import search_keys_of_both_alphabets
from esaylov.portal.cabinet.lists import holds
from esaylov.setup.demo import names, service
from esaylov.www.portal import station

NAME = names.made(4)
"""Anybody; `test_the_name_has_letters_that_differ` sees that it tells the alphabets apart."""


def searched(doctype: str, typed: str, monkeypatch, **filters: object) -> list[str]:
	"""What the Desk's search finds for a typed text, after our questions before it."""
	form = frappe._dict(doctype=doctype, txt=typed)
	request = Request.from_values("/api/method/frappe.desk.search.search_widget")
	monkeypatch.setattr(frappe.local, "request", request, raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", form, raising=False)
	access.check_request()
	found = search_widget(doctype, form.txt, page_length=100, filters=filters, as_dict=True)
	return [row["name"] for row in found]


def person(full_name: str, pinfl: str | None = None, **values: object):
	surname, given, patronymic = full_name.split(maxsplit=2)
	written = {"surname": surname, "given_name": given, "patronymic": patronymic, "pinfl": pinfl}
	return frappe.get_doc({"doctype": "Person", **written, **values}).insert()


@pytest.mark.parametrize("typed", ["Farğona", "farğo", "Fargʻona"])
def test_a_link_field_of_the_portal_finds_a_place(typed):
	form = read_definition({"code": "T01", "version": 1, "fields": [FIELD], "rules": []})
	version = TypeVersion("T01", 1, form, {})
	rows, _ = choosing.search(version, "region", typed, {}, APPLICANT, service.ELECTION, 0)
	assert [row["name"] for row in rows] == [PLACE]


def test_a_title_in_a_table_finds_a_place():
	typed = "Farğona viloyati"
	found = {key_of(title): name for title, name in links.named("Administrative Territory", [typed])}
	assert found[key_of(typed)] == PLACE


def test_a_link_field_of_the_desk_finds_a_place(as_user, monkeypatch):
	as_user(make.CHAIR)
	assert searched("Administrative Territory", "Farğona", monkeypatch, level="Region") == [PLACE]


def test_the_portals_search_of_stations_finds_an_address():
	place = frappe.get_all("Polling Station", {"territory": service.DISTRICT}, pluck="name", limit=1)[0]
	frappe.db.set_value("Polling Station", place, "address", "Choʻponota koʻchasi, 1-uy")
	assert [row.name for row in station.find([service.DISTRICT], "Çöponota köçasi")] == [place]


@pytest.mark.parametrize("kind", ["1995", "2026", "Cyrillic", "without apostrophes"])
@pytest.mark.parametrize("stored", ["1995", "2026"])
def test_the_desk_finds_a_person_however_the_name_is_written(kind, stored, as_user, monkeypatch):
	written = spellings(names.Name("Sho'rayev O'tkir Choriyevich", "Шураев Уткир Чориевич", False))
	made = person(written[stored], citizenship="x")
	as_user("Administrator")
	assert made.name in searched("Person", written[kind], monkeypatch)


def test_the_search_of_persons_uses_the_index():
	"""The column is compared as it stands: a function around it would read the whole table."""
	plan = frappe.db.sql("explain select name from `tabPerson` where search_key like 'x%%'", as_dict=True)[0]
	assert plan.key == "search_key"


def test_a_citizen_is_stored_in_the_letters_of_1995_and_a_foreigner_as_the_passport_has_it():
	citizen = person("Şorayev Ötkir Çori öğli", pinfl="30101800000015")
	assert citizen.full_name == "Shorayev O'tkir Chori o'g'li"
	foreigner = person("Gökçe Özgür Şahin", passport="X100", citizenship="Turkiya")
	assert (foreigner.full_name, foreigner.search_key) == ("Gökçe Özgür Şahin", "gokche ozgor shahin")


def test_titles_are_stored_in_the_letters_of_1995():
	values = {"doctype": "Statute", "key": "test_new_letters", "value": "7", "unit": "days"}
	statute = frappe.get_doc({**values, "title_uz": "Söroğ eʼlonşi"}).insert()
	assert (statute.title_uz, statute.title_uz_cyrl) == ("Soʻrogʻ eʼlonshi", "Сўроғ эълонши")


@pytest.mark.parametrize(
	("stored", "typed"), [("Şerzod", "Sherzod"), ("Sherzod", "Şerzod"), ("O'tkir", "ötkir")]
)
def test_a_column_that_keeps_what_was_typed_is_found_in_either_alphabet(stored, typed):
	made = person(f"{stored} Ali Vali")
	table = frappe.qb.DocType("Person")
	found = frappe.qb.from_(table).select(table.name).where(holds(table.full_name, typed)).run(pluck=True)
	assert made.name in found


def test_the_name_that_is_asked_for_may_be_in_any_letters():
	made = person("Shorayev O'tkir Choriyevich", pinfl="30101800000023")
	assert persons.of_pinfl("30101800000023") == made.name
	assert letters.search_key("Шўраев Ўткир") == letters.search_key("Şörayev Ötkir")


def test_keys_of_before_are_made_again_and_others_left():
	made, other = person("Şerzod Ali Vali"), person("Karim Ali Vali")
	frappe.db.set_value("Person", made.name, "search_key", "serzod ali vali", update_modified=False)
	before = frappe.db.get_value("Person", other.name, "modified")
	for _ in range(2):
		search_keys_of_both_alphabets.execute()
	assert frappe.db.get_value("Person", made.name, "search_key") == "sherzod ali vali"
	assert frappe.db.get_value("Person", other.name, "modified") == before
