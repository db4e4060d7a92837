"""Count Protocol (sanoq bayonnomasi): what a precinct commission counted of one kind of ballot, signed by its members."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers.results import paper
from esaylov.registers.results.outcome import writing


class CountProtocol(Document):
	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_protocol(self)

	def printed(self) -> dict[str, object]:
		"""What the print format shows."""
		return paper.printed(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)


def on_doctype_update() -> None:
	"""Tables ask for the protocols of a contest, then of a constituency."""
	fields = ["election", "election_type", "constituency", "status"]
	frappe.db.add_index("Count Protocol", fields, "count_protocol_contest")
