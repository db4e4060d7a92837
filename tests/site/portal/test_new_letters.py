"""What is typed in the letters of 2026 finds what is stored in those of 1995, and the other way about."""

import re
from datetime import datetime, time, timedelta

import frappe
import pytest
from factories import certificates, pictures
from factories import decisions as make
from factories.spellings import spellings
from frappe.desk.search import search_widget
from test_apostrophes import APPLICANT, FIELD, PLACE
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.appeals.drafts import choosing
from esaylov.appeals.form_facts import links
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.core.forms.tables import key_of
from esaylov.core.people import names as letters
from esaylov.core.people.letters import name_order, sort_key
from esaylov.framework import clock, new_letters
from esaylov.identity import persons
from esaylov.portal import routes
from esaylov.portal.built import invalidation, jobs, pages
from esaylov.portal.cabinet.lists import holds
from esaylov.registers.certificates.papers import drawing
from esaylov.registers.certificates.papers.paper import holder_name
from esaylov.registers.certificates.verifying import Verification
from esaylov.registers.published import candidates
from esaylov.setup.demo import ground, names
from esaylov.www.portal import station
from esaylov.www.verify import verify

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
	rows, _ = choosing.search(version, "region", typed, {}, APPLICANT, ground.ELECTION, 0)
	assert [row["name"] for row in rows] == [PLACE]


def test_a_title_in_a_table_finds_a_place():
	typed = "Farğona viloyati"
	found = {key_of(title): name for title, name in links.named("Administrative Territory", [typed])}
	assert found[key_of(typed)] == PLACE


def test_a_link_field_of_the_desk_finds_a_place(as_user, monkeypatch):
	as_user(make.CHAIR)
	assert searched("Administrative Territory", "Farğona", monkeypatch, level="Region") == [PLACE]


def test_what_has_no_search_key_finds_not_everybody(as_user, monkeypatch):
	as_user(make.ADMINISTRATOR)
	assert searched("Person", "Yoʻlchi", monkeypatch) != searched("Person", "", monkeypatch)
	assert searched("Person", "王", monkeypatch) == []


def test_the_portals_search_of_stations_finds_an_address():
	place = frappe.get_all("Polling Station", {"territory": ground.DISTRICT}, pluck="name", limit=1)[0]
	frappe.db.set_value("Polling Station", place, "address", "Choʻponota koʻchasi, 1-uy")
	assert [row.name for row in station.find([ground.DISTRICT], "Çöponota köçasi")] == [place]


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


def test_candidates_stand_in_the_order_of_the_alphabet():
	written = "Zokirov,Shodiyev,Sobirov,SOATOV,Chori,G'aniyev,Gʻaffor,Ganiyev,Is’hoqov,Ishoqov,Isroilov,O‘ktam,Olim,OʻROQ"
	names = [f"{surname} Aziz" for surname in written.split(",")]
	asked = {"status": "Registered", "election": ground.ELECTION, "election_type": ["!=", "LC_PL"]}
	rows = frappe.get_all("Candidate", asked, pluck="name", order_by="name asc", limit=len(names))
	assert len(rows) == len(names)
	for row, full_name in zip(rows, names, strict=True):
		changed = {"full_name": full_name, "name_order": name_order(full_name)}
		frappe.db.set_value("Candidate", row, changed)
	shown = candidates.page(candidates.Wanted(ground.ELECTION), 1_000)
	assert not shown.has_more
	seen = [row.full_name for row in shown.rows if row.name in rows]
	assert seen == sorted(names, key=lambda name: sort_key(letters.uzbek_letters(name)))


@pytest.fixture
def offered_from():
	"""`offered_from(day)`: what the setting says, for readers and for papers."""

	def set_day(day: str, field: str = new_letters.OFFERED) -> None:
		frappe.db.set_single_value(new_letters.SETTINGS, field, day)

	return set_day


def test_they_are_offered_from_their_day_and_never_as_shipped(offered_from):
	assert not new_letters.is_offered("uz-2026")
	assert "uz-2026" not in new_letters.offered()
	today = clock.today()
	for day, expected in (
		(today + timedelta(days=1), False),
		(today, True),
		(today - timedelta(days=1), True),
	):
		offered_from(day.isoformat())
		assert new_letters.is_offered("uz-2026") is expected
		assert ("uz-2026" in new_letters.offered()) is expected
	assert not new_letters.is_offered("uz-2027")


def test_a_day_that_is_empty_is_none(offered_from):
	"""Saved empty by the form after a day had been there, set empty by a script, never saved at all."""
	settings = frappe.get_doc(new_letters.SETTINGS)
	for empty in (None, ""):
		settings.update({new_letters.OFFERED: "2024-01-01", new_letters.PRINTED: "2024-01-01"}).save()
		assert new_letters.is_offered("uz-2026")
		settings.update({new_letters.OFFERED: empty, new_letters.PRINTED: empty}).save()
		assert not new_letters.is_offered("uz-2026")
		assert not new_letters.are_printed(clock.today())
	offered_from("")
	assert not new_letters.is_offered("uz-2026")
	frappe.db.delete("Singles", {"doctype": new_letters.SETTINGS})
	assert not new_letters.is_offered("uz-2026")
	assert not new_letters.begin_today()


def test_the_day_begins_by_the_clock_of_the_site(offered_from):
	day = clock.today() + timedelta(days=30)
	offered_from(day.isoformat())
	assert not new_letters.is_offered("uz-2026")
	clock.move_to(datetime.combine(day, time(0, 1)))
	assert new_letters.is_offered("uz-2026")
	assert new_letters.begin_today()


def test_on_their_day_every_page_is_built_again(offered_from, monkeypatch):
	noted: list[object] = []
	monkeypatch.setattr(invalidation, "note", noted.append)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # or the day would stay on the site
	jobs.new_day()
	offered_from(clock.today().isoformat())
	jobs.new_day()
	assert noted == [("", "calendar"), invalidation.EVERYTHING]


def test_a_built_page_of_them_is_taken_away_when_they_are_offered_no_more(offered_from):
	assert pages.built("uz-2026", "calendar") is None
	offered_from("2024-01-01")
	assert "Özbek".encode() in (pages.built("uz-2026", "calendar") or b"")


@pytest.mark.parametrize("kind", ["observer_party", "media_representative", "proxy", "candidate"])
@pytest.mark.full
def test_a_paper_is_printed_in_them_from_its_day_on(kind, offered_from, keep):
	before = certificates.sample(kind)
	said = pictures.text(drawing.pdf(before))
	assert not set(said) & set("öğşçÖĞŞÇ")
	offered_from(str(before.issued_on), new_letters.PRINTED)
	content = drawing.pdf(certificates.sample(kind))
	new = pictures.text(content)
	assert set(new) & set("öğşçÖĞŞÇ")
	uzbek = new.partition("REMINDER")[0]
	assert not re.search("[oOgG]ʻ|[sS][hH]|[cC][hH]", uzbek), uzbek
	if "REMINDER" in said:
		assert new.partition("REMINDER")[2] == said.partition("REMINDER")[2]
	keep(f"{kind}-2026.pdf").write_bytes(content)
	offered_from("2024-12-31", new_letters.PRINTED)
	assert pictures.text(drawing.pdf(certificates.sample(kind))) == said


def test_the_name_of_a_foreigner_stays_on_a_paper_in_them(offered_from):
	offered_from("2020-01-01", new_letters.PRINTED)
	holder = person("Shannon Charles Michael", passport="X7", citizenship="x")
	paper = certificates.sample("observer_foreign", holder=holder.name)
	paper.holder_name_as_printed = "Charles Shannon"
	assert paper.printed()["name_lines"] == ["Charles", "Shannon"]
	paper.holder_name_as_printed = "Conor O'Connor"
	assert holder_name(paper) == "Conor O'Connor"
	assert "KÖRSATILGANIDA" in paper.printed()["foot_in_capitals"]


def test_the_code_on_a_paper_says_the_same_in_either_alphabet(offered_from):
	paper = certificates.sample("observer_party")
	before = paper.printed()["qr"]
	offered_from("2020-01-01", new_letters.PRINTED)
	assert paper.printed()["qr"] == before


@pytest.mark.parametrize(
	("language", "commission"),
	[("uz-2026", "Toşkent şahar komissiyasi"), ("uz-Cyrl", "Тошкент шаҳар комиссияси")],
)
def test_what_a_code_says_is_in_the_script_of_the_page_but_for_what_is_printed(language, commission):
	found = Verification(
		**{
			"valid": True,
			"status": "Valid",
			"kind": "Kuzatuvchi",
			"holder_name": "BOʻRONOV",
			"organization": "",
		},
		**{
			"scope": "",
			"valid_until": None,
			"valid_to_event": "",
			"commission": "Toshkent shahar komissiyasi",
		},
		**{"decision_number": "", "decided_on": None},
	)
	with pages.as_guest("/verify"):
		said = dict(verify.pairs(routes.requested(language, "verify"), found))
	assert said["commission"] == commission
	assert said["holder_name"] == "BOʻRONOV"
