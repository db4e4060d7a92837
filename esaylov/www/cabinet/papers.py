"""Mandates and certificates of the bodies of the user, paged and filtered."""

import frappe

from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.cabinet.lists import holds, shown, with_holders
from esaylov.portal.routes import Route
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet/papers", login=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Mandates and certificates that were given on appeals of the bodies."""
	found = bodies.of(request)
	values = {"bodies": found, "rows": paper_page(request, found)}
	return Page("cabinet/papers.html", request.t("papers.title"), values)


def paper_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	certificate, decision, appeal = (
		frappe.qb.DocType(name) for name in ("Certificate", "Decision", "Appeal")
	)
	base = (
		frappe.qb.from_(certificate)
		.join(decision)
		.on(decision.name == certificate.decision)
		.join(appeal)
		.on(appeal.name == decision.appeal)
		.where(found.own_rows(appeal))
	)
	if words := request.args.get("q", ""):
		base = base.where(holds(certificate.holder_name_as_printed, words.strip()))
	base, is_citizen = with_holders(base, certificate.holder)
	columns = [
		certificate[name]
		for name in (
			"name",
			"series_no",
			"number",
			"kind",
			"election",
			"status",
			"issued_on",
			"valid_until",
			"holder_name_as_printed",
			"pdf",
		)
	]
	columns += [appeal.name.as_("appeal"), is_citizen]
	rows = paging.page(request, base, certificate, columns, certificate.issued_on)
	kinds = titles_of("Certificate Kind", {row.kind for row in rows.rows}, request)
	elections = titles_of("Election", {row.election for row in rows.rows if row.election}, request)
	for row in rows.rows:
		row.election_title = elections.get(row.election, "")
		row.title = kinds.get(row.kind) or row.kind
		row.holder_name = shown(request, row.holder_name_as_printed, row.is_citizen)
	return rows
