from frappe.model.document import Document


class ConstituencyStation(Document):
	"""A polling station where the voters of a constituency vote (*okrug tarkibidagi saylov uchastkasi*)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		polling_station: DF.Link
	# end: auto-generated types
