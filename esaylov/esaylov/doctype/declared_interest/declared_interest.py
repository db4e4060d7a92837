from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.decisions.sessions.records import writing


class DeclaredInterest(Document):
	"""What a member declared for the check of conflicts of interest (*manfaatlar toʻqnashuvi*)."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)
