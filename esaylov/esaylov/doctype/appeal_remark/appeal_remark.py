"""Appeal Remark (izoh): what staff ask to mend in one field of an appeal."""

from frappe.model.document import Document

from esaylov.appeals.review import returning


class AppealRemark(Document):
	def validate(self) -> None:
		returning.guard_remark(self)

	def on_trash(self) -> None:
		returning.guard_remark_removal(self)
