"""Election Preparation (saylovga tayyorgarlik): a new election made after an earlier one by a job."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.elections.preparation import copying


class ElectionPreparation(Document):
	def validate(self) -> None:
		with shown():
			copying.check(self)

	def on_trash(self) -> None:
		with shown():
			copying.check_removal(self)
