"""New devices: a login from a browser without a known mark is told to the person by SMS (S03)."""

import secrets

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.identity import service as identity
from esaylov.messages import service as messages
from esaylov.sole_writer import SoleWriter
from esaylov.trust import service as trust

DEVICE = "Known Device"
COOKIE = "esaylov_device"
YEAR = 365 * 24 * 3600
ALERT = "S03"
WRITER = SoleWriter("known devices")


def note(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: remember the device; tell the person unless it is known, or their first one."""
	user = frappe.session.user
	person = identity.person_of(user)
	if not person or not getattr(frappe.local, "request", None):
		return
	mark = frappe.local.request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
	frappe.local.cookie_manager.set_cookie(COOKIE, mark, max_age=YEAR, httponly=True, samesite="Lax")
	key, now = trust.keyed_hash("device", f"{user}|{mark}".encode()), clock.now()
	if known := frappe.db.get_value(DEVICE, {"user": user, "device_key": key}):
		frappe.db.set_value(DEVICE, known, "last_used_at", now)  # a mark of use, no state
		return
	is_first = not frappe.db.exists(DEVICE, {"user": user})
	device = frappe.new_doc(DEVICE)
	device.update({"user": user, "device_key": key, "last_used_at": now})
	with WRITER.writing():
		device.insert(ignore_permissions=True)  # the login itself writes it; no role does
	if not is_first:
		messages.tell_person(ALERT, person, {"d": now.date(), "t": now.strftime("%H:%M")}, device)


def check_device(device: Document) -> None:
	"""Only this module writes. Raises LawBroken."""
	WRITER.check(device)
