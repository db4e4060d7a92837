import frappe

from esaylov.registers.entries.controller import RegisterEntry


class Observer(RegisterEntry):
	"""A registered observer (kuzatuvchi), Election Code art. 33; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Observer", ["decision", "person"], "unique_decision_person")
	frappe.db.add_unique("Observer", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Observer", ["election", "status", "territory", "kind"], "counted_by_place")
