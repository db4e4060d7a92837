"""Uzbek titles that this site made itself, with ʻ and ʼ as those that are shipped and those that are saved from now on.

Shipped records are left to their loader, which tells what was changed here by comparing it with what it loaded.
"""

from collections.abc import Iterator

import frappe

from esaylov.core.names import uzbek_letters

DOCTYPES = (
	"Administrative Territory",
	"Constituency",
	"Decision Rule",
	"Election",
	"Election Commission",
	"Election Stage",
	"Election Type",
	"Participant Organization",
	"Party Branch",
	"Political Party",
	"Polling Station",
	"Statute",
)
"""Those whose controllers write their titles so; a test compares."""
COLUMNS = ("title_uz", "short_title_uz")


def execute() -> None:
	"""Safe to repeat: only titles with another apostrophe are touched."""
	for doctype in DOCTYPES:
		for name, changed in _wrong(doctype):
			frappe.db.set_value(doctype, name, changed, update_modified=False)


def _wrong(doctype: str) -> Iterator[tuple[str, dict[str, str]]]:
	columns = [column for column in COLUMNS if frappe.get_meta(doctype).has_field(column)]
	shipped = set(frappe.get_all("Shipped Record", {"reference_doctype": doctype}, pluck="reference_name"))
	rows = frappe.get_all(doctype, fields=["name", *columns], order_by="name asc")
	for row in rows:
		changed = {
			column: uzbek_letters(text)
			for column in columns
			if (text := row[column] or "") != uzbek_letters(text)
		}
		if changed and row["name"] not in shipped:
			yield row["name"], changed
