"""The signed list of ended certificates, for the check without network."""

import frappe

from esaylov.framework import errors
from esaylov.portal.routes import Route
from esaylov.portal.web import Download, PortalRequest, portal_page
from esaylov.registers.certificates import verifying

ROUTE = Route(r"verify/endings\.json", login=False)


@portal_page
def get_context(request: PortalRequest) -> Download:
	"""The signed list. Not personal: ids of certificates, which say nothing without the paper."""
	try:
		signed = verifying.signed_endings()
	except errors.SetupMissing as problem:
		raise errors.NotFound({"doctype": "Certificate"}) from problem
	content = frappe.as_json(signed).encode()
	return Download(content, "endings.json", "application/json", is_inline=True)
