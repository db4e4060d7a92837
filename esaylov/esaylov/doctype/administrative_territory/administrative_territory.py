from frappe.utils.nestedset import NestedSet

from esaylov.elections import checks


class AdministrativeTerritory(NestedSet):
	"""Country, region, district or city (*hudud*); a node of the tree, named by its SOATO code."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		code: DF.Data
		is_group: DF.Check
		kind: DF.Literal["", "country", "republic", "region", "city", "district"]
		level: DF.Literal["Country", "Region", "District"]
		lft: DF.Int
		old_parent: DF.Link | None
		parent_administrative_territory: DF.Link | None
		rgt: DF.Int
		source_mark: DF.SmallText | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_territory(self)
