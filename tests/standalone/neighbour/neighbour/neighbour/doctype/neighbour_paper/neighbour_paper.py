from frappe.model.document import Document


class NeighbourPaper(Document):
	pass
