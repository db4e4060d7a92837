"""What every SMS gateway can do for us, whoever runs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from esaylov.core.outbox import FailureKind, Status

Outcome = tuple[Status, FailureKind | None]


@dataclass(frozen=True, slots=True)
class Letter:
	"""One message on its way out. id: our own, by which the gateway knows it too. phone: 998XXXXXXXXX."""

	id: str
	phone: str = field(repr=False)
	text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
	"""Why a gateway did not take one message."""

	kind: FailureKind
	code: str


@dataclass(frozen=True, slots=True)
class Report:
	"""What a gateway tells later of one message. id: our own."""

	id: str
	status: Status
	kind: FailureKind | None = None
	detail: str = ""


class Gateway(Protocol):
	"""An adapter. A dispatch is the number of one hand-over of some letters, the same when it is asked about."""

	def send(self, letters: Sequence[Letter], dispatch: int) -> Mapping[str, Refusal]:
		"""Hand letters over; the refused ones by id, all others were taken.

		Raises base.Unreachable (none was taken), base.Silent (nobody knows), base.Refused (the whole was refused for
		something in it: fewer at once may pass).
		"""

	def was_taken(self, dispatch: int) -> bool | None:
		"""Whether the gateway has an earlier dispatch; None where it cannot be asked, but knows our ids. Raises Unreachable."""

	def outcome(self, dispatch: int) -> Outcome | None:
		"""What became of all letters of a dispatch, where that is one and the same and final; None where it is not known.

		Raises Unreachable, BadAnswer.
		"""

	def report(self, given: Mapping[str, Any]) -> Report | None:
		"""A delivery report in the gateway's own words; None for one that says nothing."""
