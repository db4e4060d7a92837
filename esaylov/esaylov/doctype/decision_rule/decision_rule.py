from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.elections import checks
from esaylov.decisions.sessions.records import rules


class DecisionRule(Document):
	"""How a commission decides: quorum, majority, casting vote, ties (*qaror qabul qilish qoidasi*); numbers as data."""

	def validate(self) -> None:
		checks.complete_titles(self)
		with shown():
			rules.check_rule(self)
