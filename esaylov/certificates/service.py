"""The public door of certificates: number and form them, draw the PDF, verify one by its code."""

from dataclasses import asdict, dataclass
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.certificates import access, drawing, ending, forming, jobs, kinds, paper
from esaylov.certificates.forming import WRITER
from esaylov.core import certificates as law
from esaylov.core.token import TokenInvalid
from esaylov.core.token import read as read_token
from esaylov.errors import LawBroken, NotFound
from esaylov.registers import service as registers
from esaylov.trust import service as trust

check_kind = kinds.check

ID_LENGTH = 20
"""Ids are shorter than any token."""
LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True)
class Verification:
	"""What anybody may know of a certificate; nothing more is told."""

	valid: bool
	status: str
	kind: str
	holder_name: str
	organization: str
	scope: str
	valid_until: date | None
	valid_to_event: str
	commission: str
	decision_number: str
	decided_on: date | None

	def as_dict(self) -> dict[str, object]:
		"""For the endpoint; dates stay dates."""
		return asdict(self)


def number_for(decision: str) -> list[str]:
	"""Number the certificates of everything a signed decision registered and order their PDFs; give their names.

	Part of the deciding transaction; the jobs start after its commit. Repeatable: an entry has one certificate.
	"""
	made = forming.form_all(registers.entries_of(decision))
	jobs.order(made)
	return made


def end_for(decision: str) -> list[str]:
	"""End the certificates of everything that a decision ended: Replaced or Revoked, with its reason; their names.

	Part of the deciding transaction. Repeatable: an ended certificate stays as it ended.
	"""
	return ending.end_all(registers.ended_by(decision), decision)


def form(register_doctype: str, register_name: str) -> str | None:
	"""The certificate of a register entry, numbered and worded; None when its appeal type gives none."""
	return next(iter(forming.form_all([(register_doctype, register_name)])), None)


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
		return name, frappe.get_doc("File", stored).get_content()
	return name, drawing.pdf(document)


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
	document = _get(_id_of(code))
	language = language if language in LANGUAGES else "uz"
	title = f"title_{language}"
	decision = frappe.db.get_value("Decision", document.decision, ["number", "decided_on"], as_dict=True)
	status = paper.status_today(document, clock.today())
	return Verification(
		valid=status == law.Status.VALID,
		status=str(status),
		kind=frappe.get_cached_value("Certificate Kind", document.kind, title) or document.kind,
		holder_name=document.holder_name_as_printed,
		organization=document.organization_as_printed or "",
		scope=document.scope_text or "",
		valid_until=document.valid_until,
		valid_to_event=document.valid_to_event or "",
		commission=frappe.get_cached_value("Election Commission", document.issuer_commission, title) or "",
		decision_number=decision.number,
		decided_on=decision.decided_on,
	)


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


def _id_of(code: str) -> str:
	if len(code) <= ID_LENGTH:
		return code
	try:
		return str(read_token(code, trust.public_keys())["id"])
	except TokenInvalid as problem:
		raise NotFound({"doctype": "Certificate"}) from problem


def _get(name: str) -> Document:
	if not frappe.db.exists("Certificate", name):
		raise NotFound({"doctype": "Certificate"})
	return frappe.get_doc("Certificate", name)
