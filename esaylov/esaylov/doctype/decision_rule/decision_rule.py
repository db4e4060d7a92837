from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.elections import service as ground
from esaylov.decisions.sessions import service as sessions


class DecisionRule(Document):
	"""How a commission decides: quorum, majority, casting vote, ties (*qaror qabul qilish qoidasi*); numbers as data."""

	def validate(self) -> None:
		ground.complete_titles(self)
		with shown():
			sessions.check_rule(self)
