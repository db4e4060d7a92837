"""Signed List (imzolangan roʻyxat): the bytes of one signature that covers many documents."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.trust import lists


class SignedList(Document):
	def validate(self) -> None:
		with shown():
			lists.check(self)

	def on_trash(self) -> None:
		with shown():
			lists.refuse_removal(self)
