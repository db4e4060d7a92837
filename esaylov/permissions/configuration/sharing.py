"""What the Desk draws for others: written by a System Manager, private things by their owner alone, no script in either.

The framework lets every user of the Desk write sidebars, icons and workspaces, for everybody or for another user.
"""

from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, NotPermitted, shown
from esaylov.permissions.configuration.rules.guarded import (
	EVALUATED,
	LINKS,
	OWN,
	PRIVATE_FLAGS,
	PUBLIC_VALUES,
)
from esaylov.permissions.configuration.watching import is_free, require_customising

SCHEMES = ("", "http", "https")


def check(document: Document, event: str = "", *names: Any) -> None:
	"""Events `before_validate`, `before_rename`. Raises NotPermitted, or FormInvalid for an address that runs script."""
	if is_free():
		return
	stored = None if document.is_new() else _stored(document)
	for each in filter(None, (stored, document)):
		_require_own_or_manager(each, frappe.session.user)
	for row in (document, *document.get_all_children()):
		_check_row(row, stored)


def check_removal(document: Document, event: str = "") -> None:
	"""Event `on_trash`: one's own, or a System Manager's. Raises NotPermitted."""
	if not is_free() and _whose(document) != frappe.session.user:
		_require_manager()


def is_address(value: str) -> bool:
	"""Whether a link leads to the web or to this site, and runs nothing."""
	plain = "".join(sign for sign in value if sign.isprintable() and not sign.isspace())
	try:
		return urlsplit(plain).scheme.lower() in SCHEMES
	except ValueError:
		return False


def _stored(document: Document) -> Document | None:
	if not frappe.db.exists(document.doctype, document.name):
		return None
	return frappe.get_doc(document.doctype, document.name)


def _whose(document: Document) -> str | None:
	"""The user whose private thing this is; None for what others see too."""
	field, flag = OWN.get(document.doctype, ("", ""))
	if flag and _is_set(document, flag) is not (flag in PRIVATE_FLAGS):
		return None
	# the framework fills in the owner of a new document later
	return document.get(field) or (frappe.session.user if field == "owner" else None)


def _is_set(document: Document, flag: str) -> bool:
	value = document.get(flag)
	return bool(value == PUBLIC_VALUES[flag] if flag in PUBLIC_VALUES else value)


def _require_own_or_manager(document: Document, user: str) -> None:
	whose = _whose(document)
	if whose is None:
		_require_manager()
	elif whose != user:
		_refuse()


def _require_manager() -> None:
	if "System Manager" not in frappe.get_roles():
		_refuse()


def _refuse() -> None:
	with shown():
		raise NotPermitted(code="desk_of_others")


def _check_row(row: Document, stored: Document | None) -> None:
	for field in row.meta.fields:
		value = row.get(field.fieldname)
		if not value or not isinstance(value, str):
			continue
		if field.fieldname in LINKS and not is_address(value):
			with shown():
				raise FormInvalid([Finding("address_runs_script", field.fieldname)])
		if field.fieldname in EVALUATED and not _stood(row, field.fieldname, value, stored):
			require_customising()


def _stood(row: Document, field: str, value: str, stored: Document | None) -> bool:
	"""Whether a value stands already, in this document or in its row of the same name."""
	before = (stored, *stored.get_all_children()) if stored else ()
	return any(each.name == row.name and each.get(field) == value for each in before)
