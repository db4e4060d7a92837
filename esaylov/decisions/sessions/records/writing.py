"""Who writes the rows of a session: this package alone, and votes once. Every step locks the session's row first."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, WrongState
from esaylov.framework.persistence import workflows
from esaylov.framework.persistence.documents import locked as lock
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.trust.chains import chain

SESSION, ITEM, ATTENDANCE, VOTE = "Commission Session", "Agenda Item", "Session Attendance", "Commission Vote"
INTEREST = "Declared Interest"
PLANNED, OPEN, RECESS, CLOSED, SIGNED = "Planned", "Open", "Recess", "Closed", "Protocol Signed"
CALLED_OFF = "Called Off"
ADOPTED, NOT_ADOPTED, POSTPONED, TAKEN_OFF = "Adopted", "Not Adopted", "Postponed", "Taken Off"
SET_ASIDE = "Set Aside"
WRITER = WriteGuard("sessions")
EVENT = "esaylov_session"
"""Realtime event in the room of a session, which whoever may read it joins by `doc_subscribe`."""


def check_entry(document: Document) -> None:
	"""Called from validate of sessions, agenda items, attendance and declared interests. Raises LawBroken."""
	WRITER.check(document)


def check_vote_entry(vote: Document) -> None:
	"""Called from Commission Vote.validate: written by this package, and never changed. Raises LawBroken."""
	WRITER.check(vote)
	if not vote.is_new():
		raise LawBroken({"doctype": vote.doctype, "to": "changed"}, code="vote_stands")


def refuse_removal(document: Document) -> None:
	"""What happened in a session stays on record. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "to": "removed"})


def locked(session: str, *states: str) -> Document:
	"""A session, locked: all that changes it, its agenda or its votes queues here. Any of the states; all without.

	Raises NotFound, WrongState.
	"""
	if not isinstance(session, str) or not frappe.db.exists(SESSION, session):
		raise NotFound({"doctype": SESSION})
	document = frappe.get_doc(SESSION, session, for_update=True)
	if states and document.status not in states:
		raise WrongState({"status": document.status}, code="session_state")
	return document


def locked_of(item: str, *states: str) -> tuple[Document, Document]:
	"""The session of an agenda item and the item, locked in this order. Raises NotFound, WrongState."""
	session = frappe.db.get_value(ITEM, item, "session") if isinstance(item, str) else None
	if not session:
		raise NotFound({"doctype": ITEM})
	return locked(session, *states), lock(ITEM, item)


def save(document: Document) -> Document:
	"""Insert or save a row of this package."""
	document.flags[workflows.ANY_ROLE] = True  # a member who was elected to preside has no role of a chair
	with WRITER.writing():
		if document.is_new():
			return document.insert(
				ignore_permissions=True,  # the position of the acting user was asked before
			)
		return document.save(ignore_permissions=True)  # as above


def change(doctype: str, names: Sequence[str], values: Mapping[str, Any]) -> None:
	"""The same change of many rows in one statement, past a controller that would only ask for leave to write."""
	if names:
		# rows that are locked in this transaction, and values that this package made: `validate` has nothing to say
		marks = {"modified": frappe.utils.now(), "modified_by": frappe.session.user}
		frappe.db.set_value(
			doctype, {"name": ["in", sorted(names)]}, {**values, **marks}, update_modified=False
		)


def note(session: Document, what: str, **details: str | int) -> None:
	"""Add to the course of a session what happened now; the caller saves it."""
	course = json.loads(session.course or "[]")
	at = clock.now().isoformat(timespec="seconds")
	session.course = json.dumps([*course, {"at": at, "what": what, **details}], ensure_ascii=False)


def finish(session: Document, what: str, body: Mapping[str, str | int], **told: str) -> None:
	"""The end of every step: its event in the chain, and after the commit word to every open screen. Call it last."""
	chain.record(session.commission, what, {"session": session.name, **body}, clock.now())
	tell(session.name, what, **told)


def tell(session: str, what: str, **told: str) -> None:
	"""Word to the open screens of a session once the step is committed: what happened, no personal data."""
	message = {"session": session, "what": what, **told}
	frappe.publish_realtime(EVENT, message, doctype=SESSION, docname=session, after_commit=True)


def one_line(value: object, limit: int) -> str:
	"""A text of people as one line; angle brackets are replaced, for the framework would change them after signing."""
	return " ".join(str(value or "").split()).replace("<", "‹").replace(">", "›")[:limit]
