from frappe.model.document import Document

from esaylov.decisions.drafting import grounds
from esaylov.framework.errors import shown


class RefusalGround(Document):
	"""Ground on which an appeal or one row of it is refused (rad etish asosi); see esaylov/decisions/README.md."""

	def validate(self) -> None:
		with shown():
			grounds.check(self)
