from frappe.model.document import Document


class VoterStatistic(Document):
	"""A figure about voters (*saylovchilar soni*) of an election, with its day and source."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_of: DF.Date
		election: DF.Link
		gender: DF.Literal["", "Male", "Female"]
		is_synthetic: DF.Check
		key: DF.Data
		kind: DF.Literal["voters", "abroad", "first_time"]
		note: DF.SmallText | None
		source_mark: DF.SmallText
		territory: DF.Link
		value: DF.Int
	# end: auto-generated types
