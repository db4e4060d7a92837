"""Which addresses Website Users and Integrators may call: hook `auth_hooks`, which runs after every kind of login.

Applicants use the portal, the cabinet and our own endpoints. Frappe's stock endpoints (documents, lists, print views, the
Desk) are not for them, whatever their roles would allow. Staff in the Desk are held by permissions; guests by the
endpoints' own `allow_guest`. A few stock methods ask for no permission at all: those open for documents that the caller
reads. `tests/permissions/doors.py` lists what was tried.
"""

import frappe

METHOD = "/api/method/"
OWN_METHODS = "esaylov.api."
STOCK_METHODS = frozenset(
	{
		"login",
		"logout",
		"web_logout",
		"frappe.auth.get_logged_user",
		"frappe.core.doctype.user.user.update_password",
		"frappe.realtime.get_user_info",
	}
)
UNASKING = {
	"frappe.desk.search.get_link_title": ("doctype", "docname"),
	"frappe.desk.like.toggle_like": ("doctype", "name"),
}
"""Stock methods that ask for no permission, with their arguments that name a document."""
METHODS = (METHOD, "/api/v1/method/", "/api/v2/method/")
CLOSED = ("/api", "/app", "/desk", "/printview", "/print", "/private", "/backups", "/list", "/edit", "/new")


def check_request() -> None:
	"""Refuse what a Website User or an Integrator has no business with, and a document that the caller does not read.

	Raises frappe.PermissionError (403).
	"""
	path, cmd = frappe.local.request.path, frappe.local.form_dict.get("cmd")
	if is_held(frappe.session.user) and not may_call(path, cmd):
		raise frappe.PermissionError
	if named := UNASKING.get(method_of(path, cmd)):
		_require_reading(*(frappe.local.form_dict.get(argument) for argument in named))


def method_of(path: str, cmd: str | None = None) -> str:
	"""The stock or own method that an address or `?cmd=` calls; nothing for another address."""
	address = _address(path)
	started = next((start for start in METHODS if address.startswith(start)), "")
	return cmd or (address.removeprefix(started) if started else "")


def _require_reading(doctype: object, name: object) -> None:
	"""Raise frappe.PermissionError unless the caller reads the document; the same for one that does not exist."""
	if not isinstance(doctype, str) or not isinstance(name, str):
		raise frappe.PermissionError
	if not frappe.db.exists(doctype, name) or not any(
		frappe.has_permission(doctype, right, name) for right in ("select", "read")
	):
		raise frappe.PermissionError


def is_held(user: str) -> bool:
	"""Whether the allow-list is for this user."""
	if user in ("Guest", "Administrator"):
		return False
	if frappe.get_cached_value("User", user, "user_type") != "System User":
		return True
	return "Integrator" in frappe.get_roles(user)


def may_call(path: str, cmd: str | None = None) -> bool:
	"""Whether an address, with the method that `?cmd=` names, is on the allow-list."""
	if cmd and not _is_allowed_method(cmd):
		return False
	address = _address(path)
	if address.startswith(METHOD):
		return _is_allowed_method(address.removeprefix(METHOD))
	if address.startswith("/api/v1/method/"):
		return _is_allowed_method(address.removeprefix("/api/v1/method/"))
	return not any(address == closed or address.startswith(f"{closed}/") for closed in CLOSED)


def _address(path: str) -> str:
	"""A doubled slash or another case leads the router to the same place."""
	return "/" + "/".join(part for part in path.lower().split("/") if part)


def _is_allowed_method(method: str) -> bool:
	return method in STOCK_METHODS or method.startswith(OWN_METHODS)
