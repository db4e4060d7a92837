"""The link of the display in the hall (*zal ekrani*): who has it sees item, quorum and result of one session, without a login.

The token names the session and a key that stands on it, and is signed by this server. It ends when the key is taken off, when the session is
called off, and a day after the session was closed.
"""

import secrets
from datetime import timedelta
from hmac import compare_digest

import frappe
from frappe.model.document import Document

from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.records.writing import (
	CALLED_OFF,
	CLOSED,
	OPEN,
	PLANNED,
	RECESS,
	SESSION,
	SIGNED,
	locked,
	save,
	tell,
)
from esaylov.framework import clock
from esaylov.framework.errors import NotFound, WrongState
from esaylov.trust import keys

LABEL = "session display"
KEPT = timedelta(days=1)
"""How long the display stands after the session was closed [ours]."""
KEY_BYTES, SIGNATURE_LENGTH = 12, 32
TOKEN_LENGTH = 120


def show(session_name: str) -> str:
	"""Make the link of a session's display, or find it again: its token. For chair, deputy, secretary. Raises NotPermitted, WrongState."""
	session = locked(session_name, PLANNED, OPEN, RECESS, CLOSED, SIGNED)
	people.acting(session, people.ARRANGING)
	if is_over(session):
		raise WrongState({"status": session.status}, code="session_state")
	if not session.display_key:
		session.display_key = secrets.token_urlsafe(KEY_BYTES)
		save(session)
		tell(session.name, "session.display")
	return token_of(session)


def hide(session_name: str) -> None:
	"""End the link; another one is another token. Repeatable. For chair, deputy, secretary. Raises NotPermitted."""
	session = locked(session_name)
	people.acting(session, people.ARRANGING)
	if session.display_key:
		session.display_key = None
		save(session)
		tell(session.name, "session.display")


def token_of(session: Document) -> str:
	"""The token of a session's display, "" for none. For who arranges the session alone."""
	if not session.display_key or is_over(session):
		return ""
	return f"{session.name}.{session.display_key}.{_signature(session.name, session.display_key)}"


def session_of(token: str) -> Document:
	"""The session that a token shows. Raises NotFound for any token that this server did not sign, or that has ended."""
	name, _, rest = token.partition(".")
	key, _, signature = rest.partition(".")
	is_signed = len(token) <= TOKEN_LENGTH and token.isascii() and key and signature
	if not is_signed or not compare_digest(signature, _signature(name, key)):
		raise NotFound({"doctype": SESSION})
	session = frappe.get_doc(SESSION, name) if frappe.db.exists(SESSION, name) else None
	if not session or not compare_digest(session.display_key or "", key) or is_over(session):
		raise NotFound({"doctype": SESSION})
	return session


def _signature(name: str, key: str) -> str:
	return keys.keyed_hash(LABEL, f"{name}.{key}".encode())[:SIGNATURE_LENGTH]


def is_over(session: Document) -> bool:
	"""Whether a session has no display any more: it was called off, or closed more than a day ago."""
	closed_at = frappe.utils.get_datetime(session.closed_at) if session.closed_at else None
	is_past = closed_at is not None and clock.now() > closed_at + KEPT
	return bool(session.status == CALLED_OFF or is_past)
