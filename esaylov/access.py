"""Which addresses Website Users and Integrators may call: hook `auth_hooks`, which runs after every kind of login.

Applicants use the portal, the cabinet and our own endpoints. Frappe's stock endpoints (documents, lists, print views, the
Desk) are not for them, whatever their roles would allow. Staff in the Desk are held by permissions; guests by the
endpoints' own `allow_guest`.
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
CLOSED = ("/api", "/app", "/desk", "/printview", "/print", "/private", "/backups", "/list", "/edit", "/new")


def check_request() -> None:
	"""Refuse what a Website User or an Integrator has no business with; raises frappe.PermissionError (403)."""
	if is_held(frappe.session.user) and not may_call(
		frappe.local.request.path, frappe.local.form_dict.get("cmd")
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
	# a doubled slash or another case leads the router to the same place
	address = "/" + "/".join(part for part in path.lower().split("/") if part)
	if address.startswith(METHOD):
		return _is_allowed_method(address.removeprefix(METHOD))
	if address.startswith("/api/v1/method/"):
		return _is_allowed_method(address.removeprefix("/api/v1/method/"))
	return not any(address == closed or address.startswith(f"{closed}/") for closed in CLOSED)


def _is_allowed_method(method: str) -> bool:
	return method in STOCK_METHODS or method.startswith(OWN_METHODS)
