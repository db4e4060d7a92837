"""A process as a new request would find it, between tests that share its connection."""

import os
import re
import sys
from functools import cache, wraps
from pathlib import Path
from types import FrameType
from typing import Any

import frappe
from frappe.database.database import Database
from frappe.model.base_document import BaseDocument

import esaylov

WRITES = re.compile(r"\s*(?:insert|update|delete|replace|truncate)\b[^`]*`tab([^`]+)`", re.IGNORECASE)
KEPT = "document_cache::"
"""What keys of documents in the cache begin with; the DocType comes after it."""
OURS = f"{Path(esaylov.__file__).resolve().parent}/"
untold: list[str] = []
"""Kept tables that the app's code wrote without a word to `framework.persistence.table_cache`, and where."""
_written: set[str] = set()
"""DocTypes whose tables this process has written since it was fresh."""


def note_writes() -> None:
	"""See from now on which tables this process writes, on whatever connection and past the documents too."""
	send = Database.sql

	@wraps(send)
	def noted(self: Database, query: Any, *values: Any, **options: Any) -> Any:
		if written := WRITES.match(str(query)):
			_written.add(written[1])
			_tell(written[1])
		return send(self, query, *values, **options)

	Database.sql = noted
	frappe.get_module("esaylov.framework.persistence.table_cache")._answers = answers


def _tell(doctype: str) -> None:
	"""A test writes a kept table by hand, and need not wait until that is heard; our own code has told of it before it writes."""
	table_cache = frappe.get_module("esaylov.framework.persistence.table_cache")
	tables = table_cache.TABLES.intersection(() if doctype == "Singles" else (doctype,))
	if tables - table_cache._written.get(frappe.local.db, set()) and (ours := _writer()):
		untold.append(f"{doctype}: {ours}")
	table_cache.note_write(*(table_cache.SINGLES if doctype == "Singles" else tables))


class Answers(dict[object, tuple[object, float, Any]]):
	"""What the process keeps of tables, and what stood in each answer as it was read."""

	def __init__(self) -> None:
		self.seen: dict[object, str] = {}

	def __setitem__(self, key: object, kept: tuple[object, float, Any]) -> None:
		super().__setitem__(key, kept)
		self.seen[key] = _content(kept[2])

	def changed(self) -> list[str]:
		"""Those that somebody has written into since, though all share them."""
		return [repr(key) for key, kept in self.items() if _content(kept[2]) != self.seen[key]]


answers = Answers()


def _content(answer: object) -> str:
	"""What stands in an answer; of a document without what it only remembers."""
	return repr(answer.as_dict() if isinstance(answer, BaseDocument) else answer)


def _writer() -> str:
	"""The last place in the app's code on the way to a statement; none where a test writes, or a release."""
	frame: FrameType | None = sys._getframe(1)
	while frame:
		path = os.path.realpath(frame.f_code.co_filename)
		if path.startswith(OURS):
			place = path.removeprefix(OURS)
			return "" if place.startswith(("patches/", "setup/demo/")) else f"{place}:{frame.f_lineno}"
		frame = frame.f_back
	return ""


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
	answers.clear()
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
