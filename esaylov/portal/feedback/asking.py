"""A user asks for help with a screen; an administrator takes the question and answers; the asker reads the answer.

The question is a Feedback of the kind Help Request: it belongs to no commission, so that administrators alone reach it. What
it says of its place is made here: the route without what names anybody, and the record only where the asker may read it.
"""

import secrets
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.formats import language as languages
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, TooMany, WrongState
from esaylov.framework.requests import limits
from esaylov.permissions.reach import reach
from esaylov.portal.feedback import screens
from esaylov.portal.feedback.receiving import (
	CODE_LENGTH,
	CODE_SIGNS,
	FEEDBACK,
	HELP,
	LONGEST,
	LONGEST_SUBJECT,
	WRITER,
)

MOST_ASKED, HOUR = 10, 3600
"""Questions of one user in an hour [ours]."""
SHOWN = 50
"""Own questions on the page of the asker, the newest first."""


def ask(user: str, words: str, screen: str = "", doctype: str = "", name: str = "") -> str:
	"""Put a question into the queue of the administrators; its number.

	screen: route or address of the page. doctype, name: the record that the page shows; left out where the user may not read it.
	Raises FormInvalid, TooMany.
	"""
	words = words.strip()
	if not words:
		raise FormInvalid([Finding("feedback_missing", "text")])
	if len(words) > LONGEST:
		raise FormInvalid([Finding("too_long", "text", params={"limit": LONGEST})])
	if limits.hit("help-request", user, HOUR) > MOST_ASKED:
		raise TooMany(retry_after=HOUR)
	about = _about(user, screen, doctype, name)
	request = frappe.new_doc(FEEDBACK)
	request.update(
		{
			"kind": HELP,
			"asked_by": user,
			"language": languages.known(frappe.local.lang) or languages.DEFAULT,
			"text": words,
			"subject": " ".join(words.split())[:LONGEST_SUBJECT],
			"screen": screens.route_of(screen),
			"about_doctype": about[0],
			"about_name": about[1],
			"election": _election(*about),
			"received_at": clock.now(),
			"tracking_code": "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
		}
	)
	with WRITER.writing():
		request.insert(
			ignore_permissions=True,  # whoever works here may ask, and reads nothing by it but the own questions
		)
	return str(request.name)


def _about(user: str, screen: str, doctype: str, name: str) -> tuple[str, str]:
	"""The record that the question is about, where the user may read it; two empty words otherwise, and nobody is told why."""
	if appeal := screens.appeal_of(screen):
		doctype, name = "Appeal", appeal
	is_table = {"name": doctype, "issingle": 0, "istable": 0, "is_virtual": 0}
	if not (doctype and name and frappe.db.exists("DocType", is_table)):
		return "", ""
	stored = frappe.db.get_value(doctype, {"name": name})
	return (doctype, str(stored)) if stored and _is_read(user, doctype, str(stored)) else ("", "")


def _is_read(user: str, doctype: str, name: str) -> bool:
	"""Staff by their roles and their reach; applicants, who have no role of the Desk, by their reach alone."""
	if frappe.get_cached_value("User", user, "user_type") != "System User":
		return reach(user).has(doctype, [name])
	return bool(frappe.has_permission(doctype, "read", doc=name, user=user))


def _election(doctype: str, name: str) -> str:
	"""The election of the record, else the one of the settings."""
	if doctype == "Election":
		return name
	own = doctype and frappe.get_meta(doctype).has_field("election")
	found = frappe.db.get_value(doctype, name, "election") if own else ""
	return str(found or frappe.db.get_single_value("E-saylov Settings", "current_election") or "")


def take(user: str, number: str) -> None:
	"""An administrator takes a question that nobody answers yet; of several at once one has it. Raises NotFound, WrongState."""
	request = _locked(number)
	if request.status != "New" or request.taken_by not in (None, "", user):
		raise WrongState({"doctype": FEEDBACK})
	_write(request, {"taken_by": user})


def give_back(user: str, number: str) -> None:
	"""The one who took a question leaves it to the others. Raises NotFound, WrongState."""
	request = _locked(number)
	if request.status != "New" or request.taken_by != user:
		raise WrongState({"doctype": FEEDBACK})
	_write(request, {"taken_by": ""})


def own(user: str) -> list[dict[str, Any]]:
	"""The questions of a user with what was answered, the newest first."""
	fields = ["name", "status", "received_at", "answered_at", "answer", "text", "screen", "read_at"]
	rows = frappe.get_all(
		FEEDBACK,
		{"asked_by": user, "kind": HELP},
		fields,
		order_by="received_at desc",
		limit=SHOWN,
	)
	# an answer that is still being written is nobody's yet
	return [{**row, "answer": row.answer if row.answered_at else ""} for row in rows]


def unread(user: str) -> int:
	"""How many of the user's questions have an answer that the user has not said to have read."""
	keys = {"asked_by": user, "answered_at": ["is", "set"], "read_at": ["is", "not set"]}
	return frappe.db.count(FEEDBACK, keys)


def mark_read(user: str, number: str) -> None:
	"""The asker has read the answer. Raises NotFound, for somebody else's question too."""
	request = _locked(number)
	if request.asked_by != user or not request.answered_at:
		raise NotFound({"doctype": FEEDBACK})
	if not request.read_at:
		_write(request, {"read_at": clock.now()})


def _locked(number: str) -> Document:
	if not number or not frappe.db.exists(FEEDBACK, {"name": number}):
		raise NotFound({"doctype": FEEDBACK})
	return frappe.get_doc(FEEDBACK, number, for_update=True)


def _write(request: Document, values: dict[str, Any]) -> None:
	request.update(values)
	with WRITER.writing():
		request.save(ignore_permissions=True)  # the caller is who may: an administrator, or the asker
