"""An election of a kind: prepared by the law of its kind, its seats vacant, its days kept; each refusal names its article."""

from datetime import date, timedelta

import frappe
import pytest

from esaylov.appeals.types import definitions, windows
from esaylov.elections import kinds
from esaylov.elections.preparation import copying
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import ground

CODE = "sinov-boʻsh-oʻrin"
AHEAD = 60


def seats(count: int = 1, contest: str = "DC") -> list[dict]:
	"""Rows of vacant seats: constituencies of the demonstration election."""
	here = {"election": ground.ELECTION, "election_type": contest, "is_annulled": 0}
	return [
		{"constituency": name}
		for name in frappe.get_all("Constituency", here, pluck="name", order_by="number asc", limit=count)
	]


def by_election(**values) -> frappe.model.document.Document:
	defaults = {
		"doctype": "Election Preparation",
		"kind": "By-election",
		"source_election": ground.ELECTION,
		"code": CODE,
		"election_day": clock.today() + timedelta(days=AHEAD),
		"called_on": clock.today(),
		"election_types": [{"election_type": "DC"}],
		"vacant_seats": seats(),
		"title_uz": "Boʻsh oʻrin boʻyicha saylov",
	}
	return frappe.get_doc({**defaults, **values})


def prepared(**values) -> str:
	return str(by_election(**values).insert().name)


def made(**values) -> str:
	name = prepared(**values)
	copying.start(name)
	while copying.step(name):
		pass
	return name


def held_by_somebody(seat: str, election: str = ground.ELECTION) -> str:
	"""A deputy of the register who holds the seat, elected in an election."""
	deputy = frappe.new_doc("Elected Deputy")
	person = frappe.get_all("Person", pluck="name", limit=1)[0]
	deputy.update(
		{"title": "Karimov", "status": "Registered", "person": person, "full_name": "Karimov Karim"}
	)
	deputy.update({"election": election, "election_type": "DC", "constituency": seat})
	deputy.update(
		{"candidate": "yoʻq", "commission": ground.COMMISSION, "decision": "yoʻq", "row_path": "seats[0]"}
	)
	deputy.name = frappe.generate_hash(length=10)
	deputy.db_insert()  # its only writer is a signed decision
	return str(deputy.name)


def refusal(step) -> list[tuple[str, str, str]]:
	"""Code, place and article of each finding."""
	with pytest.raises(FormInvalid) as refused:
		step()
	return [(finding.code, finding.path, finding.article) for finding in refused.value.findings]


def test_a_by_election_has_its_named_seats_alone_and_the_calendar_of_its_kind():
	made(vacant_seats=seats(2))
	election = frappe.get_doc("Election", CODE)
	assert (election.status, election.kind, election.source_election) == (
		"In Preparation",
		"By-election",
		ground.ELECTION,
	)
	wanted = [row["constituency"] for row in seats(2)]
	numbers = frappe.get_all("Constituency", {"name": ["in", wanted]}, pluck="number", order_by="number asc")
	here = frappe.get_all("Constituency", {"election": CODE}, pluck="number", order_by="number asc")
	assert here == numbers
	stages = {row.key: row for row in frappe.get_all("Election Stage", {"election": CODE}, ["*"])}
	assert not set(stages) & {
		"list_mandates_distributed",
		"constituencies_published",
		"lc_deputies_registered",
	}
	assert stages["campaign_announced"].starts_on == clock.today()
	assert stages["registration_ends"].ends_on == election.election_day - timedelta(days=14)
	assert (stages["media_accreditation_deadline"].ends_at, stages["nomination_period"].rule) == (
		"18:00",
		"D-27..D-19",
	)


def test_an_election_in_preparation_takes_no_filings_and_an_open_one_those_of_its_kind():
	made()
	assert CODE not in {election.name for election in windows.open_elections()}
	frappe.db.set_value("Election", CODE, "status", "Announced")
	(election,) = (found for found in windows.open_elections() if found.name == CODE)
	fits = {version.code for version in definitions.published() if election.holds(version)}
	assert {"A47", "A62", "A52", "A56", "A58"} <= fits
	assert not fits & {"A03", "A06", "A07", "A12", "A19", "A36", "A54", "A55"}


def test_limits_of_the_kind_stand_in_place_of_the_regular_ones():
	made()
	day = clock.today()
	nomination = definitions.current("A47")
	assert windows.due_on(nomination, CODE, day) == day + timedelta(days=3)
	assert windows.due_on(nomination, ground.ELECTION, day) == day + timedelta(days=5)


def test_a_seat_that_is_held_is_refused_and_free_when_its_mandate_ended():
	seat = seats()[0]["constituency"]
	deputy = held_by_somebody(seat)
	assert refusal(by_election().insert) == [("seat_not_vacant", "vacant_seats[0].constituency", "93")]
	frappe.db.set_value("Elected Deputy", deputy, "status", "Resigned")
	assert prepared()


def test_no_seat_at_all_is_held_by_nobody():
	"""Deputies of lists have no constituency: a by-election without a seat ended in an error instead of being refused."""
	frappe.db.set_value("Elected Deputy", held_by_somebody(seats()[0]["constituency"]), "constituency", None)
	assert kinds.seat_findings(ground.ELECTION, []) == []


def test_a_seat_that_an_earlier_by_election_filled_is_held():
	made()
	frappe.db.set_value("Election", CODE, "status", "Finished")
	(filled,) = frappe.get_all("Constituency", {"election": CODE}, pluck="name")
	again = by_election(code=f"{CODE}-2")
	deputy = held_by_somebody(filled, CODE)
	assert refusal(again.insert) == [("seat_not_vacant", "vacant_seats[0].constituency", "93")]
	frappe.db.set_value("Elected Deputy", deputy, "status", "Revoked")
	assert by_election(code=f"{CODE}-2").insert()


def test_a_seat_that_was_filled_since_is_refused_when_the_election_is_made():
	name = prepared()
	held_by_somebody(seats()[0]["constituency"])
	assert refusal(lambda: copying.start(name)) == [("seat_not_vacant", "vacant_seats[0].constituency", "93")]


@pytest.mark.parametrize(
	("values", "expected"),
	[
		(lambda: {"vacant_seats": []}, ("seats_missing", "vacant_seats", "74, 93")),
		(lambda: {"vacant_seats": seats() * 2}, ("seat_repeated", "vacant_seats[1].constituency", "")),
		(lambda: {"vacant_seats": seats(1, "REG")}, ("seat_elsewhere", "vacant_seats[0].constituency", "")),
		(lambda: {"source_election": None}, ("required", "source_election", "")),
		(lambda: {"called_on": None}, ("required", "called_on", "")),
		(
			lambda: {"election_day": clock.today() + timedelta(days=20)},
			("election_too_soon", "election_day", "74, 93"),
		),
		(
			lambda: {"election_types": [{"election_type": "LC_PL"}, {"election_type": "DC"}]},
			("kind_without_contest", "election_types", "74, 93"),
		),
		(
			lambda: {
				"kind": "Presidential",
				"election_types": [{"election_type": "PRES"}],
				"election_day": date(2040, 10, 28),
			},
			("seats_not_named", "vacant_seats", ""),
		),
	],
)
def test_what_a_by_election_cannot_be_is_one_clear_error(values, expected):
	assert refusal(by_election(**values()).insert) == [expected]


def test_one_seat_is_prepared_once_until_its_election_is_over():
	made()
	again = {"code": f"{CODE}-2"}
	assert refusal(by_election(**again).insert) == [("seat_prepared", "vacant_seats[0].constituency", "93")]
	frappe.db.set_value("Election", CODE, "status", "Finished")
	assert prepared(**again)


def test_one_election_is_prepared_once():
	regular = {
		"kind": "Presidential",
		"election_types": [{"election_type": "PRES"}],
		"election_day": date(2040, 10, 28),
		"called_on": None,
		"source_election": None,
		"vacant_seats": [],
	}
	prepared(**regular)
	assert refusal(
		by_election(
			**regular,
		).insert
	) == [("election_prepared", "code", "")]
	regular["code"] = f"{CODE}-2"
	assert refusal(by_election(**regular).insert) == [
		("election_prepared", "election_day", "Const. 106, 128")
	]


@pytest.mark.parametrize("field", ["election_day", "called_on"])
def test_an_opened_election_keeps_its_days(field):
	made()
	election = frappe.get_doc("Election", CODE)
	frappe.db.set_value("Election", CODE, "opened_on", clock.today())
	election.reload()
	election.set(field, frappe.utils.add_days(election.get(field), 1))
	assert refusal(election.save) == [("election_opened", field, "74, 93")]


def test_a_stage_does_not_leave_the_law():
	made()
	stage = frappe.get_doc("Election Stage", f"{CODE}-silence_days")
	stage.ends_on = frappe.utils.add_days(stage.ends_on, 1)
	assert refusal(stage.save) == [("stage_too_late", "ends_on", "44")]
	moved = frappe.get_doc("Election Stage", f"{CODE}-nomination_period")
	moved.ends_on = frappe.utils.add_days(moved.ends_on, 2)
	moved.save()


def test_a_constituency_of_a_by_election_is_a_vacant_seat_whoever_enters_it():
	made()
	seat = frappe.get_doc("Constituency", seats(2)[1]["constituency"])
	held_by_somebody(seat.name)
	copied = {name: seat.get(name) for name in ("election_type", "territory", "number", "title_uz")}
	new = frappe.get_doc({"doctype": "Constituency", "election": CODE, **copied})
	assert refusal(new.insert) == [("seat_not_vacant", "number", "93")]


def test_a_constituency_may_be_completed_when_its_seat_was_filled():
	made()
	(filled,) = frappe.get_all("Constituency", {"election": CODE}, pluck="name")
	held_by_somebody(filled, CODE)
	document = frappe.get_doc("Constituency", filled)
	document.title_ru = "Округ"
	document.save()


def test_an_election_without_a_kind_is_checked_as_before():
	election = frappe.get_doc("Election", ground.ELECTION)
	election.election_day = frappe.utils.add_days(election.election_day, 3)
	election.save()
	stage = frappe.get_doc("Election Stage", f"{ground.ELECTION}-media_accreditation_deadline")
	stage.ends_on = frappe.utils.add_days(stage.ends_on, 1)
	stage.save()
