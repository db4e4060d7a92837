"""The demonstration's by-election that is over: protocols, tables and a deputy that the services made, and a count to be entered."""

import json
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import counts

from esaylov.registers.results import verification
from esaylov.registers.results.counting import entering, receiving
from esaylov.setup.demo import by_election, loading

ELECTION = by_election.ELECTION


@pytest.fixture
def loaded(monkeypatch) -> None:
	"""The demonstration with its count, in the transaction of the test."""
	frappe.set_user("Administrator")
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	loading.load("en", counted=True)


def protocols(**where: Any) -> list[Any]:
	fields = ["name", "status", "version", "polling_station", "constituency", "signers"]
	return frappe.get_all("Count Protocol", {"election": ELECTION, **where}, fields, order_by="name asc")


def outcome(number: int) -> tuple[str, int]:
	"""What the table of a seat says, and how many it elects."""
	where = {"constituency": by_election.seat(number), "status": "Registered"}
	row = frappe.db.get_value("Result Table", where, ["outcome", "elected"])
	return (row[0], len(json.loads(row[1]))) if row else ("", 0)


@pytest.mark.full  # its short form: the walk of the public pages makes it and finds its pages
def test_it_is_counted_as_staff_would_and_one_station_is_left_to_be_entered(loaded):
	received = protocols(status="Received")
	assert len(received) == len(by_election.VOTERS) - 1
	assert all(len(json.loads(row.signers)) == 3 and verification.verify(row.name).stands for row in received)
	assert [(row.status, row.version) for row in protocols(status="Corrected")] == [("Corrected", 1)]
	assert max(row.version for row in received) == 2
	assert {number: outcome(number) for number in by_election.SEATS} == {
		4: ("Elected", 1),
		7: ("Repeat Election", 0),
		9: ("", 0),
	}
	deputies = frappe.get_all("Elected Deputy", {"election": ELECTION, "status": "Registered"}, "votes_count")
	assert [row.votes_count for row in deputies] == [713]
	assert frappe.db.count("Candidate", {"election": ELECTION, "status": "Withdrawn"}) == 1

	(open_one,) = protocols(status="Draft")
	by_position = {login.position: login.user for login in by_election.logins_of(by_election.OPEN_STATION)}
	assert {row["user"] for row in loading.logins()} >= set(by_position.values())
	standing = [line.name for line in entering.entry(counts.stored(open_one.name)).lines]
	typed = counts.typed(dict(zip(standing, (300, 200, 100), strict=True)), voters=1042)
	assert counts.entered(open_one.name, typed, by_position["Chair"], by_position["Secretary"]).is_ready
	assert counts.signed(open_one.name, [by_position["Chair"], by_position["Secretary"]]) == "Signed"
	frappe.set_user(filing.CHAIR)
	assert receiving.take_in(open_one.name) == "Received"


@pytest.mark.full
def test_loading_it_again_changes_nothing(loaded):
	tables = (
		"User",
		"Person",
		"Polling Station",
		"Candidate",
		"Decision",
		"Count Protocol",
		"Turnout Report",
	)

	def count() -> dict[str, int]:
		return {name: frappe.db.count(name) for name in tables}

	before = count()
	loading.load("en", counted=True)
	assert count() == before
