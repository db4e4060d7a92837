from frappe.model.document import Document


class IntegratorKeyScope(Document):
	"""What an integrator's key may call (Kalit ruxsati)."""
