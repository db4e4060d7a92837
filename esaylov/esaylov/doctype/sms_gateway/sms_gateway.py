from frappe.model.document import Document


class SMSGateway(Document):
	"""A provider that delivers SMS (SMS shlyuzi); the first in the order that works is used."""
