"""The invariants of an appeal: a table of changes, and a walk of any changes against a model."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from esaylov.core.procedure.lifecycle import (
	DECIDED,
	FILING_FIELDS,
	CorrectionFact,
	DecisionFact,
	Round,
	Snapshot,
	State,
	check_change,
)
from esaylov.core.records.payload import sha256_hex

PAYLOAD = '{"appeal":"a1", "x": 1}'
DRAFT = Snapshot.of({"name": "a1", "status": "Draft", "answers": '{"party": "OZLIDEP"}'})
FILED = Snapshot.of(
	{
		"name": "a1",
		"status": "Registered",
		"number": "26277-1",
		"answers": '{"party": "OZLIDEP"}',
		"attachments": [{"field": "party_decision", "sha256": "ab"}],
		"payload": PAYLOAD,
		"payload_sha256": sha256_hex(PAYLOAD.encode()),
		"signature": "s1",
		"received_at": datetime(2024, 10, 10, 9, 30),
		"tracking_code": "ABCD2345",
	}
)


def decision(outcome: str = "Granted", **changes) -> DecisionFact:
	return replace(DecisionFact("d1", outcome, signed=True, appeal="a1"), **changes)


def at(state: State, fact: DecisionFact | None = None, **changes) -> Snapshot:
	return replace(FILED, state=state, decision=fact, **changes)


def refiled(**filing: str) -> Snapshot:
	return replace(FILED, filing={**FILED.filing, **filing})


def broken(before: Snapshot | None, after: Snapshot) -> list[tuple[str, str]]:
	return [(finding.code, finding.path) for finding in check_change(before, after)]


UNDER_REVIEW, GRANTED = State.UNDER_REVIEW, State.GRANTED
ANNULLED = at(GRANTED, decision(annulled=True))
ASKED = CorrectionFact("c1", "a1", Round.ASKED, remarks=2)
ASKED_AGAIN = replace(ASKED, name="c2")
LAPSED = replace(ASKED, status=Round.LAPSED)
UNSIGNED = replace(ASKED, status=Round.FILED)
CORRECTED = replace(UNSIGNED, signed=True)


@pytest.mark.parametrize(
	("before", "after", "findings"),
	[
		# new documents
		(None, DRAFT, []),
		(None, FILED, [("new_not_draft", "status")]),
		(None, replace(DRAFT, number="26277-1"), [("draft_has_filing", "number")]),
		(
			None,
			replace(FILED, state=State.DRAFT, number=""),
			[("draft_has_filing", "signature"), ("draft_has_filing", "received_at")],
		),
		# filing
		(DRAFT, DRAFT, []),
		(DRAFT, replace(DRAFT, filing={**DRAFT.filing, "answers": "{}"}), []),
		(DRAFT, FILED, []),
		(DRAFT, replace(FILED, number=""), [("filing_incomplete", "number")]),
		(
			DRAFT,
			replace(DRAFT, state=State.REGISTERED),
			[
				("filing_incomplete", field)
				for field in ("payload", "payload_sha256", "signature", "received_at", "number")
			],
		),
		(DRAFT, refiled(payload_sha256="00"), [("filing_hash", "payload_sha256")]),
		(DRAFT, refiled(payload='{"appeal":"a1","x":1}'), [("filing_hash", "payload_sha256")]),
		# a signed filing never changes
		(FILED, FILED, []),
		(FILED, refiled(answers="{}"), [("filing_changed", "answers")]),
		(FILED, refiled(attachments="[]"), [("filing_changed", "attachments")]),
		(FILED, refiled(recipient="DC-2"), [("filing_changed", "recipient")]),
		(FILED, refiled(signature=""), [("filing_incomplete", "signature"), ("filing_changed", "signature")]),
		(FILED, replace(FILED, number="26277-2"), [("number_changed", "number")]),
		(FILED, replace(FILED, number=""), [("filing_incomplete", "number"), ("number_changed", "number")]),
		# nothing goes back to draft
		(
			FILED,
			at(State.DRAFT),
			[
				("back_to_draft", "status"),
				("draft_has_filing", "signature"),
				("draft_has_filing", "received_at"),
				("draft_has_filing", "number"),
			],
		),
		# steps of the Workflow are data
		(FILED, at(UNDER_REVIEW), []),
		# an appeal is returned with a round of correction, and comes back when that is over
		(at(UNDER_REVIEW), at(State.RETURNED), [("returned_without_round", "status")]),
		(at(UNDER_REVIEW), at(State.RETURNED, correction=ASKED), []),
		(at(UNDER_REVIEW, correction=LAPSED), at(State.RETURNED, correction=ASKED_AGAIN), []),
		(
			at(UNDER_REVIEW, correction=ASKED),
			at(State.RETURNED, correction=ASKED),
			[("returned_without_round", "status")],
		),
		(
			at(UNDER_REVIEW),
			at(State.RETURNED, correction=LAPSED),
			[("returned_without_round", "status")],
		),
		(
			at(UNDER_REVIEW),
			at(State.RETURNED, correction=replace(ASKED, appeal="a2")),
			[("correction_of_another", "correction")],
		),
		(
			at(UNDER_REVIEW),
			at(State.RETURNED, correction=replace(ASKED, remarks=0)),
			[("remarks_missing", "correction")],
		),
		(at(State.RETURNED, correction=ASKED), at(UNDER_REVIEW, correction=CORRECTED), []),
		(at(State.RETURNED, correction=ASKED), at(UNDER_REVIEW, correction=LAPSED), []),
		(at(State.RETURNED, correction=ASKED), at(State.WITHDRAWN, correction=ASKED), []),
		*(
			(
				at(State.RETURNED, correction=ASKED),
				at(UNDER_REVIEW, correction=fact),
				[("returned_state_left", "status")],
			)
			for fact in (ASKED, UNSIGNED)
		),
		(
			at(State.RETURNED, correction=ASKED),
			at(State.ON_AGENDA, correction=CORRECTED),
			[("returned_state_left", "status")],
		),
		(
			at(State.RETURNED, correction=ASKED),
			at(UNDER_REVIEW, correction=ASKED_AGAIN),
			[("correction_changed", "correction")],
		),
		(at(UNDER_REVIEW, correction=CORRECTED), at(UNDER_REVIEW), [("correction_changed", "correction")]),
		(at(UNDER_REVIEW), at(UNDER_REVIEW, correction=LAPSED), [("correction_changed", "correction")]),
		# the time limit moves with the state only
		(FILED, replace(FILED, due_on="2024-10-15"), [("due_on_changed", "due_on")]),
		(replace(FILED, due_on="2024-10-15"), FILED, [("due_on_changed", "due_on")]),
		(FILED, at(UNDER_REVIEW, due_on="2024-10-15"), []),
		(DRAFT, replace(DRAFT, due_on="2024-10-15"), []),
		(at(UNDER_REVIEW), at(State.WITHDRAWN), []),
		# decided states
		(at(UNDER_REVIEW), at(GRANTED, decision()), []),
		(at(State.ON_AGENDA), at(State.PARTLY_GRANTED, decision("Partly Granted")), []),
		(FILED, at(State.ACKNOWLEDGED, decision("Acknowledged")), []),
		(at(UNDER_REVIEW), at(GRANTED), [("decided_without_decision", "status")]),
		(at(UNDER_REVIEW), at(GRANTED, decision(signed=False)), [("decided_without_decision", "status")]),
		(at(UNDER_REVIEW), at(GRANTED, decision(annulled=True)), [("decided_without_decision", "status")]),
		(at(UNDER_REVIEW), at(GRANTED, decision("Refused")), [("decision_does_not_fit", "decision")]),
		(at(UNDER_REVIEW), at(GRANTED, decision(appeal="a2")), [("decision_does_not_fit", "decision")]),
		(at(UNDER_REVIEW), at(GRANTED, decision(appeal="")), [("decision_does_not_fit", "decision")]),
		(DRAFT, at(GRANTED), [("decided_without_decision", "status")]),
		# and out of them
		(at(GRANTED, decision()), at(GRANTED, decision()), []),
		(at(GRANTED, decision()), at(GRANTED, decision(name="d2")), [("decision_changed", "decision")]),
		(at(GRANTED, decision()), at(GRANTED), [("decision_changed", "decision")]),
		# the register of decisions says something else than when the state was entered
		(
			at(GRANTED, decision()),
			at(GRANTED, decision(signed=False)),
			[("decided_without_decision", "status")],
		),
		(at(GRANTED, decision()), at(GRANTED, decision("Refused")), [("decision_does_not_fit", "decision")]),
		(
			at(GRANTED, decision()),
			at(GRANTED, decision(appeal="a2")),
			[("decision_does_not_fit", "decision")],
		),
		(at(GRANTED), at(GRANTED), [("decided_without_decision", "status")]),
		(at(GRANTED, decision()), ANNULLED, []),
		(at(GRANTED, decision()), at(UNDER_REVIEW, decision()), [("decided_state_left", "status")]),
		(at(GRANTED), at(UNDER_REVIEW), [("decided_state_left", "status")]),
		(ANNULLED, at(UNDER_REVIEW), []),
		(ANNULLED, at(State.WITHDRAWN), [("decided_state_left", "status")]),
		(ANNULLED, at(State.REFUSED, decision("Refused", name="d2")), [("decided_state_left", "status")]),
		(
			ANNULLED,
			at(State.DRAFT),
			[
				("back_to_draft", "status"),
				("decided_state_left", "status"),
				("draft_has_filing", "signature"),
				("draft_has_filing", "received_at"),
				("draft_has_filing", "number"),
			],
		),
	],
)
def test_changes(before, after, findings):
	assert broken(before, after) == findings


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_every_decided_state_needs_its_decision(state):
	assert broken(at(UNDER_REVIEW), at(state)) == [("decided_without_decision", "status")]
	assert broken(at(UNDER_REVIEW), at(state, decision(state.value))) == []


@pytest.mark.parametrize("field", FILING_FIELDS)
def test_every_field_of_the_filing_is_closed(field):
	assert ("filing_changed", field) in broken(FILED, refiled(**{field: "changed"}))


@pytest.mark.parametrize(
	("one", "other"),
	[
		({"answers": '{"a": 1, "b": 2}'}, {"answers": {"b": 2, "a": 1}}),
		({"attachments": '[{"sha256": "ab"}]'}, {"attachments": [{"sha256": "ab"}]}),
		({"received_at": datetime(2024, 10, 10, 9, 30)}, {"received_at": "2024-10-10 09:30:00"}),
		({"received_at": "2024-10-10 09:30:00.000000"}, {"received_at": "2024-10-10T09:30:00"}),
		({"type_version": 1}, {"type_version": "1"}),
		({"signature": None}, {"signature": ""}),
		({"status": None}, {"status": "Draft"}),
		({"number": None}, {}),
	],
)
def test_values_are_compared_as_they_are_stored(one, other):
	assert Snapshot.of(one) == Snapshot.of(other)


@pytest.mark.parametrize(
	("one", "other"),
	[
		({"payload": '{"a":1}'}, {"payload": '{"a": 1}'}),  # the payload is bytes, not JSON
		({"received_at": "soon"}, {"received_at": "later"}),
		({"received_at": 5}, {"received_at": 6}),
		({"answers": "{"}, {"answers": "["}),
	],
)
def test_what_differs_is_seen(one, other):
	assert Snapshot.of(one) != Snapshot.of(other)


def test_an_unknown_state_is_an_error():
	with pytest.raises(ValueError, match="Approved"):
		Snapshot.of({"status": "Approved"})


class AnyChanges(RuleBasedStateMachine):
	"""Whatever is tried, what was allowed keeps the promises. The model is what has been seen so far."""

	def __init__(self) -> None:
		super().__init__()
		self.stored = DRAFT
		self.filing: dict[str, str] | None = None
		self.annulled: set[str] = set()
		self.entered_with: str | None = None

	def save(self, after: Snapshot) -> None:
		if check_change(self.stored, after):
			return
		if self.stored.state in DECIDED and after.state not in DECIDED:
			assert self.entered_with in self.annulled
			assert after.state is UNDER_REVIEW
		if after.state in DECIDED and after.state is not self.stored.state:
			self.entered_with = after.decision.name if after.decision else None
		if after.is_filed and self.filing is None:
			self.filing = {**after.filing, "number": after.number}
		self.stored = after

	@rule(state=st.sampled_from(State))
	def move(self, state: State) -> None:
		self.save(replace(self.stored, state=state))

	@rule(state=st.sampled_from(State), number=st.sampled_from(["26277-1", "26277-2", ""]))
	def file(self, state: State, number: str) -> None:
		self.save(replace(FILED, state=state, number=number, decision=self.stored.decision))

	@rule(
		state=st.sampled_from(State),
		name=st.sampled_from(["d1", "d2"]),
		outcome=st.sampled_from(sorted(DECIDED)),
		signed=st.booleans(),
		appeal=st.sampled_from(["a1", "a2"]),
	)
	def decide(self, state: State, name: str, outcome: str, signed: bool, appeal: str) -> None:
		fact = DecisionFact(name, str(outcome), signed, name in self.annulled, appeal)
		self.save(replace(self.stored, state=state, decision=fact))

	@rule(
		state=st.sampled_from(State),
		name=st.sampled_from(["c1", "c2"]),
		status=st.sampled_from(Round),
		remarks=st.sampled_from([0, 2]),
		signed=st.booleans(),
		appeal=st.sampled_from(["a1", "a2"]),
	)
	def correct(
		self, state: State, name: str, status: Round, remarks: int, signed: bool, appeal: str
	) -> None:
		before = self.stored
		fact = CorrectionFact(name, appeal, status, remarks, signed)
		self.save(replace(before, state=state, correction=fact))
		if self.stored is before or before.state is state:
			return
		if state is State.RETURNED:
			assert (fact.appeal, fact.status, bool(fact.remarks)) == ("a1", Round.ASKED, True)
		elif before.state is State.RETURNED and state is not State.WITHDRAWN:
			assert state is UNDER_REVIEW
			assert fact.status is Round.LAPSED or (fact.status is Round.FILED and fact.signed)

	@rule(day=st.sampled_from(["", "2024-10-15", "2024-10-20"]))
	def move_limit(self, day: str) -> None:
		before = self.stored
		self.save(replace(before, due_on=day))
		if before.is_filed:
			assert self.stored.due_on == before.due_on

	@precondition(lambda self: self.stored.decision is not None)
	@rule()
	def annul(self) -> None:
		"""Another document: the register of decisions now says that it is annulled."""
		self.annulled.add(self.stored.decision.name)
		self.stored = replace(self.stored, decision=replace(self.stored.decision, annulled=True))

	@rule(field=st.sampled_from(FILING_FIELDS), value=st.sampled_from(["", "x", "{}"]))
	def edit(self, field: str, value: str) -> None:
		self.save(replace(self.stored, filing={**self.stored.filing, field: value}))

	@invariant()
	def a_returned_appeal_names_its_round(self) -> None:
		if self.stored.state is State.RETURNED:
			assert self.stored.correction is not None

	@invariant()
	def a_decided_state_has_a_signed_decision_for_it(self) -> None:
		if self.stored.state in DECIDED:
			fact = self.stored.decision
			assert fact is not None
			assert fact.signed
			assert (fact.outcome, fact.appeal) == (self.stored.state.value, "a1")

	@invariant()
	def what_was_filed_stays(self) -> None:
		if self.filing is None:
			assert self.stored.state is State.DRAFT
			assert not self.stored.number
		else:
			assert self.stored.state is not State.DRAFT
			assert {**self.stored.filing, "number": self.stored.number} == self.filing


TestAnyChanges = AnyChanges.TestCase
TestAnyChanges.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
