"""Expert Conclusion (ekspert xulosasi): what experts of a commission found in an appeal."""

from frappe.model.document import Document

from esaylov.appeals.corrections import corrections
from esaylov.appeals.review import experts


class ExpertConclusion(Document):
	def validate(self) -> None:
		experts.guard_conclusion(self)

	def on_trash(self) -> None:
		corrections.refuse_removal(self)
