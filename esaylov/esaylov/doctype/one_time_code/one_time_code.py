"""One-time Code (bir martalik kod): a code sent by SMS that confirms one step once; only its keyed hash is kept."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity import codes


class OnetimeCode(Document):
	def validate(self) -> None:
		with shown():
			codes.check_code(self)

	def on_trash(self) -> None:
		with shown():
			codes.check_code(self)


def on_doctype_update() -> None:
	frappe.db.add_index("One-time Code", ["phone_key", "purpose", "reference"], "phone_purpose_index")
