"""What a Link field offers: records that pass its filters, by their titles, as a list or page by page by what is typed."""

from collections.abc import Iterator, Mapping
from typing import Any

import frappe

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import applicants, links
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.form_facts.links import MOST_CHOICES, TITLES, Filters
from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.people.names import patterns
from esaylov.framework.errors import NotFound

PAGE = 20
SHORTEST = 2
"""Characters from which a typed text narrows the list."""


def asked_by(user: str, appeal: str) -> tuple[TypeVersion, Mapping[str, Any], Applicant, str]:
	"""What the Link fields of an own appeal depend on: its form, answers (corrected ones too), applicant and election.

	Raises NotFound.
	"""
	document = drafting.as_it_stands(applicants.own(appeal, user))
	version = drafting.version_of(document)
	answers = frappe.parse_json(document.answers) or {}
	return version, answers, applicants.of(document, user, version), document.election


def link_choices(appeal: str, most: int = MOST_CHOICES) -> dict[str, list[dict[str, Any]]]:
	"""For each Link column of an own appeal (`persons.polling_station`), the records it may name now: `name` and titles;
	at most `most` of each.

	Raises NotFound.
	"""
	return choices(*asked_by(frappe.session.user, appeal), most=most)


def link_found(appeal: str, field: str, text: str) -> tuple[list[dict[str, Any]], bool]:
	"""The first page of the records that a Link field of an own appeal may name and whose title holds the text, as in
	`link_search`; whether more follow. Raises NotFound (appeal, field).
	"""
	version, answers, applicant, election = asked_by(frappe.session.user, appeal)
	return search(version, field, text, answers, applicant, election, 0)


def link_search(
	user: str,
	appeal_type: str,
	field: str,
	text: str = "",
	answers: Mapping[str, Any] | None = None,
	election: str = "",
	body: str | None = None,
	start: int = 0,
) -> tuple[list[dict[str, Any]], bool]:
	"""A page of the records that a Link field (`party`, `persons.polling_station`) of a new appeal may name, and whether
	more follow; those whose title holds the text, once two characters are typed.

	Raises NotFound (type, field, body), NotPermitted (`type_not_yours`), FormInvalid (`body_needed`), WrongState.
	"""
	version = definitions.offered(appeal_type)
	applicant = applicants.choose(user, version, election, body)
	return search(version, field, text, answers or {}, applicant, election, max(start, 0))


def choices(
	version: TypeVersion,
	answers: Mapping[str, Any],
	applicant: Applicant,
	election: str,
	most: int = MOST_CHOICES,
) -> dict[str, list[dict[str, Any]]]:
	"""For each Link column (`party`, `persons.polling_station`), the records to choose from, at most `most`.

	A register without titles in each language gives what names its record as `title_uz`. A column of a group also stands
	under its own name where no other field has it.
	"""
	found: dict[str, list[dict[str, Any]]] = {}
	for column, field in _columns(version.form.fields):
		filters = links.filters_of(field, answers, applicant, election)
		found[column] = (
			[] if filters is None or not field.link else _rows(field.link.doctype, filters, most=most)
		)
	for column in [column for column in found if "." in column]:
		found.setdefault(column.rpartition(".")[2], found[column])
	return found


def search(
	version: TypeVersion,
	column: str,
	text: str,
	answers: Mapping[str, Any],
	applicant: Applicant,
	election: str,
	start: int,
) -> tuple[list[dict[str, Any]], bool]:
	"""A page of PAGE records that pass the filters of a Link column and hold the words of the text in their order, from
	`start` on; whether more follow.

	Raises NotFound for what is no Link column.
	"""
	field = dict(_columns(version.form.fields)).get(column)
	if field is None or field.link is None:
		raise NotFound({"doctype": "Appeal Field"}, field="field")
	filters = links.filters_of(field, answers, applicant, election)
	if filters is None:
		return [], False
	rows = _rows(field.link.doctype, filters, text.strip(), start, PAGE + 1)
	return rows[:PAGE], len(rows) > PAGE


def _columns(fields: tuple[forms.Field, ...], path: str = "") -> Iterator[tuple[str, forms.Field]]:
	for field in fields:
		here = f"{path}.{field.name}" if path else field.name
		if field.link is not None:
			yield here, field
		yield from _columns(field.fields, here)


def _rows(
	doctype: str, filters: Filters, text: str = "", start: int = 0, most: int = MOST_CHOICES
) -> list[dict[str, Any]]:
	meta = frappe.get_meta(doctype)
	titles = [title for title in TITLES if meta.has_field(title)]
	labels = [] if titles else links.labels(doctype)
	columns = titles or labels
	typed = "".join(f"%{_literal(word)}" for word in text.split()) + "%" if len(text) >= SHORTEST else ""
	wanted = patterns(typed) if typed else []
	rows = frappe.get_all(
		doctype,
		filters=filters,
		or_filters=[[column, "like", one] for column in columns for one in wanted] or None,
		fields=list(dict.fromkeys(["name", *columns])),
		order_by=f"`tab{doctype}`.`{columns[0]}` asc, name asc",
		limit_start=start,
		limit=most,
	)
	return [_named(row, labels) for row in rows]


def _named(row: Mapping[str, Any], labels: list[str]) -> dict[str, Any]:
	"""A record with its titles; one without titles by its labels."""
	if not labels:
		return dict(row)
	return {"name": row["name"], "title_uz": " · ".join(str(row[label]) for label in labels if row[label])}


def _literal(text: str) -> str:
	"""The text as a pattern that finds itself: wildcards are plain characters."""
	return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
