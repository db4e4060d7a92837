"""Personal Data Access (shaxs maʼlumotiga murojaat): one look at a person's data; see appeals.state_registers."""

import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import access_log


class PersonalDataAccess(Document):
	def validate(self) -> None:
		access_log.check_access(self)  # here, so that REST, import and the Desk meet the same rule

	def on_trash(self) -> None:
		access_log.check_access(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Personal Data Access", ["person_key", "seen_at"], "person_looks")
	frappe.db.add_index("Personal Data Access", ["viewer", "kind", "seen_at"], "viewer_looks")
