from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.setup.retention.archive import orders


class ElectionArchive(Document):
	"""Package of a finished election (*saylov arxivi*): proposed by one person, made and sealed when another has signed."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same rule
			orders.check(self)

	def on_update(self) -> None:
		orders.follow(self)

	def on_trash(self) -> None:
		with shown():
			orders.refuse_removal(self)
