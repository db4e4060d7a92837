from frappe.model.document import Document

from esaylov.identity import checks, roles


class BodyRepresentative(Document):
	"""Person who may act for a body (*tashkilot vakili*), on the dates of the row."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		body: DF.DynamicLink
		body_type: DF.Link
		ends_on: DF.Date | None
		is_head: DF.Check
		is_synthetic: DF.Check
		may_delegate: DF.Check
		person: DF.Link
		person_name: DF.Data | None
		position: DF.Data | None
		starts_on: DF.Date
		tin: DF.Data | None
		user: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.check_representative(self)

	def on_update(self) -> None:
		roles.sync_person_roles(self.person)

	def after_delete(self) -> None:
		roles.sync_person_roles(self.person)
