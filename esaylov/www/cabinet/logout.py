"""Logging out."""

import frappe

from esaylov.portal.routes import Route
from esaylov.portal.web import PortalRequest, Redirect, portal_page

ROUTE = Route(r"cabinet/logout", ("POST",), login=True)


@portal_page
def get_context(request: PortalRequest) -> Redirect:
	"""Back to the door."""
	frappe.local.login_manager.logout()
	return Redirect("/cabinet/login")
