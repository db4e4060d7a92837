import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.framework.persistence.documents import LockedByRow
from esaylov.decisions.sessions.papers import paper
from esaylov.decisions.sessions.records import writing


class AgendaItem(LockedByRow, Document):
	"""One question of a session (*kun tartibi masalasi*) with the draft that is voted on."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)

	def printed(self) -> dict[str, object]:
		"""What stands on the voting sheet, for the print format."""
		return paper.printed_sheet(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Agenda Item", ["session", "position"], "session_position_index")
