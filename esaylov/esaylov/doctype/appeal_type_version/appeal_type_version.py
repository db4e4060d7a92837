"""Appeal Type Version: what an open appeal was signed with; never changed."""

from frappe.model.document import Document

from esaylov.appeals import service as appeals


class AppealTypeVersion(Document):
	def validate(self) -> None:
		appeals.guard_version(self)

	def on_trash(self) -> None:
		appeals.guard_version(self)
