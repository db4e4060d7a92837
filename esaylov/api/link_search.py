"""A search in a field, by who reaches a large part of the country: among what begins with the words, and the newest rows.

The framework looks for the words anywhere in every row in reach: at the size of an election, hundreds of thousands for each letter that is
typed. Beginnings are read from an index. In a district every row is looked through as before. Own design.
"""

from typing import Any

import frappe

from esaylov.api import calls
from esaylov.permissions.reach import reach
from esaylov.permissions.row_rules import SCOPES

NEWEST = 200
"""Rows that are looked through as wholes."""
BEGINNING = 50
"""Rows that begin with the words, of each field."""


def narrow(form: dict[str, Any]) -> None:
	"""Have the framework's search look through few rows of a large register; `filters` of the request name them then.

	As it was for a search of a function's own (`query`), of no words, or of rows that the request names.
	"""
	doctype, words = form.get("doctype"), form.get("txt")
	filters = calls.parsed(form.get("filters")) or {}
	if not (doctype in SCOPES and isinstance(words, str) and words.strip()) or form.get("query"):
		return
	if not isinstance(filters, dict) or "name" in filters or not _is_wide():
		return
	asked = {field: value for field, value in filters.items() if field != "include_disabled"}
	newest = frappe.get_list(doctype, asked, pluck="name", order_by="creation desc", limit=NEWEST)
	if len(newest) < NEWEST:
		return
	found = dict.fromkeys(newest)
	for field in _indexed(doctype):
		beginning = {**asked, field: ["like", f"{words.strip()}%"]}
		found |= dict.fromkeys(
			frappe.get_list(
				doctype, beginning, pluck="name", order_by=f"`tab{doctype}`.`{field}` asc", limit=BEGINNING
			)
		)
	form["filters"] = frappe.as_json({**filters, "name": ["in", list(found)]})


def _is_wide() -> bool:
	asking = reach()
	return asking.is_wide or asking.is_auditor or asking.is_system


def _indexed(doctype: str) -> list[str]:
	"""What the framework's search looks into, as far as an index has it: the name, the title and the fields that the DocType says."""
	meta = frappe.get_meta(doctype)
	fields = (meta.get_field(name) for name in (meta.title_field, *meta.get_search_fields()))
	texts = (df for df in fields if df and df.fieldtype == "Data" and (df.search_index or df.unique))
	return ["name", *dict.fromkeys(df.fieldname for df in texts)]
