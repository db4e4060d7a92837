"""Each night the bytes of all stored files of ours are compared with their hashes; what differs is told once, to auditors and in the chain.

Files of filed papers are bound by what people signed, and compared by `appeals.filed_files`; here are the others: papers of
certificates, bound by the event of their forming, and whatever else a service stored.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import frappe

from esaylov.appeals.review import filed_files
from esaylov.framework.files import content_store
from esaylov.permissions.configuration.waiting import entries
from esaylov.registers.certificates.papers import stored_papers

BATCH: Final = 50
TURN_SECONDS: Final = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
REACHED: Final = "esaylov_store_compared_to"
CERTIFICATE: Final = "Certificate"
COLUMNS: Final = [*content_store.COLUMNS, "attached_to_name", "attached_to_field"]

Row = Mapping[str, Any]


def compare() -> list[str]:
	"""Job: names of stored Files that are missing or hold other bytes than were stored, as far as a night reaches."""
	ends, reached = time.monotonic() + TURN_SECONDS, str(frappe.db.get_global(REACHED) or "")
	pause, found = content_store.pace(), []
	while rows := _after(reached):
		found += _changed(rows, pause)
		reached = rows[-1].name
		if time.monotonic() >= ends:
			break
	frappe.db.set_global(REACHED, reached if rows else "")
	for name in found:
		_tell(name)
	return found


def tell(file: str) -> None:
	"""Job: a file that somebody wanted to read is not what was stored: look again, and say so. Hook `esaylov_file_changed`."""
	rows = frappe.get_all("File", {"name": file}, COLUMNS, order_by="name asc")
	if rows and (filed_files.is_changed(file) or _changed(rows)):
		_tell(file)


def _after(name: str) -> list[Any]:
	filters = {
		"name": [">", name],
		"content_hash": ["like", "sha256:%"],
		"attached_to_doctype": ["not in", list(filed_files.HOLDERS)],
	}
	return frappe.get_all("File", filters, COLUMNS, order_by="name asc", limit=BATCH)


def _changed(rows: Sequence[Any], pause: content_store.Pause | None = None) -> list[str]:
	signs = {row.name: content_store.sign_of(row, pause) for row in rows}
	changed = {row.name for row in rows if content_store.bound(row) - {signs[row.name]}}
	papers = {
		row.attached_to_name: row.name
		for row in rows
		if (row.attached_to_doctype, row.attached_to_field) == (CERTIFICATE, "pdf")
	}
	changed |= {
		papers[name] for name in stored_papers.changed({name: signs[file] for name, file in papers.items()})
	}
	return sorted(changed)


def _tell(file: str) -> None:
	holder = filed_files.holder_of(file) or _other_holder(file)
	if holder[0]:
		filed_files.tell(*holder)


def _other_holder(file: str) -> tuple[str, dict[str, str]]:
	(row,) = frappe.get_all("File", {"name": file}, COLUMNS, order_by="name asc")
	issuer = ""
	if row.attached_to_doctype == CERTIFICATE:
		issuer = str(frappe.db.get_value(CERTIFICATE, row.attached_to_name, "issuer_commission") or "")
	return issuer or entries.chain_of() or "", {
		"document": row.attached_to_name or "",
		"file": file,
	}
