"""What we ship of a document that a site may have changed, from its Shipped Record: values as text, rows of tables as such values."""

import json
from collections.abc import Collection
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework import titles
from esaylov.framework.desk import values_in_words


def contents(doctype: str, names: Collection[str]) -> dict[str, dict[str, Any]]:
	"""Name to the fields as we ship them today; a document of the site's own is left out."""
	rows = frappe.get_all(
		"Shipped Record",
		{"reference_doctype": doctype, "reference_name": ["in", list(names)]},
		["reference_name", "content", "difference"],
		order_by="creation asc",
	)
	found = {}
	for row in rows:
		newer = {field: pair["shipped"] for field, pair in json.loads(row.difference or "{}").items()}
		found[row.reference_name] = {**json.loads(row.content or "{}"), **newer}
	return found


def title(record: Document) -> str:
	"""What the document of a Shipped Record is called to the reader; "" where it is there no more, or not for them to read."""
	return _read(record) or ""


def differences(record: Document) -> list[dict[str, Any]] | None:
	"""What a site has otherwise than we ship it, in the reader's words: `label` of the field, `here` and `shipped`, a line each.

	Of tables the rows that the other side lacks. Records that the reader may not read stand there by their codes; None: the document
	itself is not for them to read.
	"""
	if not record.difference:
		return []
	if _read(record) is None:
		return None
	meta, held = frappe.get_meta(record.reference_doctype), sorted(json.loads(record.difference).items())
	named = values_in_words.links(meta, ((name, value) for name, pair in held for value in pair.values()))
	found = []
	for name, pair in held:
		here, shipped = (
			values_in_words.lines(meta, name, pair.get(side), named) for side in ("site", "shipped")
		)
		if isinstance(pair.get("shipped"), list):
			here, shipped = _besides(here, shipped), _besides(shipped, here)
		found.append({"label": values_in_words.label(meta, name), "here": here, "shipped": shipped})
	return found


def _read(record: Document) -> str | None:
	return titles.read(str(record.reference_doctype), str(record.reference_name))


def _besides(lines: Collection[str], others: Collection[str]) -> list[str]:
	return [line for line in lines if line not in others]
