"""Many certificates for a printer: a job that draws them in parts, one transaction a part.

The place in the list moves in the transaction that kept the part's file, so a job that was killed goes on with the next
part and draws none twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.framework.files import stored_files
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import positions
from esaylov.registers.certificates.papers import sheets
from esaylov.registers.certificates.papers.sheets import Sheet

BATCH = "Certificate Batch"
JOB = LongJob("esaylov.registers.certificates.issue.jobs.print_batch", BATCH, ("Queued", "Running"))
resume = JOB.resume
PART = 400
"""Certificates a file: fifty sheets, a few megabytes."""
MOST = 50_000
DONE = "Done"
PRINTED = ("Formed", "Valid")
FILTERS = ("kind", "issuer_commission", "election", "decision", "status")
WRITER = WriteGuard("certificate batches")


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: certificates drawn so far, of `total`; files: address and name of the finished parts."""

	name: str
	status: str
	total: int
	done: int
	files: tuple[dict[str, str], ...]


def order(user: str, names: Sequence[str], filters: Mapping[str, str], sheet: str) -> str:
	"""Order a PDF for printing of the certificates in force that a member of a commission may read; the batch's name.

	names: only these, or none for all; filters: values of kind, issuer_commission, election, decision, status. sheet:
	A4 or SRA3, eight badges on each; certificates of A5 have a page each. Raises NotPermitted, FormInvalid.
	"""
	if not positions.positions_of(user):
		raise NotPermitted()
	if sheet not in list(Sheet):
		raise FormInvalid([Finding("not_a_choice", "sheet")])
	wanted = _readable(names, filters)
	if not wanted:
		raise FormInvalid([Finding("batch_empty", "certificates")])
	batch = frappe.new_doc(BATCH)
	batch.update(
		{
			"requested_by": user,
			"sheet": sheet,
			"certificates": json.dumps(wanted),
			"total": len(wanted),
			"status": "Queued",
		}
	)
	with WRITER.writing():
		batch.insert(ignore_permissions=True)  # no role writes these; the position was asked above
	JOB.enqueue(str(batch.name))
	return str(batch.name)


def step(name: str) -> bool:
	"""Draw the next part of a batch, in the caller's transaction; False when none is left."""
	batch = frappe.get_doc(BATCH, name, for_update=True)
	names = json.loads(batch.certificates)
	if batch.status == DONE:
		return False
	part = _part(names[batch.done : batch.done + PART])
	if part:
		_keep(batch, sheets.pdf(part, Sheet(batch.sheet)), len(part))
	batch.done += len(part)
	batch.status = DONE if batch.done >= len(names) else "Running"
	with WRITER.writing():
		batch.save(ignore_permissions=True)  # the job of the user who asked
	return bool(batch.status != DONE)


def progress(user: str, name: str) -> Progress:
	"""How far the user's own batch is, with its finished files. Raises NotFound."""
	if not isinstance(name, str) or not frappe.db.exists(BATCH, {"name": name, "requested_by": user}):
		raise NotFound({"doctype": BATCH})
	batch = frappe.get_doc(BATCH, name)
	files = frappe.get_all(
		"File",
		{"attached_to_doctype": BATCH, "attached_to_name": name},
		["file_url", "file_name"],
		order_by="creation asc, file_name asc",
	)
	return Progress(name, batch.status, batch.total, batch.done, tuple(dict(file) for file in files))


def check(batch: Document) -> None:
	"""Called from Certificate Batch.validate and on_trash: written by this module alone. Raises LawBroken."""
	WRITER.check(batch)


def _readable(names: Sequence[str], filters: Mapping[str, str]) -> list[str]:
	"""Names of what the user may read, has a paper and is in force; one kind after the other, by number."""
	if not all(isinstance(name, str) for name in names):
		raise FormInvalid([Finding("wrong_type", "certificates")])
	if unknown := [key for key, value in filters.items() if key not in FILTERS or not isinstance(value, str)]:
		raise FormInvalid([Finding("unknown_field", unknown[0])])
	drawn = frappe.get_all(
		"Certificate Kind", {"print_format": ["is", "set"]}, pluck="name", order_by="name asc"
	)
	wanted = {
		"status": ["in", PRINTED],
		"kind": ["in", drawn],
		**{key: filters[key] for key in filters if filters[key]},
	}
	if names:
		wanted["name"] = ["in", list(names)]
	rows = frappe.get_list(
		"Certificate",
		wanted,
		["name", "kind", "issuer_commission", "number"],
		limit=MOST,
		order_by="number asc",
	)
	rows.sort(key=lambda row: (row.kind, row.issuer_commission, row.number))
	return [row.name for row in rows]


def _part(names: Sequence[str]) -> list[Document]:
	"""The certificates of the next file: those of the first one's kind that follow each other. Rows that are read at once."""
	rows = frappe.get_all("Certificate", {"name": ["in", list(names)]}, ["*"], order_by="name asc")
	found = {row.name: frappe.get_doc({"doctype": "Certificate", **row}) for row in rows}
	part = [found[name] for name in names if name in found]
	return [each for each in part if each.kind == part[0].kind]


def _keep(batch: Document, content: bytes, count: int) -> None:
	first = batch.done + 1
	name = f"certificates-{batch.name}-{first:05d}-{batch.done + count:05d}.pdf"
	stored_files.hang(BATCH, batch.name, name, content)
