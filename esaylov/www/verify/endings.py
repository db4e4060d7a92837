"""The signed list of ended certificates, for the check without network."""

import frappe

from esaylov import errors
from esaylov.certificates import service as certificates
from esaylov.portal.routes import Route
from esaylov.portal.web import Download, PortalRequest, portal_page

ROUTE = Route(r"verify/endings\.json", login=False)


@portal_page
def get_context(request: PortalRequest) -> Download:
	"""The signed list. Not personal: ids of certificates, which say nothing without the paper."""
	try:
		signed = certificates.signed_endings()
	except errors.SetupMissing as problem:
		raise errors.NotFound({"doctype": "Certificate"}) from problem
	content = frappe.as_json(signed).encode()
	return Download(content, "endings.json", "application/json", is_inline=True)
