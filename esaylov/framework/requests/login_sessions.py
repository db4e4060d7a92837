"""Sessions of the framework: which a user has, what is known of each, and their end, told to realtime as well.

The framework keeps a session's facts as JSON (16) or as Python's own writing (15). What ends here is told to the realtime
servers (`realtime/handlers.js`): a socket that was opened with the session is closed with it.

A session that nobody uses is ended by the framework. One that is used ends a day after its login all the same (ASVS 5.0, 7.3.2): at its
next request (`api.session_bounds`), and by a job for those that listen alone.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import frappe
from frappe.sessions import delete_session, get_expired_threshold
from frappe.utils import get_datetime, now, now_datetime

from esaylov.framework.requests import session_cookie

AGENT: Final = "esaylov_agent"
WAY: Final = "esaylov_way"
BEGUN: Final = "esaylov_begun"
"""What a session holds of ours: the browser's own name at the login, how its user came in, and when."""
LONGEST: Final = timedelta(hours=24)
"""How long a session lives, whatever is done in it [ours]; NIST SP 800-63B names a day at most."""
OVER: Final = "A day after the login"
BATCH: Final = 1_000
ENDED: Final = "esaylov_session_ended"
"""Event of realtime; its message has the list `sessions` of fingerprints."""
LONGEST_AGENT: Final = 400
Facts = Mapping[str, Any]
"""What the framework and we keep of a session."""


def note(way: str) -> None:
	"""Keep with the session that begins now how its user came in, and with what."""
	http = getattr(frappe.local, "request", None)
	held = getattr(frappe.local, "session_obj", None)
	if not http or held is None or frappe.session.user == "Guest":
		return
	agent = (http.headers.get("User-Agent") or "")[:LONGEST_AGENT]
	frappe.session.data.update({AGENT: agent, WAY: way, BEGUN: now(), **session_cookie.given()})
	frappe.local.flags.esaylov_session_begins = True
	held.update(force=True)


def of_user(user: str) -> Iterator[tuple[str, datetime, Facts]]:
	"""Id, moment of the last use (to ten minutes) and facts of each session that is not over, the one used last first."""
	sessions = frappe.qb.DocType("Sessions")
	query = (
		frappe.qb.from_(sessions)
		.select(sessions.sid, sessions.lastupdate, sessions.sessiondata)
		.where((sessions.user == user) & (sessions.lastupdate > get_expired_threshold()))
		.orderby(sessions.lastupdate, order=frappe.qb.desc)
	)
	for sid, used_at, facts in query.run():
		yield sid, get_datetime(used_at), read(facts)


def read(facts: str | None) -> Facts:
	"""The facts of a session, in the writing of either version; nothing where they cannot be read."""
	for reader in (json.loads, ast.literal_eval):
		try:
			found = reader(facts or "{}")
		except (ValueError, SyntaxError, MemoryError, RecursionError):
			continue
		return found if isinstance(found, dict) else {}
	return {}


def is_over(facts: Facts) -> bool:
	"""Whether a session has lived its day. One that does not say when it began, of before an upgrade, has."""
	begun = facts.get(BEGUN) or facts.get("creation")
	try:
		return not begun or now_datetime() - get_datetime(begun) >= LONGEST
	except (TypeError, ValueError):
		return True


def end_over() -> int:
	"""Job: end the sessions that have lived their day; how many. Sockets that were opened with them close."""
	over: dict[str, list[str]] = {}
	for sid, user, facts in _all():
		if user != "Guest" and is_over(read(facts)):
			over.setdefault(user, []).append(sid)
	for user, sids in over.items():
		end(user, sids, OVER)
	return sum(map(len, over.values()))


def _all() -> Iterator[tuple[str, str, str]]:
	"""Id, user and facts of every session, in the order of their ids."""
	sessions, last = frappe.qb.DocType("Sessions"), ""
	query = frappe.qb.from_(sessions).select(sessions.sid, sessions.user, sessions.sessiondata)
	while found := query.where(sessions.sid > last).orderby(sessions.sid).limit(BATCH).run():
		yield from found
		last = found[-1][0]


def end(user: str, sids: list[str], reason: str) -> None:
	"""End sessions of a user, with the sockets that were opened with them. Commits, as the framework's own does."""
	for sid in sids:
		delete_session(sid, user=user, reason=reason)
	tell_ended(user, sids)


def end_all(user: str, reason: str, keep: str = "") -> int:
	"""End every session of a user, those without use for long too, but the one to be kept; how many."""
	rows = frappe.qb.DocType("Sessions")
	found = frappe.qb.from_(rows).select(rows.sid).where(rows.user == user).run(pluck=True)
	ended = [sid for sid in found if sid != keep]
	end(user, ended, reason)
	return len(ended)


def tell_ended(user: str, sids: list[str]) -> None:
	"""Tell realtime that sessions are over; nobody learns an id from it."""
	if sids:
		frappe.publish_realtime(ENDED, {"sessions": [fingerprint(sid) for sid in sids]}, user=user)


def tell_logout(login_manager: object = None) -> None:
	"""Hook `on_logout`: the sockets of the session that ends, and what its browser has stored (`headers.harden`)."""
	frappe.local.flags.esaylov_logged_out = True
	user = getattr(login_manager, "user", None) or frappe.session.user
	if frappe.session.sid and frappe.session.sid != "Guest":
		tell_ended(user, [frappe.session.sid])


def fingerprint(sid: str) -> str:
	"""What a session is called in realtime: its id is 224 random bits, so that nobody comes back to it from a SHA-256."""
	return sha256(sid.encode()).hexdigest()
