"""Register Event (reyestr yozuvi tarixi): one change of the state of a register entry, by one decision."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers import service as registers


class RegisterEvent(Document):
	def validate(self) -> None:
		with shown():
			registers.refuse_event(self)

	def on_trash(self) -> None:
		with shown():
			registers.refuse_event(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Register Event", ["register", "entry"], "register_entry_index")
