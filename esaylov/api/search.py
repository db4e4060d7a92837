"""The framework's search in all documents at once, and what a document is called, in their place: of what the caller reads.

The search asks which DocTypes the caller reads, and of no row: notes, appointments and tasks of others stood open to everybody at the Desk.
What a document is called the framework tells everybody. Refused, lists that name one that is there no more had calls that fail.
"""

from typing import Any

import frappe

from esaylov.api import guards, manifest, operations
from esaylov.api.endpoint import endpoint

EVERYWHERE, TITLE = "frappe.utils.global_search.search", "frappe.desk.search.get_link_title"


@endpoint(methods=["POST"])
@guards.staff
def everywhere(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
	"""Documents that hold a word, the best first, at most `limit` looked at: `doctype`, `name`, `content`, `rank`. Writes nothing.

	The framework puts start and limit into its statement as they come: here they are numbers.
	"""
	manifest.require(EVERYWHERE, "POST")
	found = frappe.get_attr(EVERYWHERE)(text, start, limit, doctype)
	named: dict[str, set[str]] = {}
	for row in found:
		named.setdefault(row["doctype"], set()).add(row["name"])
	read = {
		(of, name)
		for of, names in named.items()
		for name in frappe.get_list(of, {"name": ["in", sorted(names)]}, pluck="name")
	}
	return [row for row in found if (row["doctype"], row["name"]) in read]


@endpoint(methods=["POST"])
@guards.staff
def title(doctype: str, docname: str) -> str:
	"""What a document is called where a field names it: its name, where it has no other, where the caller does not read it and where it is
	there no more, which are answered alike. Writes nothing.
	"""
	manifest.require(TITLE, "POST")
	operations.require_operation("search", doctype)
	meta = frappe.get_meta(doctype)
	may = any(frappe.has_permission(doctype, right) for right in ("select", "read"))
	if not meta.show_title_field_in_link or not meta.title_field or not may:
		return docname
	rows = frappe.get_list(doctype, {"name": docname}, [meta.title_field], limit=1)
	return str(rows[0][meta.title_field] or docname) if rows else docname
