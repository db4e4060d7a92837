import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.decisions.sessions.records import writing


class SessionAttendance(Document):
	"""Who took part in a session (*ishtirok*), from when to when, signed."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)


def on_doctype_update() -> None:
	frappe.db.add_unique(
		"Session Attendance", ["session", "person", "ordinal"], "unique_session_person_ordinal"
	)
