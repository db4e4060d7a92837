"""What two persons would decide, as the set-up of a site writes it: in force at once, and in the log.

That it needs two persons is what tests/site/permissions/configuration is about.
"""

from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import table_cache


def inserted(document: Document) -> Document:
	"""A new document, in force."""
	with SETTING_UP.writing():
		return document.insert()


def saved(document: Document) -> Document:
	"""A changed document, in force."""
	with SETTING_UP.writing():
		return document.save()


def given(user: Document, *roles: str) -> Document:
	"""A user with more roles."""
	with SETTING_UP.writing():
		user.add_roles(*roles)
	return user


def written(doctype: str, which: str | dict[str, Any], values: dict[str, Any]) -> None:
	"""Columns of kept rows, written past their controller, for a state that no step of a test would reach."""
	table_cache.note_write(doctype)
	frappe.db.set_value(doctype, which, values)
	frappe.clear_document_cache(doctype)
