from frappe.model.document import Document


class WebhookFamily(Document):
	"""Events that a receiver is told of (Vebhuk hodisalari)."""
