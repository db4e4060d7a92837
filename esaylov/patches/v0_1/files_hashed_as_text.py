"""Attachments whose hash is that of the text which the framework's `get_content` made of their bytes, where it could.

A draft gets the hash of the bytes, which its applicant then signs. What was filed keeps the hash that was signed, and beside it that
of the bytes, with which they are compared from now on: such a paper would be told as changed, and nobody would be given it.
"""

from hashlib import sha256
from typing import Any

import frappe
from frappe.query_builder.functions import Replace

from esaylov.framework import content_store, stored_files

ATTACHMENT = "Appeal Attachment"
ENCODINGS = ("utf-8-sig", "utf-8", "windows-1250", "windows-1252")
"""In the order in which the framework tries them."""
BATCH = 500


def execute() -> None:
	"""Safe to repeat: a row that has the hash of its bytes, in whichever place, is left alone."""
	rows = _after("")
	while rows:
		files = content_store.sha256_of([row.file for row in rows])
		for row in rows:
			if files[row.file] not in ("", row.sha256) and _as_text(row.file) == row.sha256:
				_mend(row, files[row.file])
		rows = _after(rows[-1].name)


def _after(name: str) -> list[Any]:
	filters = {"name": [">", name], "stored_sha256": ["is", "not set"], "file": ["is", "set"]}
	fields = ["name", "file", "sha256", "parenttype", "parent"]
	return frappe.get_all(ATTACHMENT, filters, fields, order_by="name asc", limit=BATCH)


def _as_text(file: str) -> str:
	"""The hash as it was made: of the text in UTF-8, of the bytes where they are none."""
	content = stored_files.content(file)
	for encoding in ENCODINGS:
		try:
			return sha256(content.decode(encoding).encode()).hexdigest()
		except UnicodeDecodeError:
			continue
	return sha256(content).hexdigest()


def _mend(row: Any, stored: str) -> None:
	"""In a draft the answer of the field is the hash too."""
	if row.parenttype != "Appeal" or frappe.db.get_value("Appeal", row.parent, "status") != "Draft":
		frappe.db.set_value(ATTACHMENT, row.name, "stored_sha256", stored, update_modified=False)
		return
	size = len(stored_files.content(row.file))
	frappe.db.set_value(ATTACHMENT, row.name, {"sha256": stored, "size": size}, update_modified=False)
	appeal = frappe.qb.DocType("Appeal")
	update = frappe.qb.update(appeal).set(appeal.answers, Replace(appeal.answers, row.sha256, stored))
	update.where(appeal.name == row.parent).run()
