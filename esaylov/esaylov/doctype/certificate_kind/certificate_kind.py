from frappe.model.document import Document


class CertificateKind(Document):
	"""A kind of certificate or mandate: title and role on the paper, validity, layout."""
