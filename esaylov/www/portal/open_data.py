"""The page that describes the open data, and the whole sets as files."""

import frappe

from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Content, Page, PortalRequest
from esaylov.published import service as published


def open_data(request: PortalRequest) -> Page:
	"""Each set with its columns, filters, address and whole files."""
	ground = Ground(request)
	values = {
		"ground": ground,
		"sets": published.SETS,
		"base": frappe.db.get_single_value("E-saylov Settings", "portal_url") or "",
	}
	return Page("sections/open_data.html", request.t("open_data.title"), values)


def whole_set(request: PortalRequest, name: str, form: str) -> Content:
	"""All rows of a set of the current election. Raises DoesNotExistError for a set or form that is none."""
	known = published.SETS.get(name)
	if not known or form not in published.FORMS or (form == "geojson" and not known.shape):
		raise frappe.DoesNotExistError
	ground = Ground(request)
	rows = published.open_rows(name, ground.code, {}, shapes=form == "geojson")
	about = {"set": name, "election": ground.code, "read_at": ground.read_at.isoformat(timespec="seconds")}
	return Content(published.written(form, known.columns, rows, about), published.FORMS[form])
