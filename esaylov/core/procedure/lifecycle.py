"""What must always be true of an appeal (*murojaat*), whoever saves it. Own design (the Workflow's rows are data).

Decided states are entered with a signed decision and left only by annulment; nothing goes back to Draft; new documents
start as Draft; a signed filing never changes, a corrected one stands beside it; a number is given once; the time limit
moves only with a change of state. Times and names come in as stored.

Rounds of correction (*tuzatish*): an appeal is Returned only while a round is open that holds remarks, and it comes back to
review only with a corrected filing that is signed, or when the time to correct is over.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from esaylov.core.findings import Finding
from esaylov.core.records.payload import sha256_hex


class State(StrEnum):
	"""Equal to the options of Appeal.status and to the states of the Workflow."""

	DRAFT = "Draft"
	REGISTERED = "Registered"
	ACKNOWLEDGED = "Acknowledged"
	UNDER_REVIEW = "Under Review"
	RETURNED = "Returned"
	EXPERT_REVIEW = "Expert Review"
	ON_AGENDA = "On Agenda"
	GRANTED = "Granted"
	PARTLY_GRANTED = "Partly Granted"
	REFUSED = "Refused"
	WITHDRAWN = "Withdrawn"


DECIDED = frozenset({State.ACKNOWLEDGED, State.GRANTED, State.PARTLY_GRANTED, State.REFUSED})

FILING_FIELDS = (
	*("appeal_type", "type_version", "election"),
	*("applicant_kind", "applicant_body_type", "applicant_body", "applicant_person"),
	*("recipient", "answers", "attachments", "payload", "payload_sha256", "signature"),
	*("tracking_code", "received_at", "idempotency_key", "receipt"),
)
"""Fields of Appeal that a signature closes; `attachments` as a list of plain values (field and SHA-256)."""

_NEEDED = ("payload", "payload_sha256", "signature", "received_at")
_GIVEN_AT_SUBMIT = ("signature", "received_at")


class Round(StrEnum):
	"""States of a round; equal to the options of Appeal Correction.status. All but the first are final."""

	ASKED = "Asked"
	FILED = "Filed"
	LAPSED = "Lapsed"


@dataclass(frozen=True, slots=True)
class CorrectionFact:
	"""What the register of corrections says now about the round that an appeal names.

	appeal: the appeal it is about. remarks: how many it holds. signed: the corrected filing's signature was verified.
	"""

	name: str
	appeal: str
	status: Round
	remarks: int = 0
	signed: bool = False


@dataclass(frozen=True, slots=True)
class DecisionFact:
	"""What the register of decisions says now about the decision that a document names.

	signed: its signature was verified. appeal: the appeal it decides. annulled: a later signed decision names it.
	"""

	name: str
	outcome: str
	signed: bool
	annulled: bool = False
	appeal: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
	"""An appeal before or after a change. name: of the appeal, compared with `DecisionFact.appeal`."""

	state: State
	filing: Mapping[str, str]
	number: str = ""
	name: str = ""
	decision: DecisionFact | None = None
	correction: CorrectionFact | None = None
	due_on: str = ""

	@classmethod
	def of(
		cls,
		values: Mapping[str, Any],
		decision: DecisionFact | None = None,
		correction: CorrectionFact | None = None,
	) -> Self:
		"""From the field values of an Appeal (a document's `as_dict()` does); unknown states raise ValueError.

		Values are compared as they are stored: None is "", JSON text is compared by content, moments by value.
		"""
		filing = {}
		for field in FILING_FIELDS:
			value = values.get(field)
			filing[field] = "" if value is None else _TEXTS.get(field, str)(value)
		return cls(
			state=State(values.get("status") or State.DRAFT),
			filing=filing,
			number=values.get("number") or "",
			name=values.get("name") or "",
			decision=decision,
			correction=correction,
			due_on=str(values.get("due_on") or ""),
		)

	@property
	def is_filed(self) -> bool:
		"""True once a signature stands on it."""
		return bool(self.filing.get("signature"))


def check_change(before: Snapshot | None, after: Snapshot) -> list[Finding]:
	"""Findings that forbid the change; empty when it may be saved. before: as stored, None for a new document."""
	if before is None:
		return _new(after)
	return [*_moved(before, after), *_round(before, after), *_filed(after), *_kept(before, after)]


def _new(after: Snapshot) -> list[Finding]:
	if after.state is not State.DRAFT:
		return [Finding("new_not_draft", "status", params={"state": after.state.value})]
	return _draft_is_bare(after)


def _moved(before: Snapshot, after: Snapshot) -> list[Finding]:
	"""The change of state itself."""
	if before.state is after.state:
		return _same_decision(before, after)
	found = []
	if after.state is State.DRAFT:
		found.append(Finding("back_to_draft", "status", params={"state": before.state.value}))
	if before.state in DECIDED:
		found += _left(before, after)
	if after.state in DECIDED:
		found += _decided(after)
	return found


def _same_decision(before: Snapshot, after: Snapshot) -> list[Finding]:
	"""A decided state keeps its decision, and the decision keeps carrying it; an annulled one does until it is left."""
	if after.state not in DECIDED:
		return []
	if _decision_name(before) != _decision_name(after):
		return [Finding("decision_changed", "decision")]
	return _carried(after)


def _decision_name(snapshot: Snapshot) -> str:
	return snapshot.decision.name if snapshot.decision else ""


def _left(before: Snapshot, after: Snapshot) -> list[Finding]:
	annulled = before.decision is not None and before.decision.annulled
	if annulled and after.state is State.UNDER_REVIEW:
		return []
	return [Finding("decided_state_left", "status", params={"state": before.state.value})]


def _decided(after: Snapshot) -> list[Finding]:
	"""A decided state is entered with a decision that stands."""
	if after.decision is not None and after.decision.annulled:
		return [_undecided(after)]
	return _carried(after)


def _carried(after: Snapshot) -> list[Finding]:
	"""The decision named is signed, about this appeal, and of this outcome."""
	decision = after.decision
	if decision is None or not decision.signed:
		return [_undecided(after)]
	if decision.outcome != after.state.value or decision.appeal != after.name:
		return [Finding("decision_does_not_fit", "decision", params={"state": after.state.value})]
	return []


def _undecided(after: Snapshot) -> Finding:
	return Finding("decided_without_decision", "status", params={"state": after.state.value})


def _round(before: Snapshot, after: Snapshot) -> list[Finding]:
	"""The round of correction that an appeal names, and its state as far as that goes."""
	if after.state is State.RETURNED and before.state is not State.RETURNED:
		return _returned(before, after)
	if (before.correction and before.correction.name) != (after.correction and after.correction.name):
		return [Finding("correction_changed", "correction")]
	if before.state is State.RETURNED and after.state is not State.RETURNED:
		return _left_round(after)
	return []


def _returned(before: Snapshot, after: Snapshot) -> list[Finding]:
	"""A return opens a new round of this appeal, with remarks."""
	opened = after.correction
	if (
		opened is None
		or opened.name == (before.correction and before.correction.name)
		or opened.status is not Round.ASKED
	):
		return [Finding("returned_without_round", "status")]
	if opened.appeal != after.name:
		return [Finding("correction_of_another", "correction")]
	return [] if opened.remarks else [Finding("remarks_missing", "correction")]


def _left_round(after: Snapshot) -> list[Finding]:
	if after.state is State.WITHDRAWN:
		return []
	closed = after.correction
	is_over = closed is not None and (closed.status is Round.LAPSED or _is_filed(closed))
	if is_over and after.state is State.UNDER_REVIEW:
		return []
	return [Finding("returned_state_left", "status", params={"state": after.state.value})]


def _is_filed(correction: CorrectionFact) -> bool:
	return correction.status is Round.FILED and correction.signed


def _filed(after: Snapshot) -> list[Finding]:
	"""A draft is bare; everything else is a whole filing whose hash is that of its payload."""
	if after.state is State.DRAFT:
		return _draft_is_bare(after)
	missing = []
	for field in _NEEDED:
		if not after.filing.get(field):
			missing.append(field)
	if not after.number:
		missing.append("number")
	if missing:
		return [Finding("filing_incomplete", field) for field in missing]
	if sha256_hex(after.filing["payload"].encode()) != after.filing["payload_sha256"]:
		return [Finding("filing_hash", "payload_sha256")]
	return []


def _draft_is_bare(after: Snapshot) -> list[Finding]:
	given = [field for field in _GIVEN_AT_SUBMIT if after.filing.get(field)]
	if after.number:
		given.append("number")
	return [Finding("draft_has_filing", field) for field in given]


def _kept(before: Snapshot, after: Snapshot) -> list[Finding]:
	found = []
	if before.is_filed:
		changed = [field for field in FILING_FIELDS if before.filing.get(field) != after.filing.get(field)]
		found = [Finding("filing_changed", field) for field in changed]
	if before.number and before.number != after.number:
		found.append(Finding("number_changed", "number", params={"number": before.number}))
	if before.is_filed and before.state is after.state and before.due_on != after.due_on:
		found.append(Finding("due_on_changed", "due_on"))
	return found


def _plain_json(value: Any) -> str:
	if isinstance(value, str):
		try:
			value = json.loads(value)
		except ValueError:
			return str(value)
	return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _plain_moment(value: Any) -> str:
	if isinstance(value, str):
		try:
			value = datetime.fromisoformat(value)
		except ValueError:
			return str(value)
	return value.isoformat(" ") if isinstance(value, datetime) else str(value)


_TEXTS: Mapping[str, Callable[[Any], str]] = {
	**dict.fromkeys(("answers", "attachments", "receipt"), _plain_json),
	"received_at": _plain_moment,
}
"""Fields whose value is one text however the framework holds it: JSON by content, moments by value. All others stay exact."""
