"""The head of a body ends that somebody acts for it, or who acts for it does so no longer."""

from typing import Final

import frappe

from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.identity import delegation, persons
from esaylov.portal.cabinet.lists import shown
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/people/(?P<name>[\w-]+)/end", FORM, login=True)
HERE: Final = "/cabinet/people"
REPRESENTATIVE: Final = "Body Representative"
SHOWN: Final = ["person", "person_name", "is_head", "starts_on", "ends_on", "body_type", "body"]


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Asks once, then ends a representation; the same answer for one of another body and one that is not there."""
	row = frappe.db.get_value(REPRESENTATIVE, name, SHOWN, as_dict=True)
	if not row or _is_over(row):
		raise NotFound()
	is_own = row.person == persons.person_of(request.user) and not row.is_head
	if not is_own and (row.body_type, row.body) not in delegation.headed(request.user):
		raise NotFound()
	if request.method == "POST":
		delegation.end(request.user, name)
		return Redirect(f"{HERE}?ended=1")
	words = "leave" if is_own else "end"
	values = {
		"row": row,
		"words": f"people.{words}",
		"shown_name": shown(request, row.person_name, frappe.db.get_value("Person", row.person, "pinfl")),
		"address": f"{HERE}/{name}/end",
	}
	return Page("cabinet/people_end.html", request.t(f"people.{words}_title"), values)


def _is_over(row: frappe._dict) -> bool:
	return bool(row.ends_on and row.ends_on < clock.today())
