"""The whole sets of open data as files."""

import frappe

from esaylov.portal.routes import Route
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Content, PortalRequest, portal_page
from esaylov.registers.published import forms, sets

ROUTE = Route(
	r"open-data/(?P<name>\w+)\.(?P<form>\w+)", login=False, is_public=True, of_election=True, is_built=True
)


@portal_page
def get_context(request: PortalRequest, name: str, form: str) -> Content:
	"""All rows of a set of the current election. Raises DoesNotExistError for a set or form that is none."""
	known = sets.SETS.get(name)
	if not known or form not in forms.FORMS or (form == "geojson" and not known.shape):
		raise frappe.DoesNotExistError
	ground = Ground(request)
	rows = sets.of(name, ground.code, {}, shapes=form == "geojson")
	about = {"set": name, "election": ground.code, "read_at": ground.read_at.isoformat(timespec="seconds")}
	return Content(forms.written(form, known.columns, rows, about), forms.FORMS[form])
