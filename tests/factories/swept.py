"""What a test commits, taken off the site again, below all controllers; chains and counters stay."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

COMMITTED = (
	*("Bulk Decision", "Signed List", "Document Signature", "Certificate", "Observer", "Register Event"),
	*("Proxy", "Candidate", "SMS Message", "Decision", "Agenda Item", "Commission Session", "Appeal"),
	*("Appeal Type", "Appeal Type Version", "Person"),
)
AT_A_TIME = 500


@contextmanager
def committed() -> Iterator[None]:
	"""Inside, a test may commit."""
	before = {doctype: _names(doctype) for doctype in COMMITTED}
	try:
		yield
	finally:
		frappe.db.rollback()
		_sweep(before)


def _sweep(before: dict[str, set[str]]) -> None:
	for doctype, known in before.items():
		new = sorted(_names(doctype) - known)
		for start in range(0, len(new), AT_A_TIME):
			part = ["in", new[start : start + AT_A_TIME]]
			frappe.db.delete(doctype, {"name": part})
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parent": part, "parenttype": doctype})
	frappe.db.commit()


def _names(doctype: str) -> set[str]:
	return set(frappe.get_all(doctype, pluck="name", limit=0))
