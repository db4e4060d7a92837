"""State Register Prefill: where the values of a draft came from and when, and what the applicant says against them.

Beside the answers and not among them: what is signed is the form. Values are kept as keyed hashes, which is enough to see
whether an answer is still the one that the register gave.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.people import IDENTIFIERS, NAME, Block
from esaylov.framework import clock
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import answers

PREFILL = "State Register Prefill"
WRITER = WriteGuard("what registers filled in")
NAMING: Final = (*IDENTIFIERS, NAME)
"""Columns that say who the person is: where one was changed, the others may be somebody else's."""
PERSONAL: Final = (NAME, "birth_date", "address")
"""Columns that two persons of a draft rarely share."""


class Status(StrEnum):
	"""Options of State Register Prefill.status, and CHANGED, which follows from the answers of the draft."""

	QUEUED = "Queued"
	FILLED = "Filled"
	CHANGED = "Changed"
	NOT_FOUND = "Not Found"
	UNREACHABLE = "Unreachable"


@dataclass(frozen=True, slots=True)
class Mark:
	"""What is known of one person of an appeal. columns: still as the register gave them. disputes: column to a note."""

	path: str
	status: Status
	source: str
	asked_at: datetime | None
	columns: tuple[str, ...]
	disputes: Mapping[str, str]


def queue(appeal: str, user: str, identifiers: Sequence[str]) -> list[str]:
	"""Put persons of a draft in the queue; gives those that wait now."""
	keys = {answers.person_key(identifier): identifier for identifier in identifiers}
	known = {row.person_key: row.name for row in _rows(appeal)}
	for key in keys:
		_write(appeal, key, {"status": Status.QUEUED.value, "asked_by": user}, known.get(key))
	return list(keys.values())


def settle(
	appeal: str, user: str, identifier: str, status: Status, source: str, values: Mapping[str, Any]
) -> None:
	"""Write what came of asking about a person."""
	filled = {column: answers.person_key(str(value)) for column, value in values.items()}
	row = {
		"status": status.value,
		"asked_by": user,
		"asked_at": clock.now(),
		"source": source,
		"filled": json.dumps(filled) if filled else "",
	}
	key = answers.person_key(identifier)
	name = frappe.db.get_value(PREFILL, {"appeal": appeal, "person_key": key})
	_write(appeal, key, row, name)


def dispute(appeal: str, identifier: str, column: str, note: str) -> bool:
	"""Keep what the applicant says is wrong with a filled value, "" takes it back; False where nothing was filled."""
	key = answers.person_key(identifier)
	row = frappe.db.get_value(
		PREFILL, {"appeal": appeal, "person_key": key}, ["name", "filled", "disputes"], as_dict=True
	)
	if not row or column not in json.loads(row.filled or "{}"):
		return False
	disputes = json.loads(row.disputes or "{}")
	disputes.pop(column, None)
	if note:
		disputes[column] = note
	_write(appeal, key, {"disputes": json.dumps(disputes, ensure_ascii=False)}, row.name)
	return True


def waiting(appeal: str) -> dict[str, str]:
	"""Keys of the persons of a draft who wait in the queue, with the user who asked."""
	rows = frappe.get_all(
		PREFILL,
		{"appeal": appeal, "status": Status.QUEUED.value},
		["person_key", "asked_by"],
		order_by="name asc",
	)
	return {row.person_key: row.asked_by for row in rows}


def drop_waiting(appeal: str) -> None:
	"""Take persons out of the queue of an appeal: they left the draft, or it is a draft no more."""
	frappe.db.delete(PREFILL, {"appeal": appeal, "status": Status.QUEUED.value})


def forget(appeal: Document, method: str = "") -> None:
	"""Hook: with a draft go its marks."""
	frappe.db.delete(PREFILL, {"appeal": appeal.name})


def unfinished() -> list[str]:
	"""Appeals with persons in the queue."""
	return frappe.get_all(
		PREFILL, {"status": Status.QUEUED.value}, pluck="appeal", distinct=True, order_by="appeal asc"
	)


def progress(appeal: str) -> dict[str, int]:
	"""Persons of an appeal by status."""
	found = dict.fromkeys((status.value for status in Status), 0)
	for row in _rows(appeal):
		found[row.status] += 1
	return found


def marks(appeal: str, persons: Sequence[Block]) -> list[Mark]:
	"""The marks of the persons that stand in an appeal, in their order.

	A person has the status CHANGED where a number or the name was changed since, or where the data of a person who left
	the draft remained under another number.
	"""
	rows = _rows(appeal)
	keys = [answers.person_key(block.identifier) if block.identifier else "" for block in persons]
	left = [json.loads(row.filled or "{}") for row in rows if row.person_key not in keys]
	known = {row.person_key: row for row in rows}
	found = []
	for block, key in zip(persons, keys, strict=True):
		if row := known.get(key):
			found.append(_mark(block, row))
		elif any(_unchanged(block, filled, PERSONAL) for filled in left):
			found.append(Mark(block.path, Status.CHANGED, "", None, (), {}))
	return found


def _mark(block: Block, row: frappe._dict) -> Mark:
	filled = json.loads(row.filled or "{}")
	columns = _unchanged(block, filled, filled)
	status = Status(row.status)
	if status is Status.FILLED and any(column in filled and column not in columns for column in NAMING):
		status = Status.CHANGED
	return Mark(block.path, status, row.source or "", row.asked_at, columns, json.loads(row.disputes or "{}"))


def _unchanged(block: Block, filled: Mapping[str, str], columns: Iterable[str]) -> tuple[str, ...]:
	"""Columns whose answer is the value that the register gave. filled: column to the hash of that value."""
	return tuple(column for column in columns if filled.get(column) == answers.person_key(block.text(column)))


def check_prefill(document: Document) -> None:
	"""Called from State Register Prefill.validate and on_trash: this package alone writes. Raises LawBroken."""
	WRITER.check(document)


def _rows(appeal: str) -> list[frappe._dict]:
	columns = ["name", "person_key", "status", "asked_at", "source", "filled", "disputes"]
	return frappe.get_all(PREFILL, {"appeal": appeal}, columns, order_by="name asc")


def _write(appeal: str, key: str, values: Mapping[str, Any], name: str | None) -> None:
	row = frappe.get_doc(PREFILL, name) if name else frappe.new_doc(PREFILL)
	row.update({"appeal": appeal, "person_key": key, **values})
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the caller has asked whose draft it is
