from frappe.model.document import Document


class SignatureSheetsRegion(Document):
	"""Signatures of one region in accepted signature sheets."""
