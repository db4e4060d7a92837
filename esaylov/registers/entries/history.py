"""The history of entries (*yozuv tarixi*): a Register Event for each change of state, written beside it and never changed."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import rows
from esaylov.registers.entries import seals

EVENT = "Register Event"
IN_FORCE, ENDED, ANNULLED = "In Force", "Ended", "Annulled"
"""States of what has no status of its own: memberships, constituencies, polling stations."""
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by"),
	*("register", "entry", "commission", "commission_lft", "occurred_at"),
	*("from_status", "to_status", "decision", "step", "reason", "was", "holds", "seal"),
]


class Change(NamedTuple):
	"""An entry's change of state. from_status: "" for a new entry. was: values that an annulment brings back. holds: what
	the entry says from then on, as `seals.of_entry`; "" where something else compares it.
	"""

	register: str
	entry: str
	from_status: str
	to_status: str
	decision: str
	commission: str
	commission_lft: int
	reason: str = ""
	was: Mapping[str, Any] = MappingProxyType({})
	holds: str = ""


def of_entry(entry: Document, before: str, decision: str, reason: str = "") -> Change:
	"""The change that a saved entry of a register with a status went through."""
	return Change(
		entry.doctype,
		str(entry.name),
		before,
		entry.status,
		decision,
		entry.commission,
		entry.commission_lft or 0,
		reason,
		holds=seals.of_entry(entry),
	)


def record(changes: Sequence[Change]) -> None:
	"""Write changes in their order, with a few statements however many there are; the steps of each decision are counted by themselves."""
	moment, now, user = frappe.utils.now(), clock.now(), frappe.session.user
	steps: dict[str, Iterator[int]] = defaultdict(count)
	written: list[dict[str, Any]] = []
	# in their order and behind those of before, for a table is written in the order of its names at less cost
	second = f"{int(now.timestamp()):08x}"
	names = sorted(f"{second}{frappe.generate_hash(length=12)}" for _ in changes)
	for name, change in zip(names, changes, strict=True):
		values = (
			name,
			*(moment, moment, user, user),
			*(change.register, change.entry, change.commission, change.commission_lft, now),
			*(change.from_status, change.to_status, change.decision),
			*(next(steps[change.decision]), change.reason),
			json.dumps(dict(change.was), default=str) if change.was else None,
			change.holds,
		)
		written.append(dict(zip(COLUMNS, (*values, ""), strict=True)))
	for row, seal in zip(written, seals.of_events(written, _are_together()), strict=True):
		row["seal"] = seal
	# past the controller, which lets nobody write: a history is only ever added to, by this function
	rows.write(EVENT, written)


def _are_together() -> bool:
	"""Whether rows may have a seal for several: not yet where new code runs before its migrate has made room for it."""
	column = frappe.get_meta(EVENT).get_field("seal")
	return column is not None and int(column.length or 0) >= seals.LENGTH


def values_before(decision: str, register: str) -> dict[str, dict[str, Any]]:
	"""By entry, the values that a decision overwrote: those before its first change."""
	found = frappe.get_all(
		EVENT,
		{"decision": decision, "register": register},
		["entry", "was"],
		order_by="creation desc, step desc",
	)
	return {row.entry: json.loads(row.was or "{}") for row in found}


def entries_of(decision: str, register: str) -> list[str]:
	"""The entries of a register that a decision changed, each once, in the order of the changes."""
	key = {"decision": decision, "register": register}
	return list(dict.fromkeys(frappe.get_all(EVENT, key, pluck="entry", order_by="creation asc, step asc")))


def refuse(event: Document) -> None:
	"""Called from the controller: a history is neither written nor changed from outside. Raises LawBroken."""
	raise LawBroken({"doctype": event.doctype}, article="own design")
