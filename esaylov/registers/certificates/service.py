"""The public door of certificates: number and form them, draw the PDF, verify one by its code."""

from collections.abc import Mapping, Sequence
from datetime import date

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
	kinds,
	paper,
	reissuing,
	specimens,
	verifying,
)
from esaylov.registers.certificates.batches import Progress
from esaylov.registers.certificates.forming import WRITER
from esaylov.registers.certificates.verifying import Verification

__all__ = ["Progress", "Verification"]

check_kind = kinds.check
check_batch = batches.check
show_source = drawing.show_source
resume_batches = batches.JOB.resume

expire = ending.expire


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


def end_with_announcement(decision: str, election: str, day: date) -> None:
	"""Give the mandates of an election that are valid until the official announcement their last day. Called by decisions."""
	ending.with_announcement(decision, election, day)


def take_back_announcement(decision: str) -> None:
	"""Undo the same, where the announcement was annulled: they wait for another one. Called by decisions."""
	ending.take_back(decision)


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


def specimen(kind: str) -> tuple[str, bytes]:
	"""File name and PDF of the paper of a kind with made-up words, so that a layout is seen before anybody gets one.

	Nothing is stored or numbered, and its code verifies nothing. Raises NotFound, also for a kind without a print format.
	"""
	return specimens.pdf(kind)


def complete(certificate: str) -> None:
	"""Draw the PDF, keep it as a private file and make the certificate valid; nothing when that is done already."""
	forming.complete(certificate)


def printed(certificate: Document) -> dict[str, object]:
	"""What stands on the paper, for the template; see paper.printed."""
	return paper.printed(certificate)


def verify(code: str, language: str = "uz") -> Verification:
	"""What a certificate says of itself today, by its id or the token of its QR code. Raises NotFound.

	A token that does not verify is not found: an unknown signer's word is no word.
	"""
	return verifying.verify(code, language)


def signed_endings() -> dict[str, str]:
	"""The signed list of the certificates that ended before their day, for checkers without network; core.endings.

	At most 30 seconds old, and made anew after each ending.
	"""
	return verifying.signed_endings()


def reissue(certificate: str, name: str, reason: str) -> str:
	"""Form a certificate again with the corrected name; the id of the new one, which has the next number.

	name: as it will be printed, or "" for the person's name as it stands now. The old one is Replaced and names the new
	one. Raises LawBroken (`certificate_ended`), FormInvalid (`name_unfit`, `name_unchanged`).
	"""
	made = reissuing.reissue(certificate, name, reason)
	jobs.order([made])
	return made


def print_many(user: str, names: Sequence[str], filters: Mapping[str, str], sheet: str) -> str:
	"""Order a PDF for printing of the certificates in force that a member of a commission may read; the batch's name.

	names: only these, or none for all; filters: values of kind, issuer_commission, election, decision, status. sheet:
	A4 or SRA3, eight badges on each; certificates of A5 have a page each. Raises NotPermitted, FormInvalid.
	"""
	return batches.order(user, names, filters, sheet)


def batch_progress(user: str, batch: str) -> Progress:
	"""How far the user's own batch is, with its finished files. Raises NotFound."""
	return batches.progress(user, batch)


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
