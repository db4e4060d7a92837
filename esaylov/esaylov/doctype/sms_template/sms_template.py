from frappe.model.document import Document

from esaylov.messages import templates


class SMSTemplate(Document):
	"""The text of a message in each language (SMS andozasi)."""

	def validate(self) -> None:
		templates.check(self)
