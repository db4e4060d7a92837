"""Chain Event (zanjir hodisasi): one step in the hash chain of a commission; append only."""

import frappe
from frappe.model.document import Document

from esaylov.trust.chains import chain


class ChainEvent(Document):
	def validate(self) -> None:
		chain.validate_event(self)

	def on_trash(self) -> None:
		chain.refuse(self)


def on_doctype_update() -> None:
	"""One event for each place in a chain, whoever writes it."""
	frappe.db.add_unique("Chain Event", ["commission", "sequence"], constraint_name="unique_place_in_chain")
