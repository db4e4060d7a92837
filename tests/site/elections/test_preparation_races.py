"""Many at the same moment, on connections of their own: one preparation of a seat, one election, opened or unmade and never both."""

from collections.abc import Iterator

import frappe
import pytest
from factories import two_persons
from factories.races import at_once, racers
from test_election_kinds import CODE, by_election
from test_preparation_steps import TITLES

from esaylov.elections.preparation import copying, lacks, steps
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError

ADMINISTRATOR = "Administrator"
MANY = 16


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
	yield
	frappe.db.rollback()
	named = frappe.get_all("Election Preparation", {"code": ["like", f"{CODE}%"]}, pluck="name")
	for table in ("Election Contest", "Vacant Seat", "Preparation Step"):
		frappe.db.delete(table, {"parent": ["in", [*named, CODE]]})
	frappe.db.delete("Election Preparation", {"name": ["in", named or [""]]})
	for table in ("Constituency", "Election Stage"):
		frappe.db.delete(table, {"election": CODE})
	frappe.db.delete("Election", {"name": CODE})
	frappe.db.delete("Configuration Change", {"reference_name": ["like", f"{CODE}%"], "status": "Proposed"})
	frappe.db.commit()


def stored() -> str:
	"""A made election whose preparation everybody sees."""
	name = by_election(**TITLES).insert().name
	preparation = frappe.get_doc("Election Preparation", name)
	preparation.update({"status": copying.RUNNING, "requested_by": ADMINISTRATOR})
	with copying.WRITER.writing():
		preparation.save()
	while copying.step(name):
		pass
	frappe.db.commit()
	return str(name)


def refusals(results: list) -> list[str]:
	"""Codes of what was refused by our own rules; anything else is raised, but for what the database asks to be tried again."""
	busy = (frappe.QueryDeadlockError, frappe.QueryTimeoutError, frappe.TimestampMismatchError)
	found = []
	for result in results:
		if isinstance(result, EsaylovError):
			found += [finding.code for finding in result.findings] or [result.code]
		elif isinstance(result, Exception) and not isinstance(result, busy):
			raise result
	return found


def test_one_of_many_preparations_of_a_seat_is_taken():
	def one(number: int):
		return lambda: by_election(code=f"{CODE}-{number}").insert().name

	with racers(MANY) as runners:
		results = at_once(runners, [(ADMINISTRATOR, one(number)) for number in range(MANY)])
	refusals(results)
	frappe.db.rollback()
	assert frappe.db.count("Election Preparation", {"code": ["like", f"{CODE}%"]}) == 1
	assert sum(isinstance(result, str) for result in results) == 1


@pytest.mark.full
def test_a_step_confirmed_by_many_is_done_once():
	name = stored()
	with racers(MANY) as runners:
		results = at_once(runners, [(ADMINISTRATOR, lambda: steps.confirm(name, "calendar"))] * MANY)
	assert refusals(results) == []
	frappe.db.rollback()
	assert frappe.db.count("Preparation Step", {"parent": name, "step": "calendar"}) == 1


def test_an_election_is_opened_or_unmade_and_never_both(monkeypatch):
	name = stored()
	monkeypatch.setattr(lacks, "of", lambda step, preparation: [])  # all is ready
	monkeypatch.setattr(steps.lacks, "of", lambda step, preparation: [])
	work = [lambda: steps.confirm(name, "opening"), lambda: steps.undo(name)] * (MANY // 2)
	with racers(MANY) as runners:
		results = at_once(runners, [(ADMINISTRATOR, step) for step in work])
	assert set(refusals(results)) <= {"election_opened", "wrong_state", "not_found", "election_not_made"}
	frappe.db.rollback()
	two_persons.sign_waiting("Election", CODE) if frappe.db.exists("Election", CODE) else None
	opened = frappe.db.get_value("Election", CODE, "opened_on")
	status = frappe.db.get_value("Election Preparation", name, "status")
	assert (opened, status) in ((clock.today(), "Done"), (None, "Draft"))
	assert bool(frappe.db.count("Election Stage", {"election": CODE})) == bool(opened)
