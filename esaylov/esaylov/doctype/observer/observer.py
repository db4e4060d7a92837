import frappe
from frappe.model.document import Document

from esaylov.errors import shown
from esaylov.registers import service as registers


class Observer(Document):
	"""A registered observer (kuzatuvchi), Election Code art. 33; written by the effect of a decision."""

	def validate(self) -> None:
		with shown():
			registers.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			registers.refuse_removal(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Observer", ["decision", "person"], "unique_decision_person")
	frappe.db.add_index("Observer", ["election", "status", "territory"], "election_status_territory_index")
