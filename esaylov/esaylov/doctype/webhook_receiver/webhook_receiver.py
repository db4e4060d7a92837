from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.integrations.inbound import receivers


class WebhookReceiver(Document):
	"""Address of another system that is told of events (Vebhuk qabul qiluvchi)."""

	def validate(self) -> None:
		with shown():
			receivers.validate(self)
