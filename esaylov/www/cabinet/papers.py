"""Mandates and certificates of the bodies of the user, paged and filtered."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe
from pypika import Criterion, Table

from esaylov.identity import persons
from esaylov.portal.cabinet import bodies, paging
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.cabinet.lists import holds, shown, with_holders
from esaylov.portal.routes import Route
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.entries import entries

ROUTE = Route(r"cabinet/papers", login=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Mandates and certificates that were given on appeals of the bodies, and those about the user."""
	found = bodies.of(request)
	values = {"bodies": found, "rows": paper_page(request, found)}
	return Page("cabinet/papers.html", request.t("papers.title"), values)


def _is_own(request: PortalRequest, found: Bodies, certificate: Table, appeal: Table) -> Criterion:
	"""On an appeal of the bodies, about one of them, or held by the person of the user, also after the mandate ended."""
	person = persons.person_of(request.user)
	own = found.own_rows(appeal) | found.own_rows(certificate, "register_doctype", "register_name")
	return own | (certificate.holder == person) if person else own


def paper_page(request: PortalRequest, found: Bodies) -> paging.Rows:
	certificate, decision, appeal = (
		frappe.qb.DocType(name) for name in ("Certificate", "Decision", "Appeal")
	)
	base = (
		frappe.qb.from_(certificate)
		.join(decision)
		.on(decision.name == certificate.decision)
		.left_join(appeal)
		.on(appeal.name == decision.appeal)
		.where(_is_own(request, found, certificate, appeal))
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
			"decision",
			"holder",
			"register_doctype",
			"register_name",
		)
	]
	columns += [appeal.name.as_("appeal"), is_citizen]
	rows = paging.page(request, base, certificate, columns, certificate.issued_on)
	kinds = titles_of("Certificate Kind", {row.kind for row in rows.rows}, request)
	elections = titles_of("Election", {row.election for row in rows.rows if row.election}, request)
	paths = _own_rows_decided(request, rows.rows)
	for row in rows.rows:
		row.row_path = paths.get((row.register_doctype, row.register_name), "")
		row.election_title = elections.get(row.election, "")
		row.title = kinds.get(row.kind) or row.kind
		row.holder_name = shown(request, row.holder_name_as_printed, row.is_citizen)
	return rows


def _own_rows_decided(request: PortalRequest, rows: Sequence[Any]) -> dict[tuple[str, str], str]:
	"""The rows of decisions that wrote the entries of the user's person, by register and name of the entry."""
	person, named = persons.person_of(request.user), defaultdict[str, list[str]](list)
	for row in rows:
		if person and row.holder == person and row.register_doctype in entries.OF_PEOPLE:
			named[row.register_doctype].append(row.register_name)
	return {
		(register, entry.name): entry.row_path
		for register, names in named.items()
		for entry in frappe.get_all(
			register, {"name": ["in", names]}, ["name", "row_path"], order_by="name asc"
		)
	}
