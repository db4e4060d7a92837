"""OneID Settings (OneID sozlamalari): what the site is registered with at OneID."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins import service as logins


class OneIDSettings(Document):
	def validate(self) -> None:
		with shown():
			logins.check_oneid_settings(self)
