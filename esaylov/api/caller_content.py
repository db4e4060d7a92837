"""Arguments by which a caller hands over what the framework would fetch, or draw in the place of what is stored:
refused or left out."""

from collections.abc import Iterator
from typing import Any

import frappe

from esaylov.api import calls

REMOTE_TABLE = "google_sheets_url"
CLOSED_PAGES = frozenset({"backups"})
"""Pages of the Desk that list files of the server."""


def refuse_remote_table(form: dict[str, Any]) -> None:
	"""Raise frappe.PermissionError where an import is to be read from an address: the server calls no address of a caller's."""
	if any(given.get(REMOTE_TABLE) for given in _argument_sets(form)):
		raise frappe.PermissionError


def _argument_sets(form: dict[str, Any]) -> Iterator[dict[str, Any]]:
	yield form
	for name in ("args", "arg", "kwargs"):
		given = calls.parsed(form.get(name))
		if isinstance(given, dict):
			yield given


def refuse_stored_remote_table(document: Any, event: str = "") -> None:
	"""Event `before_validate` of Data Import: as `refuse_remote_table`."""
	if document.get(REMOTE_TABLE):
		raise frappe.PermissionError


def drop_document(form: dict[str, Any]) -> None:
	"""Leave out the argument that the framework draws in the place of the stored document."""
	form.pop("doc", None)


def refuse_server_page(form: dict[str, Any]) -> None:
	"""Raise frappe.PermissionError for a page that lists files of the server."""
	if form.get("name") in CLOSED_PAGES:
		raise frappe.PermissionError
