from frappe.model.document import Document


class PreparationStep(Document):
	"""A step of an election's preparation: who does it by when, and whether it is done."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		done_by: DF.Link | None
		done_on: DF.Datetime | None
		due_on: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		responsible: DF.Link | None
		step: DF.Data
	# end: auto-generated types
