from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.messages.texts import templates


class SMSTemplate(Document):
	"""The text of a message in each language (SMS andozasi)."""

	def before_insert(self) -> None:
		templates.begin(self)

	def validate(self) -> None:
		with shown():
			templates.check(self)
