"""State Register Prefill (reyestrdan toʻldirilgan maʼlumot): source and time of what a register filled in; see appeals.state_registers."""

import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import prefills


class StateRegisterPrefill(Document):
	def validate(self) -> None:
		prefills.check_prefill(self)  # here, so that REST, import and the Desk meet the same rule

	def on_trash(self) -> None:
		prefills.check_prefill(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("State Register Prefill", ["appeal", "person_key"], "unique_appeal_person")
