from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.integrations.inbound import keys


class IntegratorKey(Document):
	"""Key by which another system calls the contracts (Integrator kaliti); its life is integrations.inbound.keys's."""

	def validate(self) -> None:
		with shown():
			keys.validate(self)

	def on_trash(self) -> None:
		with shown():
			keys.refuse_removal(self)
