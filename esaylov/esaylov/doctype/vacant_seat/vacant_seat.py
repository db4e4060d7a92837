from frappe.model.document import Document


class VacantSeat(Document):
	"""A seat of an earlier election that a by-election fills."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		constituency: DF.Link
		ground: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		vacant_since: DF.Date | None
	# end: auto-generated types
