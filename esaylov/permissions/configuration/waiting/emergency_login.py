"""Break-glass: the login of an administrator who can come in no other way, opened by whoever holds the bench.

For the last one above all: two others could do without it. Loud and recorded: an entry of the log with an event of a kind of its own in
the published chain, and auditors and administrators are told.
"""

import frappe

from esaylov.core.findings import Finding
from esaylov.framework import clock, compat
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins.ways import passkeys
from esaylov.permissions.configuration.rules.guarded import CONFIRMING
from esaylov.permissions.configuration.waiting import entries, notices
from esaylov.permissions.configuration.waiting.entries import BENCH, EMERGENCY, IN_FORCE


def open_login(user: str, reason: str) -> str:
	"""A link by which an administrator sets a new password, once; everything else that let them in is taken.

	Their sessions end, their passkeys and the secret of their app count no more. For whoever holds the bench: `bench
	--site SITE esaylov-open-login USER --reason …`. As one of two persons they count again after a day. Raises NotPermitted over HTTP and for a user who administers nothing, FormInvalid, NotFound.
	"""
	if getattr(frappe.local, "request", None):
		raise NotPermitted()
	if not reason.strip():
		raise FormInvalid([Finding("required", "reason")])
	if not frappe.db.exists("User", {"name": user, "enabled": 1}):
		raise NotFound({"doctype": "User"})
	if user != "Administrator" and not CONFIRMING & set(frappe.get_roles(user)):
		raise NotPermitted()
	passkeys.forget_factors(user)
	entry = _recorded(user, reason.strip()[:500])
	notices.tell([entry], "login_emergency")
	link = compat.link_for_a_new_password(frappe.get_doc("User", user))
	frappe.db.commit()  # a command of its own
	login_sessions.end_all(user, reason="Opened from the bench")
	return link


def _recorded(user: str, reason: str) -> str:
	row = entries.new("User", user, "Login", {}, {})
	row.update({"status": IN_FORCE, "decided_by": BENCH, "decided_at": clock.now(), "note": reason})
	name = entries.insert(row)
	entries.chain(row, EMERGENCY)
	return name
