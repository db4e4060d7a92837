from frappe.model.document import Document


class DecisionRow(Document):
	"""What a decision says of one person or part of an appeal."""
