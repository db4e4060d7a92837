"""E-IMZO Settings (E-IMZO sozlamalari): the server that verifies signatures of the national algorithms, and what the program on users'
computers is told."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.trust import program_keys


class EIMZOSettings(Document):
	def validate(self) -> None:
		with shown():
			program_keys.check_program_keys(self)
