"""Appeal Type Version: what an open appeal was signed with; never changed."""

from frappe.model.document import Document

from esaylov.appeals.types import definitions


class AppealTypeVersion(Document):
	def validate(self) -> None:
		definitions.guard_version(self)

	def on_trash(self) -> None:
		definitions.guard_version(self)
