"""What the events of an appeal leave: its state, its decision and its time limit."""

from esaylov.core.procedure.appeal_events import DECIDED, STATES, Said
from esaylov.core.procedure.lifecycle import DECIDED as DECIDED_STATES
from esaylov.core.procedure.lifecycle import State

FILED = Said().after("appeal.filed", {})


def test_each_state_but_that_of_a_draft_is_left_by_an_event():
	assert {*STATES.values(), *DECIDED_STATES} == {*State} - {State.DRAFT}


def test_a_new_one_is_due_as_its_receipt_says():
	assert Said("Registered", "", "") == FILED


def test_a_decision_names_the_state_and_stays_named_after_its_annulment():
	granted = FILED.after(DECIDED, {"decision": "D1", "outcome": "Granted"})
	assert granted == Said("Granted", "D1", "")
	reopened = granted.after("appeal.reopened", {"decision": "D1", "due_on": "2026-12-01"})
	assert reopened == Said("Under Review", "D1", "2026-12-01")


def test_a_limit_that_an_earlier_event_moved_without_a_day_is_not_known():
	returned = FILED.after("appeal.returned", {"correction": "C1"})
	assert returned == Said("Returned", "", None)
	assert returned.after("appeal.resumed", {}) == Said("Under Review", "", None)
