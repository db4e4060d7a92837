import frappe
from frappe.model.document import Document

from esaylov.framework import shipped_records


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

	def onload(self) -> None:
		self.set_onload("shown_title", shipped_records.title(self))
		self.set_onload("differences", shipped_records.differences(self))


def on_doctype_update() -> None:
	"""One row for each shipped record."""
	frappe.db.add_unique("Shipped Record", ["reference_doctype", "reference_name"])
