"""What the Link fields of a draft may be answered with: the records of their registers that pass their filters."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import frappe

from esaylov.appeals import applicants, drafting, findings
from esaylov.core.forms import Field, Kind

MOST = 300
"""Records offered for one field; a register with more needs a filter."""
TITLES = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")


def of_appeal(user: str, name: str) -> dict[str, list[dict[str, Any]]]:
	"""See service.choices."""
	appeal = applicants.own(name, user)
	version = drafting.version_of(appeal)
	applicant = applicants.of(appeal, user, version)
	answers = json.loads(appeal.answers or "{}")
	facts = {**applicant.sources(), **{f"answers.{key}": value for key, value in answers.items()}}
	return {item.name: _records(item, facts) for item in _links(version.form.fields)}


def _links(fields: Sequence[Field]) -> Iterator[Field]:
	for item in fields:
		if item.kind is Kind.LINK:
			yield item
		yield from _links(item.fields)


def _records(item: Field, facts: dict[str, Any]) -> list[dict[str, Any]]:
	filters = findings.link_filters(item.link.filters, facts) if item.link else None
	if filters is None:
		return []
	meta = frappe.get_meta(item.link.doctype)
	titles = [column for column in TITLES if meta.has_field(column)]
	order = f"{titles[0]} asc" if titles else "name asc"
	return frappe.get_all(
		item.link.doctype, filters=filters, fields=["name", *titles], order_by=order, limit=MOST
	)
