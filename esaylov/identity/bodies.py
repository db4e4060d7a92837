"""Bodies for which a user may act: which representations hold on a day, and what kind of applicant a body is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe

BODY_DOCTYPES = ("Political Party", "Party Branch", "Participant Organization")

KIND_OF_BRANCH = {
	"Central": "political_party",
	"Regional": "party_regional_branch",
	"District": "party_district_branch",
}
KIND_OF_ORGANIZATION = {
	"Regional Kengash": "regional_kengash",
	"District Kengash": "district_kengash",
	"Regional Hokimiyat": "regional_hokimiyat",
	"District Hokimiyat": "district_hokimiyat",
	"Mahalla": "mahalla",
	"National Media": "national_media",
	"Foreign Ministry": "foreign_ministry",
}  # the other kinds file nothing: `any_participant` only
ANY = "any_participant"

_FIELDS = {
	"Political Party": ["name", "title_uz", "tin"],
	"Party Branch": ["name", "title_uz", "tin", "territory", "party", "level"],
	"Participant Organization": ["name", "title_uz", "tin", "territory", "kind"],
}


@dataclass(frozen=True, slots=True)
class Body:
	"""A body that files appeals. `kind` is the applicant kind of the catalogue; `territory`, `party` may be empty."""

	kind: str
	doctype: str
	name: str
	title: str
	tin: str
	territory: str
	party: str


def active(users: Iterable[str], on: date) -> list[tuple[str, Body]]:
	"""Pairs of user and body for the representations that hold on a day; a query for each kind of body."""
	rows = _representations(sorted(users), on)
	found: dict[tuple[str, str], Body] = {}
	for doctype in BODY_DOCTYPES:
		names = {row.body for row in rows if row.body_type == doctype}
		found |= {(doctype, body.name): body for body in _load(doctype, names)}
	pairs = [(row.user, found.get((row.body_type, row.body))) for row in rows]
	return [(user, body) for user, body in dict.fromkeys(pairs) if body]


def load(doctype: str, name: str) -> Body | None:
	"""One body, or None where there is none of that kind and name."""
	if doctype not in BODY_DOCTYPES:
		return None
	return next(iter(_load(doctype, {name})), None)


def applicant_kinds(body: Body) -> set[str]:
	"""The applicant kinds of the catalogue that the body files as; every participant may complain."""
	return {body.kind, ANY}


def _representations(users: list[str], on: date) -> list[dict]:
	if not users:
		return []
	representative = frappe.qb.DocType("Body Representative")
	person = frappe.qb.DocType("Person")
	return (
		frappe.qb.from_(representative)
		.join(person)
		.on(person.name == representative.person)
		.select(person.user, representative.body_type, representative.body)
		.where(person.user.isin(users))
		.where(representative.starts_on <= on)
		.where(representative.ends_on.isnull() | (representative.ends_on >= on))
		.orderby(representative.starts_on)
		.orderby(representative.name)
		.run(as_dict=True)
	)


def _load(doctype: str, names: set[str]) -> list[Body]:
	if not names:
		return []
	filters = {"name": ["in", sorted(names)]}
	rows = frappe.get_all(doctype, filters=filters, fields=_FIELDS[doctype], order_by="name asc")
	return [_body(doctype, row) for row in rows]


def _body(doctype: str, row: dict) -> Body:
	if doctype == "Political Party":
		kind, party = "political_party", row.name
	elif doctype == "Party Branch":
		kind, party = KIND_OF_BRANCH[row.level], row.party
	else:
		kind, party = KIND_OF_ORGANIZATION.get(row.kind, ANY), ""
	return Body(kind, doctype, row.name, row.title_uz, row.tin or "", row.get("territory") or "", party)
