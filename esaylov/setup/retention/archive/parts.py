"""The rows of an election as its archive has them: by `rules.csv`, in batches, in open formats.

Personal data [ours]: columns of a personal level (permlevel) stay out, but for those that a signature or the chain covers (`besides`); what was
signed is whole, as a signature over less proves nothing. Logins of who wrote a row and marks of the system stay out, and so does what
retention deletes or empties: it has no way to an election.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.query_builder.functions import Count

from esaylov.framework.files.spreadsheets import safe
from esaylov.setup.retention.rules import Rule

BATCH: Final = 500
INDEX: Final = "papers.csv"
DRAFT: Final = "Draft"
PLACE: Final = "_lft"
"""Ends copies of a commission's place in the tree, which moves."""
SIGNATURE: Final = "Document Signature"
OF_ROW: Final = ("name", "creation")
Row = dict[str, Any]
Tell = Callable[[int], None]
"""Is told of so many rows that are done."""


@dataclass(frozen=True, slots=True)
class Scope:
	"""Of which election, and rows that were made until when (by the clock of the server)."""

	election: str
	until: datetime


def slug(doctype: str) -> str:
	"""The name of a file for a DocType."""
	return doctype.lower().replace(" ", "-")


def columns(doctype: str, besides: Sequence[str] = ()) -> list[str]:
	"""What of a row is in the archive, its tables apart."""
	return [
		*OF_ROW,
		*(
			field.fieldname
			for field in frappe.get_meta(doctype).fields
			if field.fieldtype not in (*no_value_fields, *table_fields, "Password")
			and (not field.permlevel or field.fieldname in besides)
			and not field.get("is_virtual")
			and not field.fieldname.endswith(PLACE)
		),
	]


def count(rule: Rule, scope: Scope, statuses: Sequence[str] = ()) -> int:
	"""How many rows the archive has by a rule; statuses: of those in these alone."""
	table = frappe.qb.DocType(rule.doctype)
	query = _of(rule, scope).select(Count("*"))
	return int((query.where(table.status.isin([*statuses])) if statuses else query).run()[0][0])


def batches(rule: Rule, scope: Scope, tell: Tell | None = None) -> Iterator[list[Row]]:
	"""The rows by a rule with those of their tables, so many at once, by name."""
	table, last, own = frappe.qb.DocType(rule.doctype), "", columns(rule.doctype, rule.besides)
	while True:
		query = _of(rule, scope).select(*(table[column] for column in own)).where(table.name > last)
		rows = [dict(row) for row in query.orderby(table.name).limit(BATCH).run(as_dict=True)]
		if not rows:
			return
		_add_tables(rule.doctype, rows)
		yield rows
		last = rows[-1]["name"]
		if tell:
			tell(len(rows))


def lines(rows: Iterable[Row]) -> bytes:
	"""Rows as lines of JSON, the same bytes each time they are asked for."""
	return b"".join(
		json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode() + b"\n" for row in rows
	)


def as_json(rule: Rule, scope: Scope, tell: Tell | None = None) -> Iterator[bytes]:
	"""All rows by a rule as lines of JSON."""
	for rows in batches(rule, scope, tell):
		yield lines(rows)


def as_csv(rule: Rule, scope: Scope, tell: Tell) -> Iterator[bytes]:
	"""The same as CSV (RFC 4180), without rows of tables; no cell begins as a formula."""
	own = columns(rule.doctype, rule.besides)
	yield csv_of([own])
	for rows in batches(rule, scope, tell):
		yield csv_of([["" if row[key] is None else safe(str(row[key])) for key in own] for row in rows])


def signatures(rule: Rule, scope: Scope, lists: set[str]) -> Iterator[bytes]:
	"""Lines of the signatures over rows by a rule, and those that a row names; lists: gets the names of signed lists."""
	seen: set[str] = set()
	for rows in batches(rule, scope):
		found = [row for row in _signatures(rule.doctype, rows) if row["name"] not in seen]
		seen.update(row["name"] for row in found if row["reference_doctype"] != rule.doctype)
		lists.update(row["reference_name"] for row in found if row["reference_doctype"] == "Signed List")
		yield lines(found)


def _signatures(doctype: str, rows: Sequence[Row]) -> list[Row]:
	links = [field.fieldname for field in frappe.get_meta(doctype).get("fields", {"options": SIGNATURE})]
	named = {row[link] for row in rows for link in links if row.get(link)}
	table = frappe.qb.DocType(SIGNATURE)
	own = (table.reference_doctype == doctype) & table.reference_name.isin([row["name"] for row in rows])
	query = frappe.qb.from_(table).select(*(table[column] for column in columns(SIGNATURE)))
	query = query.where(own | table.name.isin([*sorted(named), ""]))
	return [dict(row) for row in query.orderby(table.name).run(as_dict=True)]


def _of(rule: Rule, scope: Scope) -> Any:
	"""The rows of an election: filed, decided or registered ones, no drafts."""
	table = frappe.qb.DocType(rule.doctype)
	query, at = frappe.qb.from_(table), table
	for link in rule.election[:-1]:
		linked = frappe.qb.DocType(_target(rule.doctype, link))
		query, at = query.join(linked).on(linked.name == at[link]), linked
	query = query.where(at[rule.election[-1]] == scope.election).where(table.creation <= scope.until)
	return query.where(table.status != DRAFT) if _has_drafts(rule.doctype) else query


@cache
def _target(doctype: str, link: str) -> str:
	return next(str(field.options) for field in frappe.get_meta(doctype).fields if field.fieldname == link)


def _has_drafts(doctype: str) -> bool:
	status = frappe.get_meta(doctype).get_field("status")
	return bool(status and DRAFT in str(status.options).split("\n"))


def _add_tables(doctype: str, rows: Sequence[Row]) -> None:
	named = {row["name"]: row for row in rows}
	for field in frappe.get_meta(doctype).get_table_fields():
		own = [column for column in columns(str(field.options)) if column not in OF_ROW]
		for row in rows:
			row[field.fieldname] = []
		where = {"parent": ["in", [*named]], "parenttype": doctype, "parentfield": field.fieldname}
		for child in frappe.get_all(
			str(field.options), where, ["parent", *own], order_by="parent asc, idx asc"
		):
			named[child.parent][field.fieldname].append({column: child[column] for column in own})


def csv_of(table: Iterable[Sequence[str]]) -> bytes:
	"""Lines of a table (RFC 4180)."""
	stream = io.StringIO()
	csv.writer(stream).writerows(table)
	return stream.getvalue().encode()


def election_of(rule: Rule, values: Mapping[str, Any]) -> str:
	"""The election that a row in hand leads to; "" for none."""
	value, doctype = values.get(rule.election[0]), rule.doctype
	for link, field in zip(rule.election[:-1], rule.election[1:], strict=True):
		doctype = _target(doctype, link)
		value = frappe.db.get_value(doctype, value, field) if value else ""
	return str(value or "")
