"""Decision Subject (murojaatsiz qaror mavzusi): what a commission decides without an appeal, at which level and by which road."""

from frappe.model.document import Document

from esaylov.decisions.matters import ex_officio
from esaylov.framework.errors import shown


class DecisionSubject(Document):
	def validate(self) -> None:
		with shown():
			ex_officio.check_matter(self)
