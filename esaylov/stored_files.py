"""Stored files by their very bytes. The framework's `get_content` decodes what happens to decode: a PDF of plain letters,
or a picture, then comes back as other bytes than were stored, hashed and signed."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import frappe

COLUMNS = ["name", "file_url", "file_name", "is_private"]


def content(name: str) -> bytes:
	"""The bytes of a File as they lie on the disk. Raises OSError where they do not, DoesNotExistError without a record."""
	return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def sha256_of(names: Sequence[str]) -> dict[str, str]:
	"""SHA-256 in hex of the bytes of each File by its name; "" where there is no record, or nothing lies on the disk."""
	rows = frappe.get_all("File", {"name": ["in", [*names, ""]]}, COLUMNS, order_by="name asc")
	return {**dict.fromkeys(names, ""), **{row.name: _sha256(row) for row in rows}}


def _sha256(row: Mapping[str, Any]) -> str:
	"""An administrator may have pointed the record at whatever they like: at a web address, or out of the folder."""
	try:
		with open(frappe.get_doc({"doctype": "File", **row}).get_full_path(), "rb") as file:
			return hashlib.file_digest(file, "sha256").hexdigest()
	except (OSError, ValueError, frappe.ValidationError):
		return ""
