"""A process as a new request would find it, between tests that share its connection."""

import re
from functools import cache, wraps
from typing import Any

import frappe
from frappe.database.database import Database

WRITES = re.compile(r"\s*(?:insert|update|delete|replace|truncate)\b[^`]*`tab([^`]+)`", re.IGNORECASE)
KEPT = "document_cache::"
"""What keys of documents in the cache begin with; the DocType comes after it."""
_written: set[str] = set()
"""DocTypes whose tables this process has written since it was fresh."""


def note_writes() -> None:
	"""See from now on which tables this process writes, on whatever connection and past the documents too."""
	send = Database.sql

	@wraps(send)
	def noted(self: Database, query: Any, *values: Any, **options: Any) -> Any:
		if written := WRITES.match(str(query)):
			_written.add(written[1])
		return send(self, query, *values, **options)

	Database.sql = noted


@cache
def _parents() -> dict[str, set[str]]:
	"""DocType of a table -> the DocTypes whose documents have such rows in them."""
	found: dict[str, set[str]] = {}
	for doctype in ("DocField", "Custom Field"):
		owner = "dt" if doctype == "Custom Field" else "parent"
		tables = {"fieldtype": ("in", ("Table", "Table MultiSelect"))}
		for row in frappe.get_all(doctype, tables, ["options", owner]):
			found.setdefault(row.options, set()).add(row[owner])
	return found


def fresh() -> None:
	"""What a new request would find: no document that was changed in the cache, no roles, no messages, no user but Administrator.

	A document that a test read while it wrote such ones is as that test saw it, and what it wrote is undone. The names of candidates are
	asked for again after a second: on a quick machine the test before was less than that ago.
	"""
	frappe.get_module("esaylov.registers.published.names").forget()
	frappe.set_user("Administrator")
	frappe.local.message_log = []
	frappe.local.lang = "en"
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()
	frappe.db.value_cache.clear()
	_forget_documents()
	frappe.cache.delete_value("roles")


def _forget_documents() -> None:
	if not _written:
		return
	stale = _written.union(*(_parents().get(doctype, ()) for doctype in _written))
	keys = [key for key in frappe.cache.get_keys(KEPT) if "Singles" in stale or _doctype(key) in stale]
	if keys:
		frappe.cache.delete_value(keys, make_keys=False)
	_written.clear()


def _doctype(key: bytes) -> str:
	return key.decode().partition(KEPT)[2].partition("::")[0]
