"""The life of a message in the outbox: its states, when it may go, and when it is tried again (own design).

The words of the states are those of GOV.UK Notify, where there are such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class Status(StrEnum):
	"""Where a message stands; equal to the options of SMS Message.status."""

	QUEUED = "Queued"
	"""Written with the change that it tells of; waits for a gateway."""
	SENDING = "Sending"
	"""Claimed by a worker. What became of it is known by its gateway alone until the worker has noted it."""
	ACCEPTED = "Accepted"
	"""The gateway has taken it over."""
	SENT = "Sent"
	"""The operator's network has it."""
	DELIVERED = "Delivered"
	FAILED = "Failed"
	EXPIRED = "Expired"
	"""Its time was over before it was handed over, or before the phone was reached."""
	CANCELLED = "Cancelled"
	DUPLICATE = "Duplicate"
	"""Two gateways took it: the first fell silent, the second was asked, and later the first reported after all."""
	MERGED = "Merged"
	"""Another message stands for it and for others to the same phone; when that one is handed over, it takes its state."""


class FailureKind(StrEnum):
	"""Why a message failed; equal to the options of SMS Message.failure_kind."""

	TEMPORARY = "Temporary"
	"""The phone could not be reached for now: sending again may help."""
	PERMANENT = "Permanent"
	"""No such number, or no text: sending again does not help."""
	TECHNICAL = "Technical"
	"""Something on our side or the gateway's: an operator looks into it."""


class Urgency(StrEnum):
	"""Equal to the options of SMS Template.urgency. Lower places go first (`PLACE`)."""

	URGENT = "Urgent"
	"""Goes at any hour: codes, alerts, votes that end."""
	NORMAL = "Normal"
	BULK = "Bulk"
	"""Campaigns: never before anything else."""


PLACE: Mapping[Urgency, int] = {Urgency.URGENT: 0, Urgency.NORMAL: 1, Urgency.BULK: 2}

FINAL = frozenset(
	{Status.DELIVERED, Status.FAILED, Status.EXPIRED, Status.CANCELLED, Status.DUPLICATE},
)
"""A message in one of these goes nowhere by itself; a failed one may still turn out to be delivered."""
_RANK: Mapping[Status, int] = {
	Status.QUEUED: 0,
	Status.MERGED: 0,
	Status.SENDING: 1,
	Status.ACCEPTED: 2,
	Status.SENT: 3,
	Status.FAILED: 4,
	Status.EXPIRED: 4,
	Status.DELIVERED: 5,
}
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
MOST_ATTEMPTS = 12
"""With the pauses above, about an hour and a half."""


def after_report(current: Status, reported: Status) -> Status:
	"""The state after a delivery report. Late and repeated reports change nothing; what is further along stays.

	A report on a message that we hold for cancelled tells that the gateway had it after all.
	"""
	if current is Status.DUPLICATE:
		return current
	if current is Status.CANCELLED:
		return reported
	return reported if _RANK[reported] > _RANK[current] else current


def with_sms(status: Status) -> Status:
	"""The state of a message that another one stands for, by the state of that one: it waits with it and ends with it."""
	return Status.MERGED if status in (Status.QUEUED, Status.SENDING) else status


@dataclass(frozen=True, slots=True)
class Waiting:
	"""A message that waits. stands_for: how many others it stands for; 0 for one that speaks of its own matter."""

	name: str
	template: str
	phone: str
	language: str
	stands_for: int = 0


def together(rows: Sequence[Waiting]) -> list[tuple[Waiting | None, list[Waiting]]]:
	"""What one SMS can stand for: messages of one template, to one phone, in one language; a single one is left out.

	A group is a message that stands for others already, None where there is none, and the rest of the group.
	"""
	groups: dict[tuple[str, str, str], list[Waiting]] = {}
	for row in rows:
		groups.setdefault((row.template, row.phone, row.language), []).append(row)
	found: list[tuple[Waiting | None, list[Waiting]]] = []
	for same in groups.values():
		if len(same) > 1:
			standing = next((row for row in same if row.stands_for), None)
			found.append((standing, [row for row in same if row is not standing]))
	return found


def pause(attempts: int) -> timedelta:
	"""How long to wait after the so-many-th attempt that failed for the time being: 5 s, doubled up to 10 minutes."""
	return min(FIRST_PAUSE * (1 << max(0, min(attempts, 12) - 1)), LONGEST_PAUSE)


def is_quiet(moment: datetime, begins: time | None, ends: time | None) -> bool:
	"""Whether a moment lies in the quiet hours, which may pass midnight. None, or the same twice: there are none."""
	if begins is None or ends is None or begins == ends:
		return False
	now = moment.time()
	if begins < ends:
		return begins <= now < ends
	return now >= begins or now < ends
