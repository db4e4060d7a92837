"""What each request asks and hardly anybody changes, such as types of appeals, the calendar, numbers of the law and who is trusted: kept by the
process for as long as the tables that it was read from are what they were.

Which version a group of tables has, a random number, stands in the database: one question of a transaction asks all of them, in the place of
some ten that each filing put for the same answers. Whoever writes one of these tables makes a new number in the same transaction, at its
very end, so that nobody waits for it; until then that transaction itself reads what stands. So an answer is never older than what the
transaction sees, whichever level of isolation it has, and a change that is taken back changes nothing.

Documents tell by their events (`hooks.py`), rows that are written past them by `rows`, and what writes a column by `frappe.db` calls `note_write`. What
somebody writes in the database by hand is heard after ten seconds."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial, wraps
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import frappe

from esaylov.framework.persistence import reads

if TYPE_CHECKING:
	from frappe.model.document import Document

SINGLES: Final = frozenset({"E-IMZO Settings", "E-saylov Settings", "Interagency Settings"})
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
	"forms": ("Appeal Type", "Appeal Type Message", "Appeal Type Version", "SMS Template"),
	# a contest is of an election, its preparation, or a form
	"elections": ("Election", "Election Contest", "Election Preparation", "Election Stage", "Election Type"),
	"places": ("Administrative Territory", "Election Commission"),
	"bodies": ("Participant Organization", "Party Branch", "Political Party"),
	"law": ("Statute", "Trusted Certificate"),
	"settings": tuple(sorted(SINGLES)),
	"workflows": ("Workflow", "Workflow Document State", "Workflow Transition"),
	# who hears of a document that is written: `rows.LISTENERS`
	"listeners": (
		*(
			"Assignment Rule",
			"Custom Field",
			"Document Naming Rule",
			"Energy Point Rule",
			"Milestone Tracker",
		),
		*("Notification", "Property Setter", "Server Script", "User Type", "Webhook"),
	),
}
"""DocTypes whose rows are kept: few, read by everybody, changed seldom. Those that change together have one version."""
GROUP_OF: Final = {doctype: group for group, doctypes in GROUPS.items() for doctype in doctypes}
TABLES: Final = frozenset(GROUP_OF)
EVENTS: Final = ("before_validate", "before_change", "before_rename", "on_trash", "after_delete")
"""Of a document, each before anything of it is written."""
HANDLER: Final = "esaylov.framework.persistence.table_cache.note_event"
SECONDS: Final = 10.0
"""So long an answer is kept where nobody told of a change (own design)."""
MOST: Final = 5_000
"""Answers that a process keeps."""
OF_TRANSACTION: Final = "versions of kept tables"
"""Where the versions stand in what the framework forgets as the transaction ends."""
MARK: Final = "esaylov-version|"
"""What the names of our rows in the framework's table of numbers begin with."""
NAMED: Final = re.compile(r"`tab([^`]+)`")
VERSIONS: Final = "select name, `current` from `tabSeries` where name like 'esaylov-version|%'"
P = ParamSpec("P")
R = TypeVar("R")
_answers: dict[object, tuple[tuple[int | None, ...], float, Any]] = {}
"""By site, reading and arguments: versions of its tables, until when it is kept, and the answer."""
_written: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""By connection, what its transaction has written."""


def cached(*doctypes: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""Decorator of a reading of these tables alone, by arguments that can be compared; whoever gets its answer does not write into it."""
	if strange := set(doctypes) - TABLES:
		raise TypeError(f"nobody tells of changes of {sorted(strange)}")

	def decorate(read: Callable[P, R]) -> Callable[P, R]:
		@wraps(read)
		def reading(*args: P.args, **kwargs: P.kwargs) -> R:
			key = (read, args, tuple(sorted(kwargs.items())) if kwargs else ())
			return _kept(doctypes, key, read, *args, **kwargs)

		return reading

	return decorate


def row(doctype: str, where: Mapping[str, str | int | None], columns: tuple[str, ...]) -> frappe._dict | None:
	"""As `reads.row`, of a table that is kept."""
	return _kept((doctype,), (doctype, tuple(where.items()), columns), reads.row, doctype, where, columns)


def record(doctype: str, name: str) -> frappe._dict | None:
	"""The whole row of a record of a table that is kept; None where there is none."""
	return _kept((doctype,), (doctype, name), reads.row, doctype, {"name": name}, reads.ALL)


def settings(doctype: str) -> "Document":
	"""A document of settings, one of TABLES."""
	return _kept((doctype,), doctype, frappe.get_doc, doctype)


def run(text: str, values: Sequence[object]) -> list[frappe._dict]:
	"""As `reads.run`; kept where all tables that the statement names are."""
	tables = _named(text)
	if not TABLES.issuperset(tables):
		return reads.run(text, values)
	return _kept(tables, (text, tuple(values)), reads.run, text, values)


@lru_cache(maxsize=512)
def _named(text: str) -> tuple[str, ...]:
	return tuple(sorted(set(NAMED.findall(text))))


def _kept(
	doctypes: tuple[str, ...], about: object, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
	held = _versions(doctypes)
	if held is None:
		return read(*args, **kwargs)
	key = (frappe.local.site, about)
	known = _answers.get(key)
	if known and known[0] == held and monotonic() < known[1]:
		found: R = known[2]
		return found
	until, answer = monotonic() + SECONDS, read(*args, **kwargs)
	if len(_answers) >= MOST:
		_answers.clear()
	_answers[key] = held, until, answer
	return answer


def note_write(*doctypes: str) -> None:
	"""This transaction writes, or is about to write, these tables; nothing for a table that is not kept."""
	for doctype in TABLES.intersection(doctypes):
		database: Any = frappe.local.db
		written = _written.setdefault(database, set())
		written.add(doctype)
		database.before_commit.add(partial(_renew, database, written))
		database.after_commit.add(written.clear)
		database.after_rollback.add(written.clear)


def bypass(database: object) -> None:
	"""Keep nothing on a connection, as of one that has written all: who reads there may not see the versions."""
	_written[database] = set(TABLES)


def note_event(document: "Document", event: str = "", *_names: object) -> None:
	"""Handler of EVENTS: a document and the rows of its tables."""
	tables = (str(field.options) for field in document.meta.get_table_fields())
	# a Workflow that is saved gives rows of its DocType their first state
	note_write(document.doctype, *tables, str(document.get("document_type") or ""))


def with_events(events: Mapping[str, Any]) -> dict[str, object]:
	"""The `doc_events` of an app with the handler of EVENTS at each DocType of TABLES, before its other handlers."""
	found = dict(events)
	for doctype in sorted(TABLES):
		own = dict(found.get(doctype, {}))
		for event in EVENTS:
			others = own.get(event, ())
			own[event] = [HANDLER, *([others] if isinstance(others, str) else others)]
		found[doctype] = own
	return found


def _versions(doctypes: tuple[str, ...]) -> tuple[int | None, ...] | None:
	"""The versions of tables as this transaction sees them; None where it has written one, or where a release is at work."""
	flags = frappe.local.flags
	if flags.in_install or flags.in_migrate or flags.in_patch:
		return None
	database: Any = frappe.local.db
	if (written := _written.get(database)) and not written.isdisjoint(doctypes):
		return None
	held: Mapping[str, int] | None = database.value_cache.get(OF_TRANSACTION)
	if held is None:
		held = dict(database.sql(VERSIONS))
		database.value_cache[OF_TRANSACTION] = held
	return tuple(map(held.get, _names(doctypes)))


@lru_cache(maxsize=512)
def _names(doctypes: tuple[str, ...]) -> tuple[str, ...]:
	return tuple(sorted({MARK + GROUP_OF[doctype] for doctype in doctypes}))


def _renew(database: Any, written: set[str], is_last: bool = False) -> None:
	"""Before the commit, after all else that waits for it: nothing is locked by who has these rows, and all take them in one order."""
	if not is_last:
		database.before_commit.add(partial(_renew, database, written, is_last=True))
		return
	names, values = _names(tuple(sorted(written))), []
	for name in names:
		values += [name, secrets.randbits(31)]
	written.clear()
	if names:
		places = ", ".join(["(%s, %s)"] * len(names))
		text = f"insert into `tabSeries` (name, `current`) values {places} on duplicate key update `current` = values(`current`)"  # noqa: S608
		database.sql(text, values)
