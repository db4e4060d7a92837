import frappe
from frappe.model.document import Document


class ShippedRecord(Document):
	"""What was loaded from the shipped data last; see `esaylov.setup.shipped`."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Code | None
		content_hash: DF.Data | None
		difference: DF.Code | None
		file: DF.Data | None
		reference_doctype: DF.Link
		reference_name: DF.DynamicLink
		status: DF.Literal["Loaded", "Kept", "Deleted on site"]
	# end: auto-generated types


def on_doctype_update() -> None:
	"""One row for each shipped record."""
	frappe.db.add_unique("Shipped Record", ["reference_doctype", "reference_name"])
