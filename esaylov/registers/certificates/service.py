"""The public door of certificates: number and form them, draw the PDF, verify one by its code."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from esaylov.framework import stored_files
from esaylov.framework.errors import LawBroken, NotFound
from esaylov.registers import service as registers
from esaylov.registers.certificates import (
	access,
	batches,
	drawing,
	ending,
	forming,
	jobs,
	reissuing,
)
from esaylov.registers.certificates.batches import Progress
from esaylov.registers.certificates.batches import check as check_batch
from esaylov.registers.certificates.batches import order as print_many
from esaylov.registers.certificates.batches import progress as batch_progress
from esaylov.registers.certificates.drawing import show_source
from esaylov.registers.certificates.ending import expire
from esaylov.registers.certificates.ending import take_back as take_back_announcement
from esaylov.registers.certificates.ending import with_announcement as end_with_announcement
from esaylov.registers.certificates.forming import WRITER, complete
from esaylov.registers.certificates.kinds import check as check_kind
from esaylov.registers.certificates.paper import printed
from esaylov.registers.certificates.specimens import pdf as specimen
from esaylov.registers.certificates.verifying import Verification, signed_endings, verify

__all__ = [
	"Progress",
	"Verification",
	"batch_progress",
	"check_batch",
	"check_kind",
	"complete",
	"end_with_announcement",
	"expire",
	"print_many",
	"printed",
	"show_source",
	"signed_endings",
	"specimen",
	"take_back_announcement",
	"verify",
]


resume_batches = batches.JOB.resume


def number_for(decision: str) -> list[str]:
	"""Number the certificates of everything a signed decision registered and order their PDFs; give their names.

	Part of the deciding transaction; the jobs start after its commit. Repeatable: an entry has one certificate.
	"""
	made = forming.form_all(registers.entries_of(decision), decision)
	jobs.order(made)
	return made


def issue_anew(annulment: str, entries: Sequence[tuple[str, str]]) -> list[str]:
	"""New certificates, with numbers of their own, for entries that an annulment brought back to force; their names.

	What was revoked stays revoked: a paper that was told to be void does not become good again. Part of the annulling
	transaction; otherwise as `number_for`.
	"""
	made = []
	for decision in sorted({_decision_of(*entry) for entry in entries}):
		made += forming.form_all([entry for entry in entries if _decision_of(*entry) == decision], annulment)
	jobs.order(made)
	return made


def end_for(decision: str) -> list[str]:
	"""End the certificates of everything that a decision ended: Replaced or Revoked, with its reason; their names.

	Part of the deciding transaction. Repeatable: an ended certificate stays as it ended.
	"""
	return ending.end_all(registers.ended_by(decision), decision)


def form(register_doctype: str, register_name: str) -> str | None:
	"""The certificate of a register entry, numbered and worded; None when its appeal type gives none."""
	entry = (register_doctype, register_name)
	return next(iter(forming.form_all([entry], _decision_of(*entry))), None)


def pdf(certificate: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of a certificate for a user, from its file, or drawn now while the job has not run.

	Not found while its kind has no print format. Read by its holder, the body that asked for it, the issuing commission and those above. Raises NotFound otherwise.
	"""
	document = _get(certificate)
	if not access.may_read(document, user) or not forming.drawable([document.name]):
		raise NotFound({"doctype": "Certificate"})
	name = forming.file_name(document)
	stored = frappe.db.get_value("File", {"file_url": document.pdf, "attached_to_name": document.name})
	if stored:
		return name, stored_files.content(stored)
	return name, drawing.pdf(document)


def reissue(certificate: str, name: str, reason: str) -> str:
	"""Form a certificate again with the corrected name; the id of the new one, which has the next number.

	name: as it will be printed, or "" for the person's name as it stands now. The old one is Replaced and names the new
	one. Raises LawBroken (`certificate_ended`), FormInvalid (`name_unfit`, `name_unchanged`).
	"""
	made = reissuing.reissue(certificate, name, reason)
	jobs.order([made])
	return made


def check_entry(certificate: Document) -> None:
	"""Called from Certificate.validate: only this package writes, and only for a decision that stands."""
	WRITER.check(certificate)
	if certificate.flags.decision == certificate.decision:
		return  # found signed a moment ago, for all certificates of the decision
	if certificate.is_new() and frappe.db.get_value("Decision", certificate.decision, "status") != "Signed":
		raise LawBroken({"decision": certificate.decision})


def refuse_removal(certificate: Document) -> None:
	"""A certificate is revoked or replaced, never removed."""
	raise LawBroken({"doctype": certificate.doctype, "to": "removed"})


def _decision_of(register: str, name: str) -> str:
	return str(frappe.db.get_value(register, name, "decision"))


def _get(name: str) -> Document:
	if not frappe.db.exists("Certificate", name):
		raise NotFound({"doctype": "Certificate"})
	return frappe.get_doc("Certificate", name)
