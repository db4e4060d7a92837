"""A held site answers questions. Whatever writes is refused before it begins."""

import frappe
from werkzeug.exceptions import HTTPException

from esaylov.framework import database_away, headers, place
from esaylov.framework.errors import SiteHeld
from esaylov.portal import service as portal
from esaylov.setup.web_server import wants_data

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_writes() -> None:
	"""Hook `before_request`: on a held site, answer 503 to every verb that writes, and let the others read alone."""
	if not place.is_held_lately():
		return
	http = frappe.local.request
	if http.method in READS:
		place.read_only()
		return
	if wants_data(http):
		response = database_away.refusal(http, SiteHeld.code)
	else:
		response = database_away.marked(portal.page_away(http, "away"))
	headers.harden(response, http)
	raise HTTPException(response=response)
