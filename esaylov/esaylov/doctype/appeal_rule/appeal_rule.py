"""Appeal Rule: rule that an appeal must keep (Qoida)."""

from frappe.model.document import Document


class AppealRule(Document):
	pass
