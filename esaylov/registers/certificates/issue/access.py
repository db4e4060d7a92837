"""The paper of a certificate, for who may read it."""

from collections.abc import Collection

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import NotFound
from esaylov.framework.files import stored_files
from esaylov.identity import bodies, persons
from esaylov.registers.certificates.issue import forming
from esaylov.registers.certificates.papers import drawing


def pdf(certificate: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of a certificate for a user, from its file, or drawn now while the job has not run.

	Read by its holder, the body that asked for it, the issuing commission and those above. Raises NotFound otherwise, and while
	its kind has no print format.
	"""
	document = _get(certificate)
	if not may_read(document, user) or not forming.drawable([document.name]):
		raise NotFound({"doctype": "Certificate"})
	name = forming.file_name(document)
	stored = frappe.db.get_value("File", {"file_url": document.pdf, "attached_to_name": document.name})
	if stored:
		return name, stored_files.content(stored)
	return name, drawing.pdf(document)


def _get(name: str) -> Document:
	if not frappe.db.exists("Certificate", name):
		raise NotFound({"doctype": "Certificate"})
	return frappe.get_doc("Certificate", name)


def may_read(certificate: Document, user: str) -> bool:
	"""Its holder, the body whose appeal it answers, and who may read it in the Desk (its commission and those above)."""
	if user == "Guest":
		return False
	held = {(body.doctype, body.name) for body in bodies.bodies_of(user)}
	if (certificate.register_doctype, certificate.register_name) in held or _asked_for_it(certificate, held):
		return True
	if certificate.holder == persons.person_of(user):
		return True
	return bool(frappe.has_permission("Certificate", "read", doc=certificate, user=user))


def _asked_for_it(certificate: Document, held: Collection[tuple[str, str]]) -> bool:
	appeal = frappe.db.get_value("Decision", certificate.decision, "appeal")
	if not appeal:
		return False
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	return body in held
