"""Who may read the paper of a certificate."""

import frappe
from frappe.model.document import Document

from esaylov.identity import service as identity


def may_read(certificate: Document, user: str) -> bool:
	"""Its holder, the body whose appeal it answers, and who may read it in the Desk (its commission and those above)."""
	if user == "Guest":
		return False
	if certificate.holder == identity.person_of(user) or _asked_for_it(certificate, user):
		return True
	return bool(frappe.has_permission("Certificate", "read", doc=certificate, user=user))


def _asked_for_it(certificate: Document, user: str) -> bool:
	appeal = frappe.db.get_value("Decision", certificate.decision, "appeal")
	if not appeal:
		return False
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	return any((held.doctype, held.name) == tuple(body) for held in identity.bodies_of(user))
