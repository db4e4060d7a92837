"""Rows of a table are written with their document alone: an event of every document.

The framework's REST stores and deletes a row by itself. The document that it belongs to is then neither loaded nor
saved, and none of its guards runs: a right of a DocType, a role of a user, a step of a workflow would come from nowhere.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import NotPermitted, shown

BY_FRAMEWORK = ("in_install", "in_migrate", "in_patch", "in_uninstall")


def refuse(document: Document, event: str = "", *names: Any) -> None:
	"""Refuse a row that is written alone, whoever asks; not what code of the server writes past permissions. Raises NotPermitted.

	Rows that are written with their document have none of these events.
	"""
	if not document.meta.istable or document.flags.ignore_permissions:
		return
	if not any(frappe.flags.get(flag) for flag in BY_FRAMEWORK):
		with shown():
			raise NotPermitted()
