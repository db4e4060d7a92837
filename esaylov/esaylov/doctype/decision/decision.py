import frappe
from frappe.model.document import Document

from esaylov.decisions.signatures import as_signed, invariants, paper
from esaylov.framework.errors import shown
from esaylov.framework.persistence.documents import LockedByRow


class Decision(LockedByRow, Document):
	"""A signed decision of a commission (qaror); see esaylov/decisions/README.md."""

	def before_validate(self) -> None:
		# a link that shows an empty title is an empty field: an act on paper has no number of ours, a draft none at all
		self.title = self.number or self.act_number or self.name

	def onload(self) -> None:
		self.set_onload("as_signed", as_signed.in_words(self))

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			invariants.check(self)

	def on_trash(self) -> None:
		with shown():
			invariants.check_removal(self)

	def printed(self) -> dict[str, object]:
		"""What stands on the paper of the decision, for the print format."""
		return paper.printed(self)

	def printed_extract(self, row_path: str = "") -> dict[str, object]:
		"""What stands on the extract for a row, or for each row, for the print format."""
		return paper.printed_extract(self, row_path)


def on_doctype_update() -> None:
	frappe.db.add_unique("Decision", ["commission", "number"], "unique_number_of_commission")
	frappe.db.add_index("Decision", ["commission", "decided_on"], "commission_decided_on_index")
	# the public register reads its pages from here, the newest first
	frappe.db.add_index("Decision", ["election", "decided_on", "creation"], "register_by_day")
	# statistics of appeals ask each for its day, and rows are wide
	frappe.db.add_index("Decision", ["name", "decided_on"], "name_decided_on")
