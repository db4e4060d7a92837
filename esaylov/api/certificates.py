"""Certificates over HTTP: anybody verifies one, and those concerned fetch its PDF."""

import frappe
from frappe.rate_limiter import rate_limit

from esaylov import guards
from esaylov.api.endpoint import endpoint
from esaylov.certificates import service as certificates


@endpoint(methods=["GET"], guest=True)  # a policeman at a polling station has no login
@rate_limit(limit=60, seconds=60)
def verify(code: str, language: str = "uz") -> dict:
	"""Whether a certificate is valid today, by its id or the token of its QR code; see certificates.service.verify."""
	return certificates.verify(code, language).as_dict()


@endpoint(methods=["GET"])
@guards.signed_in
def pdf(certificate: str) -> None:
	"""The PDF of a certificate; see certificates.service.pdf."""
	name, content = certificates.pdf(certificate, frappe.session.user)
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"
