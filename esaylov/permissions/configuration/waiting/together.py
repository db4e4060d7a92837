"""New documents that one step writes many of (members that a table brings in): their entries in the log are written together.

The entries are those that each document would have got by itself, one each, with the digest of what the database holds; what is read for
them is read once. Of busy DocTypes alone, whose events are left to the job.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.permissions.configuration.waiting import changes, entries
from esaylov.permissions.configuration.waiting.entries import IN_FORCE

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class New:
	"""A document that was written a moment ago, and what its entry says."""

	document: Document
	action: str
	after: Values
	by: str


_waiting: Final[ContextVar[list[New] | None]] = ContextVar("entries written together", default=None)


@contextmanager
def together() -> Iterator[None]:
	"""What new documents write to the log inside goes there at the end; nothing where the block breaks off, for its rows are taken back."""
	waiting: list[New] = []
	token = _waiting.set(waiting)
	try:
		yield
	finally:
		_waiting.reset(token)
	_write(waiting)


def enter(
	document: Document, action: str, before: Values, after: Values, by: str, differing: Collection[str]
) -> None:
	"""The entry of a change that is in force at once, with those of whom the document names now: at the end where it is to wait."""
	waiting = _waiting.get()
	if waiting is None or before or not changes.is_busy(document.doctype):
		changes.enter(document, action, before, after, by)
		changes.enter_named(document, differing)
	else:
		waiting.append(New(document, action, after, by))


def _write(waiting: list[New]) -> None:
	doctypes = sorted({new.document.doctype for new in waiting})
	rows: list[Document] = []
	for doctype in doctypes:
		same = [new for new in waiting if new.document.doctype == doctype]
		made = []
		for new in same:
			row = entries.new(doctype, str(new.document.name), new.action, {}, new.after)
			made.append(_in_force(row, new.by))
		rows += _told(doctype, made)
		rows += _named(doctype, [new.document for new in same])
	entries.insert_many(rows)


def _named(namer: str, documents: list[Document]) -> list[Document]:
	"""Entries of whom these documents name and none did before, as `changes.enter_named`."""
	rows: list[Document] = []
	for doctype, watch in WATCHED.items():
		of, field = watch.named_by
		if of != namer:
			continue
		named = Counter(str(document.get(field)) for document in documents if document.get(field))
		all_of = Counter(
			frappe.get_all(namer, {field: ["in", sorted(named)]}, pluck=field, order_by="name asc")
		)
		known = states.of_staff(doctype, sorted(named)) if watch.of_staff else ()
		new = [name for name, count in sorted(named.items()) if all_of[name] == count and name not in known]
		made = [entries.new(doctype, name, "Record", {}, {}) for name in new]
		rows += _told(doctype, [_in_force(row, entries.PROVED) for row in made])
	return rows


def _in_force(row: Document, by: str) -> Document:
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	return row


def _told(doctype: str, rows: list[Document]) -> list[Document]:
	"""The rows, each saying what its document holds since; read at once."""
	held = states.contents(doctype, sorted({row.reference_name for row in rows})) if rows else {}
	for row in rows:
		name = row.reference_name
		entries.set_states(row, {name: states.digest(row.salt, held[name]) if name in held else states.GONE})
	return rows
