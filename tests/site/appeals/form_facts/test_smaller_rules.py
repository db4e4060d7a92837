"""Smaller rules of filings and decisions: meetings, stations, press cards, by-elections, disability."""

from datetime import timedelta
from itertools import count

import frappe
import pytest
from factories import effects as make
from factories import voted

from esaylov.appeals.form_facts import facts as facts_of
from esaylov.core import rules
from esaylov.decisions.drafting.rows import subjects
from esaylov.decisions.signatures import collective
from esaylov.decisions.signatures.voted import propose
from esaylov.elections.preparation import planning
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.identity.answers import is_against, is_in_favour
from esaylov.registers.effects import places

_numbers = count(951)


def station(number: int, **more) -> dict:
	return {
		"polling_station_no": number,
		"polling_station_name": f"{number}-uchastka",
		"voters_count": 900,
		**more,
	}


def established(*rows: dict) -> str:
	return make.effect("establish_polling_station", {"stations": list(rows)}, {"rows": "stations"})


def test_special_station_is_registered_as_special():
	"""The table of destinations found it: every station was Ordinary."""
	decision = established(station(next(_numbers), station_kind="Special"))
	assert frappe.db.get_value("Polling Station", {"decision": decision}, "kind") == "Special"


def test_station_of_the_same_election_is_not_overwritten():
	number = next(_numbers)
	first = established(station(number, building="5-maktab"))
	with pytest.raises(LawBroken) as refused:
		established(station(number, building="9-maktab"))
	assert refused.value.code == "station_exists"
	found = frappe.db.get_value("Polling Station", {"decision": first}, "building")
	assert found == "5-maktab"


def test_station_without_a_decision_is_not_overwritten():
	number = next(_numbers)
	frappe.db.set_value("Polling Station", {"decision": established(station(number))}, "decision", None)
	with pytest.raises(LawBroken):
		established(station(number))


def test_annulled_station_is_established_again():
	number = next(_numbers)
	make.annulled(established(station(number)))
	established(station(number, building="9-maktab"))


def test_station_of_another_election_may_be_formed_anew():
	number = next(_numbers)
	first = established(station(number))
	frappe.db.set_value("Decision", first, "election", "demo-2024")
	assert places.stations_taken(make.DISTRICT, [number], make.ELECTION) == set()


def test_filing_is_refused_for_a_station_that_exists():
	number = next(_numbers)
	established(station(number))
	answers = {"stations": [station(number), station(next(_numbers))]}
	known = facts_of._stations(frozenset({facts_of.STATIONS}), make.ELECTION, answers, make.DISTRICT)
	facts = rules.Facts(today=clock.today(), election_day=clock.today(), people=known)
	use = rules.RuleUse("station_numbers_free", {"group": "stations"})
	found = [(finding.code, finding.path) for finding in rules.run([use], answers, facts)]
	assert found == [("station_exists", "stations[0].polling_station_no")]


def test_meeting_is_in_the_territory_of_the_candidate_and_not_in_the_past():
	kind = frappe.get_doc("Appeal Type", "A60")
	(place,) = [row for row in kind.form_fields if row.field_name == "district_scope"]
	assert frappe.parse_json(place.link_filters)["within"] == "@body.territory"
	assert "not_before" in {row.rule for row in kind.form_rules}


@pytest.mark.parametrize("code", ["A01", "A09", "A11", "A27", "A30", "A41", "A45", "A46", "A48", "A56"])
def test_a_decision_of_a_party_is_not_of_a_day_to_come(code):
	rules_of = frappe.get_doc("Appeal Type", code).form_rules
	compared = [row.parameters for row in rules_of if row.rule == "not_after"]
	assert [frappe.parse_json(one)["field"] for one in compared] == ["party_decision_date"]


@pytest.mark.parametrize("code", ["A15", "A16", "A17", "A40", "A58"])
def test_press_card_needs_a_photograph(code):
	(photo,) = [row for row in frappe.get_doc("Appeal Type", code).form_fields if row.kind == "Photo"]
	assert photo.required


def test_disability_speaks_against_nobody():
	assert not is_against("DIS", "found")
	assert is_in_favour("DIS", "found")
	assert is_against("CR", "found")
	assert not is_in_favour("CR", "found")


def test_by_election_that_is_entered_late_names_its_first_window():
	day = clock.today() + timedelta(days=5)
	preparation = frappe.new_doc("Election Preparation")
	preparation.update({"kind": "By-election", "code": "kech", "election_day": day})
	kind = planning.kinds.of_name("By-election")
	(found,) = planning._windows_over(kind, preparation)
	assert (found.code, found.path, found.severity.value) == ("windows_over", "election_day", "warning")
	assert found.params["count"] > 0
	preparation.election_day = clock.today() + timedelta(days=300)
	assert list(planning._windows_over(kind, preparation)) == []


def test_decision_names_rows_without_a_person_by_number_name_and_address():
	rows = [
		station(next(_numbers), station_address=address, building="5-maktab")
		for address in ("Navoiy koʻchasi 1", "Amir Temur koʻchasi 2")
	]
	found = subjects({"stations": rows}, "stations", "")
	for row, subject in zip(rows, found, strict=True):
		assert row["station_address"] in subject.title
		assert f"№ {row['polling_station_no']}" in subject.title
		assert "stations" not in subject.title


def test_rows_of_a_made_up_group_are_never_called_by_its_internal_name():
	rows = [{"where": "Chilonzor, 5-uy", "hash": "a" * 64}, {"hash": "b" * 64}]
	titles = [subject.title for subject in subjects({"other": rows}, "other", "")]
	assert titles == ["Chilonzor, 5-uy", "№ 2"]


def test_draft_of_an_earlier_release_keeps_the_names_that_were_voted_on():
	session = voted.session()
	rows = [station(next(_numbers)), station(next(_numbers))]
	more = {"route": "commission_vote"}
	appeal = make.filed("establish_polling_station", {"stations": rows}, {"rows": "stations"}, **more)
	frappe.db.set_value("Appeal", appeal, "status", "On Agenda")
	granted = [{"path": f"stations[{n}]", "outcome": "Granted"} for n in range(2)]
	draft = propose(appeal, granted)
	texts = {"draft_text_uz": draft.text_uz, "draft_text_ru": draft.text_ru}
	for n, row in enumerate(draft.verdicts):
		texts = {key: text.replace(row.subject, f"stations {n + 1}") for key, text in texts.items()}
	item = voted.item(session, appeal=appeal, draft_rows=frappe.as_json(granted), **texts)
	name = collective.adopt(item)
	for user in (voted.CHAIR, voted.SECRETARY):
		voted.signed_by(user, [name])
	assert frappe.db.get_value("Decision", name, "status") == "Signed"
