"""The head of a body ends that somebody acts for it."""

from typing import Final

import frappe

from esaylov.framework.errors import NotFound
from esaylov.identity import service as identity
from esaylov.portal.cabinet.lists import shown
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/people/(?P<name>[\w-]+)/end", FORM, login=True)
HERE: Final = "/cabinet/people"


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Asks once, then ends a representation; the same answer for one of another body and one that is not there."""
	row = next((row for row in ending(request) if row.representative == name), None)
	if row is None:
		raise NotFound()
	if request.method == "POST":
		identity.end_delegation(request.user, name)
		return Redirect(f"{HERE}?ended=1")
	return Page(
		"cabinet/people_end.html",
		request.t("people.end_title"),
		{"row": row, "shown_name": _shown(request, row), "address": f"{HERE}/{name}/end"},
	)


def _shown(request: PortalRequest, row: identity.Acting) -> str:
	person = frappe.db.get_value("Body Representative", row.representative, "person")
	return shown(request, row.name, frappe.db.get_value("Person", person, "pinfl"))


def ending(request: PortalRequest) -> list[identity.Acting]:
	"""All representations that the user may end."""
	return [
		row for body in identity.headed_by(request.user) for row in identity.people_of(request.user, body)
	]
