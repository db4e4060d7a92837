"""Appeal Remark (izoh): what staff ask to mend in one field of an appeal."""

from frappe.model.document import Document

from esaylov.appeals import service as appeals


class AppealRemark(Document):
	def validate(self) -> None:
		appeals.validate_remark(self)

	def on_trash(self) -> None:
		appeals.guard_remark_removal(self)
