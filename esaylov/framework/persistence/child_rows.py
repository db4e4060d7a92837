"""Rows of a table are written with their document alone, and what the framework notes by the framework alone: an event of every document.

The framework's REST stores and deletes a row by itself. The document that it belongs to is then neither loaded nor
saved, and none of its guards runs: a right of a DocType, a role of a user, a step of a workflow would come from nowhere.
Who logged in, what was looked at, changed and deleted, which patches ran is noted beside what happens, and keys are handed out by those who
ask for them: nobody enters, changes or deletes such a note or key, Administrator neither. What people and jobs leave behind (comments,
errors, notices, runs of jobs) is deleted by its own clearing after the days of Log Settings, and by nobody; a comment also by its author.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import NotPermitted, shown

OF_FRAMEWORK = frozenset(
	{
		*("Access Log", "Activity Log", "Deleted Document", "Version", "View Log"),
		*("Document Share Key", "OAuth Authorization Code", "OAuth Bearer Token", "Patch Log", "Token Cache"),
	}
)
"""DocTypes of what the framework notes of what happened, of keys that it hands out, and of patches that ran."""
LEFT_BEHIND = frozenset(
	{
		*("API Request Log", "Comment", "Error Log", "Notification Log", "Permission Log"),
		*("Scheduled Job Log", "Shipped Record"),
	}
)
"""DocTypes whose documents nobody deletes or renames: they say what happened, who was told, and what was shipped."""
REMOVING = ("on_trash", "before_rename")
BY_FRAMEWORK = ("in_install", "in_migrate", "in_patch", "in_uninstall")


def refuse(document: Document, event: str = "", *names: Any) -> None:
	"""Refuse a row that is written alone, or a note, whoever asks; not what code of the server writes past permissions. Raises NotPermitted.

	Rows that are written with their document have none of these events.
	"""
	is_held = document.meta.istable or document.doctype in OF_FRAMEWORK or _is_left_behind(document, event)
	if not is_held or document.flags.ignore_permissions:
		return
	if not any(frappe.flags.get(flag) for flag in BY_FRAMEWORK):
		with shown():
			raise NotPermitted()


def _is_left_behind(document: Document, event: str) -> bool:
	"""Whether a trace would be removed; a comment that its author wrote is none."""
	if event not in REMOVING or document.doctype not in LEFT_BEHIND:
		return False
	is_written = document.doctype == "Comment" and document.comment_type == "Comment"
	return not (is_written and document.owner == frappe.session.user)
