"""Count Protocol (sanoq bayonnomasi): what a precinct commission counted of one kind of ballot, signed by its members."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers.results import service as results


class CountProtocol(Document):
	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			results.check_protocol(self)

	def printed(self) -> dict[str, object]:
		"""What the print format shows."""
		return results.printed_protocol(self)

	def on_trash(self) -> None:
		with shown():
			results.refuse_removal(self)


def on_doctype_update() -> None:
	"""Tables ask for the protocols of a contest, then of a constituency."""
	fields = ["election", "election_type", "constituency", "status"]
	frappe.db.add_index("Count Protocol", fields, "count_protocol_contest")
