"""Appeal Type (murojaat turi): form, route, rules, effect and messages of one kind of appeal, all data."""

from frappe.model.document import Document

from esaylov.appeals.types import definitions, publishing


class AppealType(Document):
	def validate(self) -> None:
		publishing.validate_type(self)

	def on_update(self) -> None:
		definitions.freeze_version(self)
