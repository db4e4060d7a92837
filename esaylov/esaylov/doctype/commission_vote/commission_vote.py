import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.decisions.sessions.records import writing


class CommissionVote(Document):
	"""The vote of one member on one item in one round (*ovoz*): written once, never changed."""

	def validate(self) -> None:
		with shown():  # here, so that REST, import and the Desk meet the same law
			writing.check_vote_entry(self)

	def on_trash(self) -> None:
		with shown():
			writing.refuse_removal(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("Commission Vote", ["item", "round", "member"], "unique_item_round_member")
