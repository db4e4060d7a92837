"""Appeal Type Message: message that an event of the appeal sends (Xabar)."""

from frappe.model.document import Document


class AppealTypeMessage(Document):
	pass
