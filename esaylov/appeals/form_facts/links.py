"""Link fields: which records an applicant may choose, and which of the chosen ones exist."""

import operator as operators
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce
from pypika import Table
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from esaylov.appeals.form_facts import ownership
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.people.names import plain, plain_apostrophes, uzbek_letters
from esaylov.framework.persistence import reads, table_cache
from esaylov.identity.bodies import Body

SOURCE = "@"
"""First character of a filter's value that is a fact: `@body.territory` of the applicant, `@answers.district_scope`,
`@appeal.election`."""
NOT_ANNULLED = ("is_annulled", "=", 0)
"""What a decision established and another one annulled is not there to be chosen."""
VALUE = attrgetter("value")
IN, NOT_SET = "in", "is"
"""Operators of the framework's filters; the second stands with "not set" alone here."""
COMPARED = {"=": operators.eq, ">=": operators.ge, "<=": operators.le, "<": operators.lt, ">": operators.gt}
TERRITORY = "Administrative Territory"
WITHIN, AROUND = "within", "around"
OF_BODY = (WITHIN, "body.territory")
BY_PLACE = frozenset({WITHIN, AROUND})
"""`within`: the named territory or one below it. `around`: these, or one above it."""
BY_COMMISSION = "Commission Membership"
OWN = "own"
"""Filter: only what came of an appeal of this body, or is its own."""
MOST_CHOICES = 1000
TITLES = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")
LABELS: Mapping[str, tuple[str, ...]] = {
	"Certificate": ("series_no", "holder_name_as_printed"),
	"Commission Membership": ("person_name", "position"),
}
"""Columns that tell the records of a register apart where its title field alone does not."""

Filters = list[list[Any]]


def known(
	version: TypeVersion, answers: Mapping[str, Any], applicant: Applicant, election: str = ""
) -> dict[str, frozenset[str]]:
	"""For each Link column, those of the answered names that stand in its register and pass its filters."""
	uses: dict[str, list[forms.Use]] = {}
	for use in forms.links_in(version.form, answers):
		uses.setdefault(use.column, []).append(use)
	facts = _facts(answers, applicant, election)
	return _existing(uses, facts, applicant)


def filters_of(
	field: forms.Field, answers: Mapping[str, Any], applicant: Applicant, election: str
) -> Filters | None:
	"""The filters of a Link field with the facts put in; None where one of them is not known: nothing passes then."""
	return _filters(field.link, _facts(answers, applicant, election), applicant) if field.link else None


def titles(
	version: TypeVersion,
	answers: Mapping[str, Any],
	applicant: Applicant,
	election: str,
	wanted: Collection[str],
) -> dict[str, str]:
	"""What names the records that some Link fields of the top level hold (Uzbek); nothing of those that may not be chosen."""
	facts = _facts(answers, applicant, election)
	return {
		use.column: _title(use.field.link.doctype, use.value)
		for use in forms.links_in(version.form, answers)
		if use.column in wanted
		and use.field.link
		and _existing({use.column: [use]}, facts, applicant)[use.column]
	}


def holds_any(link: forms.LinkTo) -> bool:
	"""Whether a list whose filters are all fixed holds a record."""
	filters: Filters = [["name", "is", "set"]]
	filters += [list(NOT_ANNULLED)] if frappe.get_meta(link.doctype).has_field(NOT_ANNULLED[0]) else []
	filters += [
		[field, "in" if isinstance(value, list) else "=", value] for field, value in link.filters.items()
	]
	return bool(frappe.get_all(link.doctype, filters=filters, pluck="name", order_by="name asc", limit=1))


def labels(doctype: str) -> list[str]:
	"""Columns that name a record of a register without titles in each language."""
	return list(LABELS.get(doctype) or [frappe.get_meta(doctype).title_field or "name"])


def _title(doctype: str, name: str) -> str:
	columns = [TITLES[0]] if frappe.get_meta(doctype).has_field(TITLES[0]) else labels(doctype)
	row = frappe.db.get_value(doctype, name, columns, as_dict=True) or frappe._dict()
	return " · ".join(str(row[column]) for column in columns if row.get(column)) or name


def _existing(
	uses: Mapping[str, Sequence[forms.Use]], facts: Mapping[str, Any], applicant: Applicant
) -> dict[str, frozenset[str]]:
	"""By column the names that may be chosen, of all columns by one question."""
	found: list[set[str]] = []
	texts: list[str] = []
	values: list[Any] = []
	for place, same in enumerate(uses.values()):
		found.append(set())
		if asked := _question(place, same, facts, applicant):
			texts.append(asked[0])
			values += asked[1]
	for row in table_cache.run(" union all ".join(texts), values) if texts else ():
		found[row.asked].add(row.name)
	return dict(zip(uses, map(frozenset, found), strict=True))


def _question(
	place: int, uses: Sequence[forms.Use], facts: Mapping[str, Any], applicant: Applicant
) -> tuple[str, list[Any]] | None:
	"""The statement and its values that ask for the names of a column, here a place; None where nothing may be chosen."""
	link = uses[0].field.link
	filters = _filters(link, facts, applicant, is_within=True) if link else None
	if link is None or filters is None:
		return None
	filters.append(["name", "in", sorted(set(map(VALUE, uses)))])
	shape: list[tuple[str, str, int]] = []
	values: list[Any] = []
	for field, operator, value in filters:
		given = value if isinstance(value, list) else [] if operator == NOT_SET else [value]
		if operator == IN and not given:
			return None
		shape.append((field, operator, len(given)))
		values += given
	return _statement(place, link.doctype, tuple(shape)), values


@lru_cache(maxsize=256)
def _statement(asked: int, doctype: str, shape: tuple[tuple[str, str, int], ...]) -> str:
	"""The names that pass filters of this shape (column, operator, how many values), beside what is asked for; its text is made once.

	Raises KeyError for what is no column: definitions are data.
	"""
	named = {field for field, operator, _ in shape if operator != WITHIN}
	if unknown := named - set(frappe.get_meta(doctype).get_valid_columns()):
		raise KeyError(min(unknown))
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(ValueWrapper(asked).as_("asked"), table.name)
	for field, operator, count in shape:
		query = _narrowed(query, table, field, operator, count)
	return str(query.get_sql())


def _narrowed(query: QueryBuilder, table: Table, field: str, operator: str, count: int) -> QueryBuilder:
	if operator == WITHIN:
		around = frappe.qb.DocType(TERRITORY).as_("around")
		inside = (table.lft >= around.lft) & (table.rgt <= around.rgt)
		return query.join(around).on(inside).where(around.name == reads.one())
	column = table[field]
	if operator == IN:
		return query.where(column.isin(reads.many(count)))
	if operator == NOT_SET:
		return query.where(Coalesce(column, "") == "")
	return query.where(COMPARED[operator](column, reads.one()))


def _facts(answers: Mapping[str, Any], applicant: Applicant, election: str) -> dict[str, Any]:
	facts = {**applicant.sources(), "appeal.election": election}
	for key, value in answers.items():
		facts[f"answers.{key}"] = value
	return facts


def _filters(
	link: forms.LinkTo, facts: Mapping[str, Any], applicant: Applicant, is_within: bool = False
) -> Filters | None:
	"""Filters of a register with the facts put in; None when one of them is not known: nothing passes then.

	is_within: a place within a territory is left to `_statement`, which the framework's own filters have no operator for.
	"""
	has_mark = frappe.get_meta(link.doctype).has_field(NOT_ANNULLED[0])
	made: Filters = [list(NOT_ANNULLED)] if has_mark else []
	for field, value in link.filters.items():
		if isinstance(value, str) and value.startswith(SOURCE):
			source = value.removeprefix(SOURCE)
			value = facts.get(source)
			if not value and (field, source) == OF_BODY and _is_of_country(applicant.body):
				continue
			if not isinstance(value, str) or not value:
				return None
		if is_within and field == WITHIN and link.doctype == TERRITORY and isinstance(value, str):
			more: Filters | None = [[WITHIN, WITHIN, value]]
		else:
			more = _filter(link.doctype, field, value, applicant)
		if more is None:
			return None
		made += more
	return made


def _is_of_country(body: Body) -> bool:
	"""Whether a body is a candidate, or the proxy of one, who stands in the whole country: every place is theirs."""
	return bool(body.candidate) and not body.territory and not body.constituency


def _filter(doctype: str, field: str, value: Any, applicant: Applicant) -> Filters | None:
	"""One filter as the framework takes it: a place, what is the applicant's own, nothing, one of a list, one value."""
	if field in BY_PLACE:
		return _at_place(doctype, value, is_around=field == AROUND)
	if field == OWN:
		return [["name", "in", ownership.names(doctype, applicant.body)]]
	if value is None:
		return [[field, NOT_SET, "not set"]]
	return [[field, IN if isinstance(value, list) else "=", value]]


def _at_place(doctype: str, territory: str, is_around: bool) -> Filters | None:
	"""Filters by place: records whose territory is the named one, one below it or, where asked, one above it.

	Of a register with a territory, of territories themselves, or of members by their commission; None where there is no such territory.
	"""
	span = reads.row(TERRITORY, {"name": territory}, ["lft", "rgt"])
	if not span:
		return None
	below = [["lft", ">=", span.lft], ["rgt", "<=", span.rgt]]
	if doctype == TERRITORY and not is_around:
		return below
	names = frappe.get_all(TERRITORY, filters=below, pluck="name", order_by="lft asc")
	if is_around:
		above = [["lft", "<", span.lft], ["rgt", ">", span.rgt]]
		names += frappe.get_all(TERRITORY, filters=above, pluck="name", order_by="lft asc")
	if doctype == BY_COMMISSION:
		commissions = frappe.get_all(
			"Election Commission", filters={"territory": ["in", names]}, pluck="name", order_by="lft asc"
		)
		return [["commission", "in", commissions]]
	return [["name" if doctype == TERRITORY else "territory", "in", names]]


def named(doctype: str, texts: Collection[str]) -> list[tuple[str, str]]:
	"""Records whose name or one of whose titles is among the texts, as (title, name); rights and filters are asked later."""
	meta = frappe.get_meta(doctype)
	titles = [title for title in (*TITLES, "title") if meta.has_field(title)]
	wanted = sorted(
		{
			written
			for text in texts
			for written in (text, plain_apostrophes(text), plain(text), uzbek_letters(text))
		}
	)
	rows = frappe.get_all(
		doctype,
		or_filters=[[column, "in", wanted] for column in ("name", *titles)],
		fields=["name", *titles],
		order_by="name asc",
		limit=MOST_CHOICES,
	)
	return [(row[column], row.name) for row in rows for column in (*titles, "name") if row[column]]
