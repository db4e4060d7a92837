"""The cockpit of the central and the regional commissions over HTTP. See reports.cockpit for rules and errors."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal import map as maps
from esaylov.reports import cockpit, cockpit_lists


@endpoint(methods=["GET"])
@guards.signed_in
def figures(election: str = "", commission: str = "") -> dict[str, Any]:
	"""Live figures of an election (the present one) at and below a commission (the caller's highest), each with the filters of its rows."""
	found = cockpit.figures(frappe.session.user, election, commission)
	at = found["commission"]
	places = {row["territory"]: row["open"] for row in found["load"] if not row["is_itself"]}
	if at["level"] != "CEC":
		places = {at["territory"]: sum(row["open"] for row in found["load"])}
	found["map"] = maps.drawn({place: count for place, count in places.items() if place})
	return found


@endpoint(methods=["GET"])
@guards.signed_in
def unstaffed(
	election: str = "", commission: str = "", level: str = "", lack: str = "nobody"
) -> dict[str, Any]:
	"""Commissions where nobody holds a position today (`nobody`), or no chair or deputy (`no_chair`): total and the first rows."""
	return cockpit_lists.unstaffed(frappe.session.user, election, commission, level, lack)


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=30, seconds=10 * 60)
def export(
	election: str = "",
	commission: str = "",
	form: str = "csv",
	part: str = "figures",
	level: str = "",
	lack: str = "nobody",
) -> AnyFile:
	"""The figures, or the commissions without staff (of a level, see `unstaffed`), as CSV or XLSX."""
	about = {"level": level, "lack": lack}
	name, content = cockpit_lists.export(frappe.session.user, election, commission, form, part, **about)
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "binary"
