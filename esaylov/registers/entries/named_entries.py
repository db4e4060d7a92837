"""The entries that an appeal or a matter names in its answers, and the persons of them: whom it concerns beside those of its form."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.registers.entries import ex_officio_acts, latest_filing
from esaylov.registers.entries.entries import OF_PEOPLE
from esaylov.registers.entries.grants import definition_of

CERTIFICATE, MEMBERSHIP, CANDIDATE = "Certificate", "Commission Membership", "Candidate"
PERSONAL = frozenset({*OF_PEOPLE, MEMBERSHIP})
"""DocTypes whose entries are about one person."""
Entry = tuple[str, str]
"""DocType and name."""


def entries_named(appeal: Document) -> list[Entry]:
	"""The entries of people that the Link fields of an appeal name, as it was last filed; a certificate names its entry."""
	answers = frappe.parse_json(latest_filing.last(appeal).answers) or {}
	return _with_entries(_linked(definition_of(appeal)["fields"], answers))


def entries_of_matter(code: str, data: Mapping[str, Any]) -> list[Entry]:
	"""The same of the data of a matter without an appeal."""
	found = _linked(ex_officio_acts.definition_of(code)["fields"], data)
	deputies = data.get("deputies")
	rows = deputies if isinstance(deputies, list) else []
	return [*found, *((CANDIDATE, str(row.get("candidate"))) for row in rows if isinstance(row, Mapping))]


def persons_of_entries(entries: Sequence[Entry]) -> set[str]:
	"""The Persons of entries; a query for each DocType."""
	named: dict[str, set[str]] = defaultdict(set)
	for doctype, name in entries:
		if doctype in PERSONAL:
			named[doctype].add(name)
	return {
		person
		for doctype, names in named.items()
		for person in frappe.get_all(
			doctype, {"name": ["in", sorted(names)]}, pluck="person", order_by="name asc", limit=0
		)
		if person
	}


def _linked(fields: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> list[Entry]:
	return [
		(doctype, value)
		for field in fields
		for doctype, value in _of_field(field, answers.get(field.get("name") or ""))
	]


def _of_field(field: Mapping[str, Any], value: Any) -> Iterator[Entry]:
	if isinstance(value, str) and value and field.get("link"):
		yield str(field["link"]["doctype"]), value
	elif isinstance(value, list):
		for row in value:
			if isinstance(row, Mapping):
				yield from _linked(field.get("fields") or (), row)


def _with_entries(found: Sequence[Entry]) -> list[Entry]:
	"""The same, a certificate by the entry that it belongs to."""
	papers = [name for doctype, name in found if doctype == CERTIFICATE]
	if not papers:
		return list(found)
	columns = ["register_doctype", "register_name"]
	where = {"name": ["in", sorted(papers)]}
	rows = frappe.get_all(CERTIFICATE, where, columns, order_by="name asc", as_list=True, limit=0)
	return [*found, *((doctype or "", name or "") for doctype, name in rows)]
