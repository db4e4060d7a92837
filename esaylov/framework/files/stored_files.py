"""Stored files by their very bytes. The framework's `get_content` decodes what happens to decode: a PDF of plain letters,
or a picture, then comes back as other bytes than were stored, hashed and signed."""

import errno
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import StorageFull
from esaylov.framework.files import content_store
from esaylov.framework.files.content_store import PRIVATE
from esaylov.framework.persistence import documents, reads
from esaylov.framework.persistence.write_guard import WriteGuard

FILES = WriteGuard("files of our documents")
LIE = 2 * 24 * 3600
"""Seconds that the bytes of a deleted record lie on the disk: longer than a backup takes (own design)."""
BATCH = 1_000
PUBLIC = "/files/"
LOST_COLUMNS = [*content_store.COLUMNS, "attached_to_field"]
OWN_APPS = {"frappe", "esaylov"}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def hang(doctype: str, name: str, file_name: str, content: bytes, field: str = "") -> Document:
	"""A private file on a document of ours, stored by the service that answers for it, whoever it works for.

	Raises StorageFull.
	"""
	file = documents.new("File")
	file.update(
		{
			"file_name": file_name,
			"attached_to_doctype": doctype,
			"attached_to_name": name,
			"attached_to_field": field or None,
			"is_private": 1,
			"content": content,
		}
	)
	with FILES.writing(), whole(file):
		if documents.are_direct(("File", "Comment")):
			_insert(file)
			return file
		file.insert(ignore_permissions=True)  # the service asked who may; its user may not write File
		if not content_store.ADDRESS.fullmatch(str(file.file_url)):
			# the framework keeps one copy for all records of the same content, which it knows by MD5: whoever harms one harms all
			file.save_file(content=content, ignore_existing_file_check=True)
			file.db_set({"file_url": file.file_url, "file_name": file.file_name})
	content_store.bind(file, file._content)
	return file


def take_over(doctype: str, name: str, file_name: str, path: Path, sign: str) -> Document:
	"""A private file on a document of ours whose bytes lie ready beside the store: moved into it, whatever their size; sign: their SHA-256.

	Past the framework's `insert`, which reads a whole file into memory to know its hash. Raises OSError.
	"""
	file = documents.new("File")
	file.name = frappe.generate_hash(length=10)
	file.update(
		{
			"file_name": file_name,
			"file_url": content_store.take_in(path, sign),
			"file_size": path.stat().st_size,
			"attached_to_doctype": doctype,
			"attached_to_name": name,
			"is_private": 1,
			"folder": _attachments_folder(),
			"content_hash": content_store.mark(sign, file.name),
		}
	)
	file.db_insert()
	return file


def _insert(file: Document) -> None:
	"""Write a new record as its `insert` would, and the comment on its document, each by one statement (`documents`)."""
	file.name = frappe.generate_hash(length=10)
	file.folder = _attachments_folder()
	# each record has bytes of its own: see `hang`
	file.flags.ignore_duplicate_entry_error = True
	file.save_file = partial(file.save_file, ignore_existing_file_check=True)
	file.before_insert()
	file.content_hash = content_store.mark_of(file, file._content)
	documents.insert([file])
	file.add_comment_in_reference_doc = partial(_comment, file)
	file.create_attachment_record()  # the words are the framework's, the writing is ours


def _attachments_folder() -> str | None:
	"""The folder that the framework puts attached files into. No index leads to its mark, and files are many: it is looked for once, and
	its own row is asked each time."""
	known, site = _folders.get(frappe.local.site), frappe.local.site
	if known and reads.row("File", {"name": known, "is_attachments_folder": 1}, ["name"]):
		return known
	found = reads.row("File", {"is_attachments_folder": 1}, ["name"])
	_folders.pop(site, None)
	if not found:
		return None
	return _folders.setdefault(site, str(found.name))


_folders: dict[str, str] = {}


def _comment(file: Document, kind: str, text: str) -> None:
	doctype, name = file.attached_to_doctype, file.attached_to_name
	if frappe.get_meta(doctype).issingle or reads.row(doctype, {"name": name}, ["name"]):
		said = {
			"doctype": "Comment",
			"comment_type": kind,
			"comment_email": frappe.session.user,
			"content": text,
		}
		documents.insert([frappe.get_doc({**said, "reference_doctype": doctype, "reference_name": name})])


@contextmanager
def whole(file: Document) -> Iterator[None]:
	"""Inside, the framework writes the bytes of a file. Where that fails, half of them would lie on the disk for two days.

	Raises StorageFull where the disk, or the share of its user, takes no more.
	"""
	try:
		yield
	except OSError as problem:
		_take_half_away(file)
		if problem.errno in FULL:
			raise StorageFull(field=file.attached_to_field) from problem
		raise


def _take_half_away(file: Document) -> None:
	url = str(file.file_url or "")
	if url.startswith(PRIVATE) and not frappe.db.exists("File", {"file_url": url}):
		Path(frappe.get_site_path("private", "files", url.removeprefix(PRIVATE))).unlink(missing_ok=True)


def content(name: str) -> bytes:
	"""The bytes of a File, compared with their hash; raises as `content_store.read`."""
	return content_store.read(name)


def readable(names: Sequence[str]) -> list[Any]:
	"""Of Files, those that the user of the session may read, each once: `content_store.COLUMNS`; no folders."""
	asked = {"name": ["in", [*names, ""]], "is_folder": 0}
	rows = frappe.get_all("File", asked, content_store.COLUMNS, order_by="name asc")
	return [row for row in rows if frappe.has_permission("File", "read", row.name)]


def let_go(file: Document, only_thumbnail: bool = False) -> None:
	"""What a deleted record held: private bytes lie until `sweep` takes them, public ones that no other record names go at once.

	A backup copies the files after the dump: each that the dump names must still be there. And a deletion that is rolled
	back has lost nothing. Its time counts from now. A thumbnail stays, and so does what another address names: whoever writes
	the record fills both fields in, and the framework deletes whichever private file has the last part of the address as its name.
	"""
	url = str(file.file_url or "")
	if only_thumbnail:
		return
	if file.flags.new_file or _is_only_public_record(file, url):  # new: its insertion was rolled back
		file.thumbnail_url = None
		file.delete_file_from_filesystem()
	elif url.startswith(PRIVATE):
		with suppress(OSError, frappe.ValidationError):
			os.utime(file.get_full_path())


def _is_only_public_record(file: Document, url: str) -> bool:
	"""Whether an address names a file of the public folder itself, and no other record has this address."""
	if not url.startswith(PUBLIC) or "/" in url.removeprefix(PUBLIC):
		return False
	return not frappe.db.exists("File", {"file_url": url, "name": ["!=", file.name]})


def sweep() -> int:
	"""Job: delete private files that no record has named for two days, whatever left them there; how many.

	Nothing where another app is installed: it may keep files without records.
	"""
	if set(frappe.get_installed_apps()) - OWN_APPS:
		return 0
	folder, before = Path(frappe.get_site_path("private", "files")), time.time() - LIE
	old = sorted(each.name for each in os.scandir(folder) if each.is_file() and each.stat().st_mtime < before)
	number = 0
	for start in range(0, len(old), BATCH):
		part = old[start : start + BATCH]
		urls = [f"{PRIVATE}{name}" for name in part]
		named = set(frappe.get_all("File", {"file_url": ["in", urls]}, pluck="file_url", order_by="name asc"))
		for name, url in zip(part, urls, strict=True):
			if url not in named:
				(folder / name).unlink(missing_ok=True)
				number += 1
	return number


def find_lost_files() -> tuple[list[Any], list[Any]]:
	"""File records whose bytes are missing, and those of the store that hold other bytes than were stored: `LOST_COLUMNS`."""
	there = _addresses_on_disk()
	missing, changed, reached = [], [], ""
	while rows := _files_after(reached):
		reached = rows[-1].name
		local = [row for row in rows if str(row.file_url or "").startswith((PUBLIC, PRIVATE))]
		missing += [row for row in local if row.file_url not in there]
		present = [row for row in local if row.file_url in there]
		other_bytes = set(content_store.changed(present))
		changed += [row for row in present if row.name in other_bytes]
	return missing, changed


def _files_after(name: str) -> list[Any]:
	filters = {"is_folder": 0, "name": [">", name]}
	return frappe.get_all("File", filters, LOST_COLUMNS, order_by="name asc", limit=BATCH)


def _addresses_on_disk() -> set[str]:
	there: set[str] = set()
	for start, parts in ((PUBLIC, ("public", "files")), (PRIVATE, ("private", "files"))):
		folder = Path(frappe.get_site_path(*parts))
		there |= {f"{start}{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
	return there
