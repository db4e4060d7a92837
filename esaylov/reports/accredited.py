"""Observers and representatives of the media, counted (*kuzatuvchilar va OAV vakillari*)."""

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table
from pypika.terms import Term, ValueWrapper

from esaylov.framework.desk import report_user
from esaylov.reports import grouping
from esaylov.reports.grouping import STATED, Filters, Group, Row, number_of

OBSERVER, MEDIA = "Observer", "Media Representative"
GROUPS = {
	"kind": STATED,
	"region": Group(grouping.PLACE),
	"party": Group("Political Party"),
	"organization": Group(is_word=False),
	"country": Group(is_word=False),
}
FILTERED = ("election", "election_type", "party", "status")
STATES = ("Registered", "Replaced", "Revoked", "Resigned", "Annulled")
KINDS = {
	"party": "Party observer",
	"mahalla": "Mahalla observer",
	"foreign": "Foreign observer",
	"initiative_group": "Initiative group observer",
}


@report_user.reading()
def figures(filters: Filters) -> list[Row]:
	"""Observers and media representatives by state (registered, replaced, revoked, resigned, annulled), with_certificate.

	filters: by (kind, region, party, organization, country), register (one of the two DocTypes), from_date and to_date
	of registration, election, election_type, party, status, region.
	A statement for each of the two registers, and one for the titles of the groups.
	"""
	by = grouping.chosen(filters, GROUPS, "kind")
	groups: dict[str, Row] = {}
	for doctype in (OBSERVER, MEDIA):
		if filters.get("register") in (None, "", doctype):
			for row in _rows(doctype, by, filters):
				_add(groups, row)
	return grouping.largest_first(grouping.named(list(groups.values()), GROUPS[by]))


def _rows(doctype: str, by: str, filters: Filters) -> list[Row]:
	entry = frappe.qb.DocType(doctype)
	query, region = grouping.placed(frappe.qb.from_(entry), entry.territory)
	key = region if by == "region" else _key(doctype, entry, by)
	query = (
		query.select(
			key.as_("of"),
			Count("*").as_("total"),
			*(number_of(entry.status == state).as_(state.lower()) for state in STATES),
			number_of(entry.certificate.isnotnull() & (entry.certificate != "")).as_("with_certificate"),
		)
		.where(entry.status != "")
		.where(grouping.reached(doctype))
		.groupby(key)
	)
	return grouping.whole(_narrowed(query, entry, region, filters).run(as_dict=True))


def _narrowed(query: QueryBuilder, entry: Table, region: Term, filters: Filters) -> QueryBuilder:
	query = grouping.within(query, entry, filters, FILTERED)
	query = grouping.between(query, entry.registered_on, filters)
	return grouping.in_region(query, region, filters)


def _key(doctype: str, entry: Table, by: str) -> Term:
	if by == "kind":
		return entry.kind if doctype == OBSERVER else ValueWrapper(MEDIA)
	return {"party": entry.party, "organization": entry.organization_title, "country": entry.country}[by]


def _add(groups: dict[str, Row], row: Row) -> None:
	row["of"] = KINDS.get(row["of"], row["of"]) or ""
	if held := groups.get(row["of"]):
		held.update({key: held[key] + value for key, value in row.items() if key != "of"})
	else:
		groups[row["of"]] = row
