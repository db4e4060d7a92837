"""The framework's search in all documents at once, what a document is called and how many lead to it, in their place: of what the caller reads.

The search asks which DocTypes the caller reads, and of no row: notes, appointments and tasks of others stood open to everybody at the Desk.
What a document is called the framework tells everybody. Refused, lists that name one that is there no more had calls that fail.
Beside a document it counts rows of whatever DocType is named, also those out of reach.
"""

from typing import Any, Final

import frappe
from frappe.desk.notifications import get_filters_for

from esaylov.api import guards, manifest, operations
from esaylov.api.endpoint import endpoint

EVERYWHERE, TITLE = "frappe.utils.global_search.search", "frappe.desk.search.get_link_title"
BESIDE = "frappe.desk.notifications.get_open_count"
MOST: Final = 100
"""How far is counted, as the framework does."""


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


@endpoint(methods=["GET"])
@guards.staff
def beside(doctype: str, name: str, items: str | list[str] | None = None) -> dict[str, Any]:
	"""How many documents lead to one, by DocType, at most 100 of each, as its form shows them: `count`, and the framework's `timeline_data`.

	items: DocTypes, as a list or in JSON; None: all that the form shows. Others than those, and those that the caller does not read, are
	left out. Raises frappe.PermissionError where the caller does not read the document, and where there is none. Writes nothing.
	"""
	manifest.require(BESIDE, "GET")
	operations.require_operation("form", doctype)
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
		raise frappe.PermissionError  # where only its name is listed the framework stumbles over its own refusal
	links = frappe.get_meta(doctype).get_dashboard_data()
	shown = [item for group in links.get("transactions") or () for item in group.get("items") or ()]
	counted = [item for item in shown if not isinstance(items, list) or item in items]
	readable = [item for item in counted if frappe.has_permission(item, "read")]
	found: dict[str, Any] = frappe.get_attr(BESIDE)(doctype, name, frappe.as_json(readable))
	outside = found["count"]["external_links_found"] if found["count"] else []
	for link in outside:
		where = _leads(link["doctype"], name, links)
		link["count"] = _count(link, "count", where)
		link["open_count"] = _count(link, "open_count", {**where, **(get_filters_for(link["doctype"]) or {})})
	return found


def _leads(doctype: str, name: str, links: dict[str, Any]) -> dict[str, Any]:
	"""The filter by which documents of a DocType lead to one, as the dashboard of its form says."""
	field = (links.get("non_standard_fieldnames") or {}).get(doctype, links.get("fieldname"))
	of, field_of = (links.get("dynamic_links") or {}).get(field) or ("", "")
	where = {str(field): name}
	if of and frappe.get_meta(doctype).has_field(field_of):
		where[field_of] = of
	return where


def _count(link: dict[str, Any], which: str, where: dict[str, Any]) -> int:
	"""What the framework counted, of documents in reach; what it gave up after a second is none."""
	if not isinstance(link[which], int) or not link[which]:
		return 0
	return len(frappe.get_list(link["doctype"], where, pluck="name", limit=MOST))
