"""E-IMZO Settings (E-IMZO sozlamalari): the server that verifies signatures of the national algorithms."""

from frappe.model.document import Document


class EIMZOSettings(Document):
	pass
