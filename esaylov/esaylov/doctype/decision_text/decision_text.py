import frappe
from frappe.model.document import Document

from esaylov.decisions.drafting import wording
from esaylov.framework.errors import shown


class DecisionText(Document):
	"""Text of a decision, from which drafts are made (qaror matni); see esaylov/decisions/README.md.

	A change reaches the next draft; what is signed keeps the text that was signed.
	"""

	scope_key: str | None

	def validate(self) -> None:
		key = self.scope_key or None
		self.scope_key = key if self.scope != "Every Appeal" else None
		with shown():
			wording.check(self)


def on_doctype_update() -> None:
	frappe.db.add_index("Decision Text", ["outcome", "enabled"], "outcome_enabled_index")
