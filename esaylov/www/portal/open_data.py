"""The page that describes the open data."""

import frappe

from esaylov.portal.routes import Route
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import sets

ROUTE = Route(r"open-data", login=False, is_public=True, of_election=True, is_built=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Each set with its columns, filters, address and whole files."""
	ground = Ground(request)
	values = {
		"ground": ground,
		"sets": sets.SETS,
		"base": frappe.db.get_single_value("E-saylov Settings", "portal_url") or "",
	}
	return Page("portal/open_data.html", request.t("open_data.title"), values)
