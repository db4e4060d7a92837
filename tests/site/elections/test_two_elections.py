"""Two elections run side by side: each page, set, form and message is about one of them and says nothing of the other (19, done when 4)."""

import re
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import people, settled
from factories.pages import rendered
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.messages.texts import values as message_values
from esaylov.portal import elections, layout, routes, web
from esaylov.portal.cabinet import types
from esaylov.portal.web import PortalRequest
from esaylov.registers.published import sets
from esaylov.reports import candidates
from esaylov.setup.demo import ground
from esaylov.www.cabinet import home, start

SECOND = "ikkinchi-saylov"
HIDDEN = "yashirin-saylov"
OUT_OF_THE_WAY = "1703401"
"""A district whose pages are not read here: the stations are known by the constituencies alone."""
MARKS = {
	ground.ELECTION: {"Birinchiyev Bek", "Birinchi okrug", "Birinchi bosqich", "Birinchi uchastka"},
	SECOND: {"Ikkinchiyev Bek", "Ikkinchi okrug", "Ikkinchi bosqich", "Ikkinchi uchastka"},
}
"""What stands in the registers of the one and of no other."""
PAGES = (
	*(
		"",
		"calendar",
		"calendar.ics",
		"candidates",
		"candidates?q=Bek",
		"candidates/DC",
		"candidates/DC/OZLIDEP",
	),
	*(
		"constituencies",
		f"constituencies/{ground.DISTRICT}",
		"territory/1726",
		"decisions",
		"voters",
		"open-data",
	),
	*(f"open-data/{name}.csv" for name in sorted(sets.SETS)),
)


@pytest.fixture(autouse=True)
def two(rolled_back: None) -> dict[str, dict[str, str]]:
	"""Records of both by election: constituency and candidate. A third one is in preparation."""
	titles = {
		f"{short}title_{lang}": "Ikkinchi saylov" for lang in ("uz", "ru", "en") for short in ("", "short_")
	}
	for code, status in ((SECOND, "Announced"), (HIDDEN, "Planned")):
		document = frappe.get_doc(
			{
				"doctype": "Election",
				"code": code,
				"election_day": clock.today() + timedelta(days=31),
				"status": status,
				"election_types": [{"election_type": "DC"}],
				"is_synthetic": 1,
				**titles,
			}
		)
		settled.inserted(document)
	frappe.db.set_value("Election", HIDDEN, "status", "In Preparation")
	found = {}
	for number, (election, word) in enumerate(((ground.ELECTION, "Birinchi"), (SECOND, "Ikkinchi"))):
		station = frappe.get_doc(
			{
				"doctype": "Polling Station",
				"number": 9801 + number,
				"territory": OUT_OF_THE_WAY,
				"kind": "Ordinary",
				"title_uz": f"{word} uchastka",
				"title_ru": f"{word} uchastka",
			}
		).insert()
		report_turnout(election, station.name, 11 + number)
		place = {"election": election, "election_type": "DC", "territory": ground.DISTRICT}
		okrug = settled.inserted(
			frappe.get_doc(
				{
					"doctype": "Constituency",
					"number": 801,
					"title_uz": f"{word} okrug",
					"stations": [{"polling_station": station.name}],
					**place,
				}
			)
		)
		person = people.person(surname=f"{word}yev", given_name="Bek", patronymic="")
		candidate = people.candidate(
			person,
			election=election,
			constituency=okrug.name,
			full_name=f"{word}yev Bek",
			title=f"{word}yev Bek",
		)
		stage = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=2)}
		names = {f"title_{lang}": f"{word} bosqich" for lang in ("uz", "ru", "en")}
		bosqich = {"doctype": "Election Stage", "election": election, "key": "sinov_bosqichi"}
		settled.inserted(frappe.get_doc({**bosqich, **names, **stage}))
		found[election] = {
			"constituency": okrug.name,
			"candidate": candidate.name,
			"station": station.name,
		}
	return found


def report_turnout(election: str, station: str, voted: int) -> None:
	"""What a station reports is written below its precinct, which these have not."""
	report = frappe.new_doc("Turnout Report")
	report.update({"election": election, "polling_station": station, "hour": "11:00", "voters": 100})
	report.update({"voted": voted, "title": station, "report_key": f"{election}|{station}|11:00"})
	report.name = frappe.generate_hash(length=10)
	report.db_insert()


@pytest.mark.parametrize("election", list(MARKS))
def test_no_page_of_one_says_anything_of_the_other(election, monkeypatch):
	(other,) = set(MARKS) - {election}
	seen = ""
	for path in PAGES:
		text = rendered(monkeypatch, f"/uz/election/{election}/{path}".rstrip("/"))
		assert not [mark for mark in MARKS[other] if mark in text], path
		seen += text
	assert not [mark for mark in MARKS[election] if mark not in seen]


def test_where_no_election_is_named_the_pages_are_of_that_of_the_settings(monkeypatch):
	for path in PAGES:
		text = rendered(monkeypatch, f"/uz/{path}".rstrip("/"))
		assert not [mark for mark in MARKS[SECOND] if mark in text], path


def test_nobody_reads_of_an_election_in_preparation_though_the_settings_name_it(monkeypatch):
	frappe.db.set_single_value("E-saylov Settings", "current_election", HIDDEN)
	for path in ("", "calendar", "territory/1726"):
		assert "Ikkinchi saylov" not in rendered(monkeypatch, f"/uz/{path}".rstrip("/")), path


def test_pages_of_one_lead_to_its_own_pages_alone(two, monkeypatch):
	records = two[SECOND]
	paths = [f"election/{SECOND}/{path}".rstrip("/") for path in PAGES if "." not in path]
	paths += [f"candidate/{records['candidate']}", f"constituency/{records['constituency']}"]
	for path in paths:
		text = rendered(monkeypatch, f"/uz/{path}")
		found = re.findall(r'(?:href|action)="/uz/?([^"?#]*)', text)
		astray = [
			link
			for link in found
			if link and routes.is_of_election(link) and not link.startswith("election/")
		]
		assert astray == [], path
		assert f'href="/uz/election/{SECOND}/candidates"' in text, path
		assert "Ikkinchi saylov" in text, path


def test_the_front_page_shows_what_runs_beside_and_all_stand_on_a_page(monkeypatch):
	for path in ("", "elections"):
		text = rendered(monkeypatch, f"/uz/{path}".rstrip("/"))
		assert f'href="/uz/election/{SECOND}"' in text, path
		assert HIDDEN not in text, path
	assert f'href="/uz/election/{ground.ELECTION}"' in rendered(monkeypatch, "/uz/elections")
	assert f'href="/uz/election/{ground.ELECTION}"' in rendered(monkeypatch, f"/uz/election/{SECOND}")


def test_an_election_of_before_the_system_is_not_said_to_have_had_no_candidates(two, monkeypatch):
	shown = ("voters", "candidates", "constituencies")
	frappe.db.set_value("Election", SECOND, "status", "Finished")
	frappe.db.set_value("Candidate", two[SECOND]["candidate"], "status", "Withdrawn")
	page = rendered(monkeypatch, f"/uz/election/{SECOND}")
	assert [key for key in shown if f'data-figure="{key}"' in page] == ["voters", "constituencies"]


@pytest.mark.parametrize(
	"path",
	[
		f"election/{HIDDEN}",
		f"election/{HIDDEN}/constituencies",
		"election/nobody/candidates",
		f"voters/{HIDDEN}",
		f"election/{SECOND}/chain",
		f"election/{SECOND}/election/{SECOND}/candidates",
	],
)
def test_what_is_prepared_or_is_none_has_no_page(path, monkeypatch):
	with pytest.raises(frappe.DoesNotExistError):
		rendered(monkeypatch, f"/uz/{path}")


def test_another_writing_of_an_election_leads_to_its_own(monkeypatch):
	frappe.set_user("Guest")
	http = Request(EnvironBuilder(path="/uz").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	found = routes.run(routes.requested("uz", f"election/{SECOND.upper()}/candidates/dc"))
	assert found.address == f"/uz/election/{SECOND}/candidates/DC"


def test_a_search_says_in_which_other_elections_it_finds_something(two, monkeypatch):
	found = rendered(monkeypatch, "/uz/candidates?q=Ikkinchiyev")
	assert f'href="/uz/election/{SECOND}/candidates?q=Ikkinchiyev"' in found
	assert HIDDEN not in found
	assert 'id="others"' not in rendered(monkeypatch, f"/uz/election/{SECOND}/candidates?q=Ikkinchiyev")


def test_stations_and_turnout_are_of_the_constituencies_of_one_election(two, monkeypatch):
	for election, records in two.items():
		(other,) = set(two) - {election}
		rows = list(sets.of("stations", election, {"constituency": records["constituency"]}))
		assert [(row["name"], row["election_type"]) for row in rows] == [(records["station"], "DC")]
		assert two[other]["station"] not in str(list(sets.of("stations", election, {})))
		reported = {row["polling_station"]: row["voted"] for row in sets.of("turnout", election, {})}
		assert records["station"] in reported
		assert two[other]["station"] not in reported
		page = rendered(monkeypatch, f"/uz/constituency/{records['constituency']}")
		assert [mark for mark in MARKS[election] if mark not in page] == [
			mark for mark in MARKS[election] if mark.endswith("bosqich")
		]
		assert not [mark for mark in MARKS[other] if mark in page]


def test_an_annulled_constituency_or_station_is_counted_and_shown_nowhere(two, monkeypatch):
	frappe.db.set_value("Polling Station", two[SECOND]["station"], "is_annulled", 1)
	assert list(sets.of("stations", SECOND, {})) == []
	frappe.db.set_value("Constituency", two[SECOND]["constituency"], "is_annulled", 1)
	assert elections.figures(SECOND).constituencies == 0
	assert list(sets.of("constituencies", SECOND, {})) == []
	assert elections.figures(SECOND).by_territory("constituencies") == {}


def test_a_station_is_of_one_constituency_of_a_contest(two):
	again = frappe.get_doc("Constituency", two[SECOND]["constituency"]).as_dict()
	copied = {key: again[key] for key in ("election", "election_type", "territory", "title_uz")}
	rows = [{"polling_station": two[SECOND]["station"]}]
	for stations, code in ((rows, "duplicate"), (rows * 2, "duplicate_rows")):
		document = frappe.get_doc({"doctype": "Constituency", "number": 802, "stations": stations, **copied})
		with pytest.raises(FormInvalid) as refused:
			document.insert()
		assert [(one.code, one.path) for one in refused.value.findings] == [(code, "stations")]


def test_sets_reports_and_messages_are_of_the_election_that_is_asked():
	for election, marks in MARKS.items():
		rows = list(sets.of("candidates", election, {}, shapes=False))
		text = str(rows)
		(other,) = set(MARKS) - {election}
		assert [mark for mark in marks if mark in text]
		assert not [mark for mark in MARKS[other] if mark in text]
	counted = candidates.figures({"by": "party", "election": SECOND})
	assert [(row["of"], row["registered"]) for row in counted] == [("OZLIDEP", 1)]
	assert message_values.of_election(SECOND, "uz")["el"] == "Ikkinchi saylov"
	assert message_values.of_election(ground.ELECTION, "uz")["el"] != "Ikkinchi saylov"


@pytest.fixture
def party(monkeypatch):
	"""`party("cabinet/new/A56")`: the request of the party's login."""
	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")

	def ask(path: str, **form: str) -> PortalRequest:
		frappe.set_user(filing.PARTY)
		http = Request(
			EnvironBuilder(path=f"/{path}", method="POST" if form else "GET", data=form).get_environ()
		)
		monkeypatch.setattr(frappe.local, "request", http, raising=False)
		return PortalRequest("uz", path, "POST" if form else "GET")

	return ask


def test_who_may_file_in_both_says_in_which_and_nobody_else_is_asked(party):
	frappe.db.set_value(
		"Election",
		{"name": ["not in", [ground.ELECTION]], "status": ["!=", "Finished"]},
		"status",
		"Finished",
	)
	entry = types.find(party("cabinet/new/A59"), "A59")
	assert [code for code, _title, _until in entry.elections] == [ground.ELECTION]
	assert 'name="election"' not in _text(party("cabinet/new/A59"))
	frappe.set_user("Administrator")
	frappe.db.set_value("Election", SECOND, "status", "Announced")
	for stage in ground.stages(clock.today() + timedelta(days=31)):
		settled.inserted(frappe.get_doc({"doctype": "Election Stage", "election": SECOND, **stage}))
	entry = types.find(party("cabinet/new/A59"), "A59")
	assert {code for code, _title, _until in entry.elections} == {ground.ELECTION, SECOND}
	offered = home.get_context(party("cabinet"))
	listed = web.html(party("cabinet"), offered, layout.values_for(party("cabinet")))
	task = listed.partition('href="/cabinet/new/A48"')[2].partition("</li>")[0]  # open in both
	assert all(title in task for _code, title, _until in entry.elections), "the home names each of them"
	text = _text(party("cabinet/new/A59"))
	assert text.count('name="election"') == 2
	assert " checked" not in text.partition('name="election"')[2].partition("</fieldset>")[0]
	for election in (SECOND, ground.ELECTION):
		reply = start.get_context(party("cabinet/new/A59", election=election), appeal_type="A59")
		name = reply.address.split("/")[3]
		assert frappe.db.get_value("Appeal", name, "election") == election
	before = frappe.db.count("Appeal")
	for form in (
		{"election": "nobody"},
		{"body": "somebody"},
	):  # nothing is filed in an election that nobody meant
		reply = start.get_context(party("cabinet/new/A59", **form), appeal_type="A59")
		assert (reply.status, reply.values["problem"]) == (
			422,
			"Qaysi saylovda topshirayotganingizni tanlang",
		)
	assert frappe.db.count("Appeal") == before


def _text(request: PortalRequest) -> str:
	return web.html(request, start.get_context(request, appeal_type="A59"), layout.values_for(request))


@pytest.mark.parametrize(
	("contest", "lacking"),
	[("REF", ("candidates", "constituencies")), ("PRES", ("constituencies",)), ("DC", ())],
)
def test_no_page_offers_what_the_kind_has_not(contest, lacking, monkeypatch):
	election = frappe.get_doc("Election", SECOND)
	election.set("election_types", [{"election_type": contest}])
	settled.saved(election)
	try:
		pages = [rendered(monkeypatch, f"/uz/election/{SECOND}{path}") for path in ("", "/territory/1726")]
		for section in ("candidates", "constituencies"):
			address = f"/uz/election/{SECOND}/{section}"
			assert all((f'href="{address}' in page) is (section not in lacking) for page in pages)
			assert (f'data-figure="{section}"' in pages[0]) is (section not in lacking)
			assert (f'data-total="{section}"' in pages[1]) is (section not in lacking)
			if section in lacking:
				with pytest.raises(frappe.DoesNotExistError):
					rendered(monkeypatch, address)
	finally:
		frappe.clear_document_cache("Election", SECOND)


def test_the_record_of_2024_is_not_called_invented_and_says_where_its_figures_stand(monkeypatch):
	real, made_up = "raqamlari eʼlon qilingan raqamlardir", "Undagi saylov va shaxslar oʻylab topilgan"
	for place in ("", "/results", "/voters"):
		page = rendered(monkeypatch, f"/uz/election/2024-10-27{place}")
		assert real in page
		assert made_up not in page
	assert "Eʼlon qilingan raqamlar uning bosh sahifasida" in rendered(
		monkeypatch, "/uz/election/2024-10-27/results"
	)
	assert made_up in rendered(monkeypatch, "/uz")
	assert real not in rendered(monkeypatch, "/uz")
