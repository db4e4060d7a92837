import frappe
from frappe.model.document import Document

from esaylov.registers.certificates.issue import forming
from esaylov.registers.certificates.papers import paper
from esaylov.framework.errors import shown


class Certificate(Document):
	"""A certificate or mandate (guvohnoma, mandat) with the text as printed."""

	def validate(self) -> None:
		with shown():
			forming.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			forming.refuse_removal(self)

	def printed(self) -> dict[str, object]:
		"""The lines, dates, pictures and page of the paper, for the print format; see certificates.paper.printed."""
		return paper.printed(self)


def on_doctype_update() -> None:
	frappe.db.add_unique(
		"Certificate", ["issuer_commission", "kind", "election", "number"], "unique_series_number"
	)
	frappe.db.add_unique(
		"Certificate", ["register_doctype", "register_name", "kind", "issue_no"], "unique_entry_issue"
	)
