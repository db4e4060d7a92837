"""Appeal Field: field of an appeal's form (Maydon)."""

from frappe.model.document import Document


class AppealField(Document):
	pass
