"""Expert Conclusion (ekspert xulosasi): what experts of a commission found in an appeal."""

from frappe.model.document import Document

from esaylov.appeals import service as appeals


class ExpertConclusion(Document):
	def validate(self) -> None:
		appeals.validate_conclusion(self)

	def on_trash(self) -> None:
		appeals.refuse_removal(self)
