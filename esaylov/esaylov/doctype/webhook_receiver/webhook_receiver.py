from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.integrations.inbound import service as integrators


class WebhookReceiver(Document):
	"""Address of another system that is told of events (Vebhuk qabul qiluvchi)."""

	def validate(self) -> None:
		with shown():
			integrators.validate_receiver(self)
