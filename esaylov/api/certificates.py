"""Certificates over HTTP: anybody verifies one, those concerned fetch its PDF, commissions print and issue again."""

import base64
from dataclasses import asdict
from typing import Any, cast

import frappe

from esaylov.api import guards
from esaylov.api.answers import CertificateAnswer, PdfFile
from esaylov.api.endpoint import endpoint, json_list
from esaylov.decisions.drafting import conflicts
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import access, batches, reissuing, specimens


@endpoint(methods=["GET"], guest=True)  # a policeman at a polling station has no login
@rate_limit(limit=60, seconds=60)
def verify(code: str, language: str = "uz") -> CertificateAnswer:
	"""Whether a certificate is valid today, by its id or the token of its QR code; see registers.certificates.verifying.verify."""
	return cast("CertificateAnswer", verifying.verify(code, language).as_dict())


@endpoint(methods=["GET"])
@guards.signed_in
def pdf(certificate: str) -> PdfFile:
	"""The PDF of a certificate; see registers.certificates.issue.access.pdf."""
	name, content = access.pdf(certificate, frappe.session.user)
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"


@endpoint(methods=["GET"])
@guards.holds_role("Election Administrator")
def specimen(kind: str) -> PdfFile:
	"""The paper of a kind with made-up words; writes nothing; see registers.certificates.issue.specimens.pdf."""
	name, content = specimens.pdf(kind)
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=30, seconds=10 * 60)
def print_many(
	certificates: str | list[Any] = "[]",
	kind: str = "",
	election: str = "",
	decision: str = "",
	issuer_commission: str = "",
	sheet: str = "A4",
) -> dict[str, str]:
	"""Order a PDF for printing of named certificates, or of all that fit; see registers.certificates.issue.batches.order."""
	filters = {
		"kind": kind,
		"election": election,
		"decision": decision,
		"issuer_commission": issuer_commission,
	}
	names = json_list(certificates, "certificates")
	return {"batch": batches.order(frappe.session.user, names, filters, sheet)}


@endpoint(methods=["GET"])
@guards.signed_in
def batch(batch: str) -> dict[str, Any]:
	"""How far a batch of one's own is, and its files; see registers.certificates.issue.batches.progress."""
	return asdict(batches.progress(frappe.session.user, batch))


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="certificate",
	doctype="Certificate",
	commission="issuer_commission",
	positions=(*reissuing.SIGNING, reissuing.OTHERWISE),
)
def reissue_payload(certificate: str, reason: str) -> dict[str, str]:
	"""The bytes (Base64) that are signed to issue a certificate again, and as text; writes nothing."""
	content = reissuing.payload(certificate, reason, conflicts.concerns)
	return {"payload": base64.b64encode(content).decode(), "text": content.decode()}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="certificate",
	doctype="Certificate",
	commission="issuer_commission",
	positions=(*reissuing.SIGNING, reissuing.OTHERWISE),
)
@guards.fresh_factor
def reissue(certificate: str, reason: str, signature: str) -> dict[str, str]:
	"""Issue a certificate again with a signature over the bytes of `reissue_payload`; see `reissuing`."""
	return {"certificate": reissuing.reissue(certificate, reason, signature, conflicts.concerns)}
