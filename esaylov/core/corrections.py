"""Rounds of correction (*tuzatish*): an appeal that was returned with remarks, and the second filing beside the first.

Own design: what was filed first never changes; an appeal is Returned only while a round is open that holds remarks,
and it comes back to review only with a corrected filing that is signed, or when the time to correct is over.
"""

from dataclasses import dataclass
from enum import StrEnum

from esaylov.core.findings import Finding
from esaylov.core.states import State


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
class Standing:
	"""Where an appeal stands as far as corrections go."""

	appeal: str
	state: State
	correction: CorrectionFact | None


def check_round(before: Standing, after: Standing) -> list[Finding]:
	"""Findings that forbid a change of an appeal's state or of the round that it names; empty when it may be saved."""
	if after.state is State.RETURNED and before.state is not State.RETURNED:
		return _returned(before, after)
	if _name(before) != _name(after):
		return [Finding("correction_changed", "correction")]
	if before.state is State.RETURNED and after.state is not State.RETURNED:
		return _left(after)
	return []


def _returned(before: Standing, after: Standing) -> list[Finding]:
	"""A return opens a new round of this appeal, with remarks."""
	opened = after.correction
	if opened is None or opened.name == _name(before) or opened.status is not Round.ASKED:
		return [Finding("returned_without_round", "status")]
	if opened.appeal != after.appeal:
		return [Finding("correction_of_another", "correction")]
	return [] if opened.remarks else [Finding("remarks_missing", "correction")]


def _left(after: Standing) -> list[Finding]:
	if after.state is State.WITHDRAWN:
		return []
	closed = after.correction
	is_over = closed is not None and (closed.status is Round.LAPSED or _is_filed(closed))
	if is_over and after.state is State.UNDER_REVIEW:
		return []
	return [Finding("returned_state_left", "status", params={"state": after.state.value})]


def _is_filed(correction: CorrectionFact) -> bool:
	return correction.status is Round.FILED and correction.signed


def _name(standing: Standing) -> str:
	return standing.correction.name if standing.correction else ""
