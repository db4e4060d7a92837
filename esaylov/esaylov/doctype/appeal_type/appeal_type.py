"""Appeal Type (murojaat turi): form, route, rules, effect and messages of one kind of appeal, all data."""

from frappe.model.document import Document

from esaylov.appeals import service as appeals


class AppealType(Document):
	def validate(self) -> None:
		appeals.validate_type(self)

	def on_update(self) -> None:
		appeals.freeze_version(self)
