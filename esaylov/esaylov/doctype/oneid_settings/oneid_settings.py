"""OneID Settings (OneID sozlamalari): what the site is registered with at OneID."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins.ways import oneid


class OneIDSettings(Document):
	def validate(self) -> None:
		with shown():
			oneid.check_settings(self)
