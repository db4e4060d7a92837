"""Who may listen to what the framework tells in realtime: hook `auth_hooks`.

The realtime servers of both versions (and our own) ask over HTTP, in the name of the browser, before they let it into
the room of a document or of a DocType. The framework answers by role alone for a DocType; its room then tells each change
of each row, with the row's name and the login of whoever changed it. So only those hear of a DocType whose list of it has
no conditions; everybody else hears of the documents that they read, one by one.
"""

import frappe
from frappe.desk.reportview import build_match_conditions

from esaylov.api import calls
from esaylov.permissions.row_predicates import EVERYTHING

QUESTIONS = {
	"frappe.realtime.has_permission": "name",
	"frappe.realtime.can_subscribe_doc": "docname",
	"frappe.realtime.can_subscribe_doctype": "",
}
"""The framework's methods that realtime asks, of one version or the other, with the argument that names a document."""


def check_request() -> None:
	"""Refuse a place in a room to whom the list would not show it. Raises frappe.PermissionError (403)."""
	form = frappe.local.form_dict
	for method in calls.called() & set(QUESTIONS):
		if not may_listen(form.get("doctype"), form.get(QUESTIONS[method]) or None):
			raise frappe.PermissionError


def may_listen(doctype: object, name: object = None) -> bool:
	"""Whether the caller may hear of a document, or without a name of every document of the type."""
	if frappe.session.user == "Guest" or not isinstance(doctype, str) or not _is_type(doctype):
		return False
	if name is None:
		return reads_every_row(doctype)
	if not isinstance(name, str) or not frappe.db.exists(doctype, name):
		return False
	return bool(frappe.has_permission(doctype, "read", name))


def reads_every_row(doctype: str) -> bool:
	"""Whether the caller's list of the DocType is without conditions."""
	if not frappe.has_permission(doctype, "read"):
		return False
	conditions = (build_match_conditions(doctype) or "").replace(" ", "").strip("()")
	return conditions in ("", EVERYTHING)


def _is_type(doctype: str) -> bool:
	return bool(frappe.db.exists("DocType", {"name": doctype, "istable": 0, "issingle": 0}))
