import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.integrations.inbound import deliveries


class WebhookDelivery(Document):
	"""One event on its way to one receiver (Vebhuk yetkazilishi); written by integrations.inbound.deliveries alone."""

	def validate(self) -> None:
		with shown():
			deliveries.refuse(self)

	def on_trash(self) -> None:
		with shown():
			deliveries.refuse(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Webhook Delivery", ["receiver", "event"], "unique_receiver_event")
	frappe.db.add_index("Webhook Delivery", ["receiver", "status", "next_attempt_at"], "due_index")
