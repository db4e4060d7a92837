"""Signed List (imzolangan roʻyxat): the bytes of one signature that covers many documents."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.trust import service as trust


class SignedList(Document):
	def validate(self) -> None:
		with shown():
			trust.validate_list(self)

	def on_trash(self) -> None:
		with shown():
			trust.refuse_list_removal(self)
