"""Alerts: what was done to a login is told to its owner, and to those who watch over configuration, in the Desk."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import text
from esaylov.identity import users

WATCHING = ("Election Auditor", "Election Administrator")


def tell(user: str, code: str, about: Document) -> None:
	"""A notice to the user and to each auditor and administrator. code: of the sentence, which gets `user` and `title`."""
	name = str(frappe.get_cached_value("User", user, "full_name") or user)
	told = {"user": name, "title": str(about.get("title") or "")}
	watching = {one.name: one.language or "uz" for one in users.holding(WATCHING)}
	for reader, language in {user: _language(user), **watching}.items():
		notice = frappe.new_doc("Notification Log")
		notice.subject = frappe.utils.escape_html(text(code, told, language))
		notice.update({"for_user": reader, "type": "Alert"})
		notice.update({"document_type": about.doctype, "document_name": about.name})
		notice.insert(ignore_permissions=True)  # about a login: no role of its user writes notices


def _language(user: str) -> str:
	return str(frappe.get_cached_value("User", user, "language") or "uz")
