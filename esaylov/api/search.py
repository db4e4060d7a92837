"""The framework's search in all documents at once, in its place: of what it finds, what the caller reads.

It asks which DocTypes the caller reads, and of no row: notes, appointments and tasks of others stood open to everybody at the Desk.
"""

from typing import Any

import frappe

from esaylov.api import guards, manifest
from esaylov.api.endpoint import endpoint

EVERYWHERE = "frappe.utils.global_search.search"


@endpoint(methods=["POST"])
@guards.staff
def everywhere(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict[str, Any]]:
	"""Documents that hold a word, the best first, at most `limit` looked at: `doctype`, `name`, `content`, `rank`. Writes nothing.

	The framework puts start and limit into its statement as they come: here they are numbers.
	"""
	if not manifest.may((EVERYWHERE,), "POST"):  # an address of ours leads past the question
		raise frappe.PermissionError
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
