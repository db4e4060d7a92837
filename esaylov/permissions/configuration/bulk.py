"""Rows that are written by thousands (constituencies, polling stations): one entry of the log tells of all that a transaction wrote.

Events of these DocTypes (hooks.py attaches them) note who was written, by whatever road; the entry is made when the transaction is
committed, from what the database holds by then, so that an import costs a few statements more however many its rows are.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.guarded_steps import PROVED
from esaylov.permissions.configuration import watching
from esaylov.permissions.configuration.rules import disclosure, states
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import CHANGE, IN_FORCE, MANY

Values = dict[str, Any]
APART: Final = 20
"""So many rows that a person saves in one transaction get an entry each, with what they held; the others have one entry [ours]."""
One = tuple[str, str]
"""DocType and name."""


@dataclass(slots=True)
class _Waiting:
	"""What a transaction wrote: DocType and who wrote it to the names.

	values: of the first rows, what they held before and after. explained: of rows that stood before, whether they were what the log says. is_silent: a release writes, and is the record itself.
	"""

	written: dict[One, dict[str, None]] = field(default_factory=dict)
	explained: dict[One, bool] = field(default_factory=dict)
	is_heard: bool = False
	is_silent: bool = False
	values: dict[One, tuple[Values, Values]] = field(default_factory=dict)

	def clear(self) -> None:
		self.written.clear()
		self.explained.clear()
		self.values.clear()
		self.is_heard = False


_waiting: Final[WeakKeyDictionary[Any, _Waiting]] = WeakKeyDictionary()
"""By the connection whose transaction it is."""


def look(document: Document, event: str = "") -> None:
	"""Event `validate`, before a row is written: whether it holds what the log says."""
	if not (document.is_new() or _of_transaction().is_silent):
		look_at(document.doctype, [str(document.name)])


def look_at(doctype: str, names: Collection[str]) -> None:
	"""The same of many rows at once, for who is about to change them."""
	seen = _of_transaction().explained
	if unseen := [name for name in names if (doctype, name) not in seen]:
		right = _explained(doctype, unseen)
		seen.update({(doctype, name): name in right for name in unseen})


def note(document: Document, event: str = "") -> None:
	"""Events `on_update` and `on_trash`: the entry of this transaction tells of the row, unless nobody explained what stood there before."""
	if document.flags.configuration_applied:
		return  # the entry that two persons signed says what it holds
	if event == "on_trash":
		look_at(document.doctype, [str(document.name)])
	_note_values(document, is_removed=event == "on_trash")
	note_all(document.doctype, [str(document.name)])


def note_all(doctype: str, names: Collection[str]) -> None:
	"""Rows that were written; new ones stand in no entry before."""
	waiting = _of_transaction()
	if waiting.is_silent or not names:
		return
	explained, written = waiting.explained, waiting.written.setdefault((doctype, watching.writer()), {})
	written.update((name, None) for name in names if explained.setdefault((doctype, name), True))


look.of_many = lambda doctype, names: None  # type: ignore[attr-defined] # new rows stand in no entry yet
note.of_many = note_all  # type: ignore[attr-defined]


def write() -> None:
	"""Make the entries of what this transaction wrote until now."""
	waiting = _of_transaction()
	written, waiting.written = waiting.written, {}
	for (doctype, by), names in sorted(written.items()):
		apart = [name for name in names if (doctype, name) in waiting.values]
		rest = [name for name in names if name not in {*apart}]
		for part in [*([name] for name in apart), *([rest] if rest else [])]:
			name = part[0] if len(part) == 1 else MANY
			before, after = waiting.values.pop((doctype, name), ({}, {}))
			row = entries.new(doctype, name, entries.RECORD, before, after)
			row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
			entries.note_states(row, part)
			entries.insert(row)
	waiting.values.clear()


def _note_values(document: Document, is_removed: bool) -> None:
	"""What a row held before a person saved it, and holds now: of so many rows of a transaction as get entries of their own."""
	if watching.is_free() or PROVED.is_writing:
		return
	values, name = _of_transaction().values, (document.doctype, str(document.name))
	if name not in values and len(values) >= APART:
		return
	stored = document if is_removed else document.get_doc_before_save()
	before = disclosure.values_of(stored) if stored else {}
	after = {} if is_removed else disclosure.values_of(document)
	changed = [one for one in {**before, **after} if before.get(one) != after.get(one)]
	former, later = values.get(name, ({}, {}))
	values[name] = (
		{one: before[one] for one in changed if one in before} | former,
		later | {one: after[one] for one in changed if one in after},
	)


def _of_transaction() -> _Waiting:
	"""What waits for the commit of this connection; forgotten when the transaction is taken back."""
	database: Any = frappe.local.db
	if (waiting := _waiting.get(database)) is None:
		waiting = _waiting[database] = _Waiting()
	if not waiting.is_heard:
		waiting.is_heard, waiting.is_silent = True, watching.is_installing()
		database.before_commit.add(_commit)
		database.after_rollback.add(waiting.clear)
	return waiting


def _commit() -> None:
	write()
	_waiting[frappe.local.db].clear()


def _explained(doctype: str, names: Collection[str]) -> set[str]:
	"""Those of the rows that hold what their last entry says; all in few statements."""
	about: dict[str, Any] = {"reference_doctype": doctype, "status": IN_FORCE, "states": ["is", "set"]}
	if len(names) == 1:  # entries of imports are long: those that do not name the row are not read
		about["states"] = ["like", f'%"{next(iter(names))}"%']
	said: dict[str, tuple[str, str]] = {}
	for row in frappe.get_all(CHANGE, about, ["salt", "states"], order_by="recorded_at asc, creation asc"):
		told = json.loads(row.states)
		said |= {name: (row.salt, told[name]) for name in told.keys() & set(names)}
	held = states.contents(doctype, sorted(names))
	return {
		name
		for name, content in held.items()
		if name in said and said[name][1] == states.digest(said[name][0], content)
	}
