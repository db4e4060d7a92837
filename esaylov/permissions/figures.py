"""Which charts and number cards a System Manager has: those of DocTypes that they read and of reports that they run.

The framework asks so of everybody else and offers all to a System Manager, whose screens then ask for figures that are rightly refused to them
(who looked at people). Those of a program (`Custom`) stay theirs.
"""

import frappe
from frappe.boot import get_allowed_report_names
from frappe.model.document import Document
from frappe.permissions import get_doctypes_with_read

from esaylov.framework import compat
from esaylov.permissions.row_predicates import any_of, quoted

KINDS = {"Dashboard Chart": "chart_type", "Number Card": "type"}
"""DocType of figures -> the field that says of what they are made."""


def query(user: str | None = None, doctype: str = "") -> str:
	"""Hook `permission_query_conditions`: bracketed SQL; nothing for whom the framework asks."""
	if not _is_asked_here(user):
		return ""
	kind, of, report = (
		f"`tab{doctype}`.`{field}`" for field in (KINDS[doctype], "document_type", "report_name")
	)
	either = any_of(
		[
			f"{kind} = 'Custom'",
			f"{kind} = 'Report' and {report} in ({quoted(get_allowed_report_names())})",
			f"{kind} not in ('Custom', 'Report') and {of} in ({quoted(get_doctypes_with_read())})",
		]
	)
	return f"({either})"


def agree(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook `has_permission`: False, or what leaves it to the other hooks of the DocType. `ptype` is the framework's; all are one here."""
	return compat.agreed() if not _is_asked_here(user) or _is_open(doc) else False


def _is_open(doc: Document) -> bool:
	kind = doc.get(KINDS[doc.doctype])
	if kind == "Report":
		return doc.report_name in get_allowed_report_names()
	return kind == "Custom" or doc.document_type in get_doctypes_with_read()


def _is_asked_here(user: str | None) -> bool:
	"""Whether a user is a System Manager, and no Administrator. What they read is the session's: the framework has it of nobody else."""
	user = user or frappe.session.user
	return user != "Administrator" and "System Manager" in frappe.get_roles(user)
