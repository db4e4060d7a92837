import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.framework.persistence.workflows import PlainSteps, leave_out
from esaylov.decisions.sessions.papers import paper
from esaylov.decisions.sessions.records import writing

leave_out("Commission Session")


class CommissionSession(PlainSteps, Document):
	"""A session of a commission (*majlis*); see esaylov/decisions/sessions/README.md."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)

	def printed(self) -> dict[str, object]:
		"""What stands on the paper of the protocol, for the print format."""
		return paper.printed_protocol(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Commission Session", ["commission", "number"], "unique_session_number")
	frappe.db.add_index("Commission Session", ["commission", "starts_at"], "commission_starts_index")
