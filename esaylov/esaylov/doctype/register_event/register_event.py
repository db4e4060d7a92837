"""Register Event (reyestr yozuvi tarixi): one change of the state of a register entry, by one decision."""

import json

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.framework.desk import values_in_words
from esaylov.framework.errors import shown
from esaylov.registers.entries import history


class RegisterEvent(Document):
	def onload(self) -> None:
		self.set_onload("shown_title", _(self.to_status))
		self.set_onload("values_before", values_in_words.of(self.register, json.loads(self.was or "{}")))

	def validate(self) -> None:
		with shown():
			history.refuse(self)

	def on_trash(self) -> None:
		with shown():
			history.refuse(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Register Event", ["register", "entry"], "register_entry_index")
