"""The controller that every register shares: its DocType's class derives from it."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.registers import service as registers


class RegisterEntry(Document):
	"""A fact that the effect of a signed decision wrote; nobody else writes it, nobody removes it."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			registers.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			registers.refuse_removal(self)
