"""What the events of an appeal in its commission's chain say of its state, its decision and its time limit. Own design."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from esaylov.core.procedure.lifecycle import State

FILED, DECIDED = "appeal.filed", "appeal.decided"
STATES: Final[Mapping[str, State]] = {
	FILED: State.REGISTERED,
	"appeal.assigned": State.UNDER_REVIEW,
	"appeal.returned": State.RETURNED,
	"appeal.corrected": State.UNDER_REVIEW,
	"appeal.resumed": State.UNDER_REVIEW,
	"appeal.sent_to_experts": State.EXPERT_REVIEW,
	"appeal.concluded": State.UNDER_REVIEW,
	"appeal.on_agenda": State.ON_AGENDA,
	"appeal.off_agenda": State.UNDER_REVIEW,
	"appeal.withdrawn": State.WITHDRAWN,
	"appeal.reopened": State.UNDER_REVIEW,
}
"""Kind of an event to the state that it leaves; a decision names its own."""
LIMITS: Final = frozenset({"appeal.returned", "appeal.corrected", "appeal.reopened"})
"""Kinds that move the time limit, and say to which day."""
KINDS: Final = (*STATES, DECIDED)


@dataclass(frozen=True, slots=True)
class Said:
	"""What stands of an appeal after its events.

	decision: the last one, annulled or not. due_on: ISO day; "" for that of the receipt, None where the event that moved it is
	from before events said so.
	"""

	status: str = ""
	decision: str = ""
	due_on: str | None = None

	def after(self, kind: str, body: Mapping[str, Any]) -> "Said":
		"""The same after one event more."""
		return Said(
			str(body["outcome"] if kind == DECIDED else STATES[kind].value),
			str(body.get("decision") or self.decision),
			self._limit(kind, body),
		)

	def _limit(self, kind: str, body: Mapping[str, Any]) -> str | None:
		if kind == FILED:
			return ""
		return body.get("due_on") if kind in LIMITS else self.due_on
