"""Who looked at my data."""

from collections.abc import Mapping

import frappe

from esaylov.appeals.state_registers import access_log
from esaylov.portal import layout
from esaylov.portal.cabinet import accesses, paging
from esaylov.portal.routes import Route
from esaylov.portal.titles import title_of
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet/looks", login=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Who looked at my data: by whom, when, which data, for which appeal and why."""
	number = paging.number_of(request)
	rows, total = access_log.at_person(request.user, (number - 1) * paging.SIZE, paging.SIZE)
	for row in rows:
		row["title"] = request.t(accesses.KINDS[row["kind"]])
		row["by"] = title_of("Election Commission", row["commission"], request) or _body(row, request)
		row["is_explained"] = row["kind"] in accesses.EXPLAINED
	before = layout.query(request, page=str(number - 1)) if number > 1 else ""
	after = layout.query(request, page=str(number + 1)) if number * paging.SIZE < total else ""
	page = paging.Rows(rows, total, number, before, after)
	return Page(
		"cabinet/access_log.html",
		request.t("looks.title"),
		{"rows": page, "labels": accesses.labels(request)},
	)


def _body(row: Mapping[str, str], request: PortalRequest) -> str:
	known = row["body_type"] and frappe.db.exists("DocType", row["body_type"])
	return title_of(row["body_type"], row["body"], request) if known else ""
