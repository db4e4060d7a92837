"""Phone Change (telefon raqamini almashtirish): one change of a person's own number, asked for and confirmed; see logins."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins import phones


class PhoneChange(Document):
	def validate(self) -> None:
		with shown():
			phones.check_change(self)

	def on_trash(self) -> None:
		with shown():
			phones.check_change(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Phone Change", ["person", "asked_at"], "person_changes")
