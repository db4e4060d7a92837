from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.portal.feedback import receiving


class Feedback(Document):
	"""A suggestion or question from the portal, and its answer (*taklif va mulohaza*)."""

	def validate(self) -> None:
		with shown():
			receiving.check(self)
