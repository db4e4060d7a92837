from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.integrations.inbound import service as integrators


class IntegratorKey(Document):
	"""Key by which another system calls the contracts (Integrator kaliti); its life is integrators.service's."""

	def validate(self) -> None:
		with shown():
			integrators.validate_key(self)

	def on_trash(self) -> None:
		with shown():
			integrators.refuse_key_removal(self)
