"""What we ship of a document that a site may have changed, from its Shipped Record: values as text, rows of tables as such values."""

import json
from collections.abc import Collection
from typing import Any

import frappe


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
