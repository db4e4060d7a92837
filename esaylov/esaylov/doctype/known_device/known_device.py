"""Known Device (tanish qurilma): a browser from which a user has logged in before; written by the logins alone."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins import devices


class KnownDevice(Document):
	def validate(self) -> None:
		with shown():
			devices.check_device(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Known Device", ["user", "device_key"], "unique_user_device")
