"""Appeal Type Applicant: kind of applicant that may file a type of appeal (Ariza beruvchi turi)."""

from frappe.model.document import Document


class AppealTypeApplicant(Document):
	pass
