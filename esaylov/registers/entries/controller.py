"""The controller that every register shares: its DocType's class derives from it."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers.entries import entries


class RegisterEntry(Document):
	"""A fact that the effect of a signed decision wrote; nobody else writes it, nobody removes it."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			entries.check(self)

	def on_trash(self) -> None:
		with shown():
			entries.refuse_removal(self)
