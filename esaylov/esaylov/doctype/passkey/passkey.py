"""Passkey (kirish kaliti): a second factor that a user registered for themselves; written by the logins alone."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins.ways import passkeys


class Passkey(Document):
	def validate(self) -> None:
		with shown():
			passkeys.check_passkey(self)

	def on_trash(self) -> None:
		with shown():
			passkeys.check_passkey(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Passkey", ["credential_key"], "unique_credential")
