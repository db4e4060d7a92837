from frappe.utils.nestedset import NestedSet

from esaylov.ground import service as ground


class ElectionCommission(NestedSet):
	"""Election commission (*saylov komissiyasi*), a node of the tree CEC, REG, DC and OKR, PEC."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		code: DF.Data
		constituency: DF.Link | None
		election: DF.Link | None
		is_group: DF.Check
		level: DF.Literal["CEC", "REG", "OKR", "DC", "PEC"]
		lft: DF.Int
		old_parent: DF.Link | None
		parent_election_commission: DF.Link | None
		phone: DF.Data | None
		polling_station: DF.Link | None
		register_code: DF.Data
		rgt: DF.Int
		short_title_en: DF.Data | None
		short_title_ru: DF.Data | None
		short_title_uz: DF.Data | None
		source_mark: DF.SmallText | None
		territory: DF.Link | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		ground.complete_titles(self)
		ground.check_commission(self)
