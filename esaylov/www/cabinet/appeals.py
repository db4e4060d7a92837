"""All filed appeals of the bodies of the user, paged and filtered."""

import frappe

from esaylov.core.forms.tables import key_of
from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.cabinet.lists import APPEAL, DRAFT, STATES, begins, holds, in_words
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet/appeals", login=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""All filed appeals: by state, and by number or words of the subject."""
	found = bodies.of(request)
	rows = appeal_page(request, found)
	values = {
		"bodies": found,
		"rows": rows,
		"states": tuple(STATES),
		"state": request.args.get("state", ""),
		"words": request.args.get("q", ""),
	}
	return Page("cabinet/appeals.html", request.t("appeals.title"), values)


def appeal_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	table = frappe.qb.DocType("Appeal")
	base = frappe.qb.from_(table).where(found.own_rows(table)).where(table.status != DRAFT)
	if state := STATES.get(request.args.get("state", "")):
		base = base.where(table.status.isin(state))
	for word in key_of(request.args.get("q", "")).split()[:5]:
		base = base.where(begins(table.number, word) | holds(table.subject, word))
	rows = paging.page(request, base, table, [table[name] for name in APPEAL], table.received_at)
	in_words(request, rows.rows)
	return rows
