"""Count Entry (sanoq bayonnomasini kiritish): what one person typed of a protocol, without the other person's numbers."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers.results.counting import entry_rows
from esaylov.registers.results.outcome import writing


class CountEntry(Document):
	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			entry_rows.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)


def on_doctype_update() -> None:
	"""One person makes one entry of a round."""
	frappe.db.add_unique("Count Entry", ["protocol", "round", "person"], "count_entry_of_person")
