"""Who acts for the bodies of the user."""

from typing import Final

import frappe

from esaylov.framework import clock
from esaylov.identity import delegation, persons
from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.cabinet.lists import shown, with_holders
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet/people", login=True)
REPRESENTATIVE: Final = "Body Representative"


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Who acts for the bodies now, who did, and who will."""
	found = bodies.of(request)
	headed = delegation.headed(request.user)
	values = {
		"bodies": found,
		"rows": person_page(request, found, headed),
		"today": clock.today(),
		"may_delegate": any((body.doctype, body.name) in headed for body in found.chosen),
		"is_named": "named" in request.args,
		"is_ended": "ended" in request.args,
	}
	return Page("cabinet/people.html", request.t("people.title"), values)


def person_page(request: PortalRequest, found: Bodies, headed: set[tuple[str, str]]) -> paging.Rows:
	"""The representatives of the chosen bodies; `may_end`: of others in a body that the user heads; `may_leave`: the user's own."""
	table = frappe.qb.DocType(REPRESENTATIVE)
	base = frappe.qb.from_(table).where(found.own_rows(table, "body_type", "body"))
	names = (
		"name",
		"person",
		"person_name",
		"position",
		"is_head",
		"starts_on",
		"ends_on",
		"body_type",
		"body",
	)
	base, is_citizen = with_holders(base, table.person)
	columns = [*(table[name] for name in names), is_citizen]
	rows = paging.page(request, base, table, columns, table.starts_on)
	myself, today = persons.person_of(request.user), clock.today()
	for row in rows.rows:
		body = (row.body_type, row.body)
		is_over = bool(row.ends_on) and row.ends_on < today
		row.person_name = shown(request, row.person_name, row.is_citizen)
		row.body_title = found.titles.get(body, "")
		row.is_now = row.starts_on <= today and not is_over
		row.may_end = body in headed and not is_over and row.person != myself
		row.may_leave = row.person == myself and not row.is_head and not is_over
	return rows
