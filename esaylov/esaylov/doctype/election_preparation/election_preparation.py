"""Election Preparation (saylovga tayyorgarlik): a new election made after an earlier one by a job."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.elections.preparation import service as preparing


class ElectionPreparation(Document):
	def validate(self) -> None:
		with shown():
			preparing.check(self)

	def on_trash(self) -> None:
		with shown():
			preparing.check_removal(self)
