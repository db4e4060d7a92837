"""Files of ours stand once, under the SHA-256 of their bytes, and are compared with it whenever they are read.

The framework's own record names them (both versions take any address below `private/files/`). A record of ours has a mark
in `content_hash` besides: the framework never has that value for a content, so that it gives nobody else the same copy.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter
from pathlib import Path, PurePosixPath
from time import monotonic, sleep
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.framework import queues
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads

PRIVATE: Final = "/private/files/"
ADDRESS: Final = re.compile(rf"{PRIVATE}([0-9a-f]{{64}})-[0-9a-f]{{12}}(?:\.\w+)?")
ENDING: Final = re.compile(r"\.\w{1,10}")
MARK: Final = re.compile(r"sha256:([0-9a-f]{64}):")
HOOK: Final = "esaylov_file_changed"
"""Hook of ours: who is told, with the name of the File, in a job of its own."""
SETTINGS: Final = "E-saylov Settings"
COLUMNS: Final = ["name", "file_url", "file_name", "is_private", "content_hash", "attached_to_doctype"]
MEGABYTES: Final = 20
"""Compared a second where the settings say nothing [ours]."""
PIECE: Final = 1 << 20
MODE: Final = 0o444
"""Nobody writes a file of the store again, the server neither; it may be deleted with its record."""

FILE = attrgetter("file")

Row = Mapping[str, Any]
Pause = Callable[[int], None]


class Pace:
	"""So many megabytes a second are read, and no more: a look at everything leaves the disk to those who work. 0: as fast as it goes."""

	def __init__(self, megabytes: int) -> None:
		self._bytes_a_second, self._began, self.read = megabytes * 1_000_000, monotonic(), 0

	def __call__(self, size: int) -> None:
		"""After so many bytes were read: wait as long as they should have taken."""
		self.read += size
		if self._bytes_a_second:
			sleep(max(0.0, self._began + self.read / self._bytes_a_second - monotonic()))


def pace() -> Pace:
	"""As fast as E-saylov Settings let a look at everything read."""
	return Pace(frappe.utils.cint(frappe.db.get_single_value(SETTINGS, "compared_megabytes")) or MEGABYTES)


def write(file: Document) -> dict[str, str]:
	"""Put the content of a new record into the store, whole or not at all; what the framework's hook `write_file` gives back.

	Raises OSError.
	"""
	if isinstance(file._content, str):
		file._content = file._content.encode()
	file.check_content()
	own = _own_name(hashlib.sha256(file._content).hexdigest(), str(file.file_name))
	file.file_url = PRIVATE + own
	path = Path(frappe.get_site_path("private", "files", own))
	with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as stored:
		stored.write(file._content)
		stored.flush()
		os.fsync(stored.fileno())
	queues.after_rollback(file.on_rollback)
	return {"file_name": str(file.file_name), "file_url": str(file.file_url)}


def take_in(path: Path, sign: str) -> str:
	"""Give a file that lies on the store's disk its name in the store too, and nobody writes it again; its address. sign: its SHA-256.

	Taken back with the transaction. Raises OSError.
	"""
	own = _own_name(sign, path.name)
	stored = Path(frappe.get_site_path("private", "files", own))
	with path.open("rb") as file:
		os.fsync(file.fileno())
	path.chmod(MODE)
	os.link(path, stored)  # raises where something has the name: a file of the store is never replaced
	queues.after_rollback(lambda: stored.unlink(missing_ok=True))
	return PRIVATE + own


def _own_name(sign: str, name: str) -> str:
	ending = PurePosixPath(name).suffix.lower()
	return f"{sign}-{secrets.token_hex(6)}{ending if ENDING.fullmatch(ending) else ''}"


def bind(file: Document, content: bytes) -> None:
	"""Mark a record that was just written with the hash of its bytes."""
	file.db_set("content_hash", mark_of(file, content))  # a technical mark of the copy


def mark_of(file: Document, content: bytes) -> str:
	"""The mark of a record and its bytes, for `content_hash`."""
	return mark(hashlib.sha256(content).hexdigest(), str(file.name))


def mark(sign: str, name: str) -> str:
	"""The mark of a record by its name, and of its bytes by their SHA-256."""
	return f"sha256:{sign}:{name}"


def read(name: str) -> bytes:
	"""The bytes of a File as they lie on the disk.

	Raises LawBroken (`file_changed`) for what is bound and holds other bytes, or none; OSError where what is not bound does not
	lie there, DoesNotExistError without a record.
	"""
	row = _row(name)
	signs = bound(row)
	try:
		content = Path(path_of(row)).read_bytes()
	except (OSError, ValueError, frappe.ValidationError):
		if not signs:
			raise
		refuse(name)
	if signs - {hashlib.sha256(content).hexdigest()}:
		refuse(name)
	return content


def bound(row: Row) -> set[str]:
	"""The hashes that a record (`COLUMNS`) says its bytes have, by its mark and by its address; none of what is not in the store."""
	found = (MARK.match(str(row["content_hash"] or "")), ADDRESS.fullmatch(str(row["file_url"] or "")))
	return {one[1] for one in found if one}


def changed(rows: Sequence[Row], pause: Pause | None = None) -> list[str]:
	"""Names of records (`COLUMNS`) that are bound and hold other bytes, or none."""
	return [str(row["name"]) for row in rows if (signs := bound(row)) and signs != {sign_of(row, pause)}]


def sign_of(row: Row, pause: Pause | None = None) -> str:
	"""SHA-256 in hex of the bytes behind a record; "" where nothing lies there. Read in pieces.

	An administrator may have pointed a record at whatever they like: at a web address, or out of the folder.
	"""
	sign = hashlib.sha256()
	with suppress(OSError, ValueError, frappe.ValidationError), open(path_of(row), "rb") as file:
		while piece := file.read(PIECE):
			sign.update(piece)
			if pause:
				pause(len(piece))
		return sign.hexdigest()
	return ""


def sha256_of(names: Sequence[str], pause: Pause | None = None) -> dict[str, str]:
	"""SHA-256 in hex of the bytes of each File by its name; "" where there is no record, or nothing lies on the disk."""
	found = dict.fromkeys(names, "")
	for row in reads.rows("File", {"name": list(names)}, COLUMNS):
		found[row.name] = sign_of(row, pause)
	return found


def not_as_attached(rows: Sequence[Any], pause: Pause | None = None) -> list[Any]:
	"""Rows of attachments (`file`, `sha256`, `stored_sha256`) whose bytes are missing or not those that were attached.

	stored_sha256: of the bytes, where what was signed is the hash of the text that the framework made of them; empty else.
	"""
	stored = sha256_of(list(map(FILE, rows)), pause) if rows else {}
	found = []
	for row in rows:
		if stored[row.file] != (row.stored_sha256 or row.sha256):
			found.append(row)
	return found


def path_of(row: Row) -> str:
	"""Where the bytes of a record lie. Raises ValidationError for an address out of the folder."""
	address = str(row["file_url"] or "")
	if ADDRESS.fullmatch(address):
		return str(frappe.get_site_path("private", "files", address.removeprefix(PRIVATE)))
	return str(frappe.get_doc({"doctype": "File", **row}).get_full_path())


def refuse(name: str) -> None:
	"""Tell who is told, and raise LawBroken (`file_changed`): nothing of the file is handed out."""
	frappe.log_error("A stored file is not what was stored", name, defer_insert=True)
	for job in frappe.get_hooks(HOOK):
		# in a transaction of its own: the one that reads is taken back
		queues.wake_now(str(job), queues.DOCUMENTS, key=f"{HOOK} {name}", file=name)
	raise LawBroken({"name": name}, code="file_changed")


def _row(name: str) -> Row:
	row = reads.row("File", {"name": name}, COLUMNS)
	if not row:
		raise frappe.DoesNotExistError
	return row
