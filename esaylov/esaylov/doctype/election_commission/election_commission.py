from frappe.utils.nestedset import NestedSet

from esaylov.permissions import row_rules
from esaylov.elections import checks


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
		checks.complete_titles(self)
		checks.check_commission(self)

	def on_update(self) -> None:
		"""A new place in the tree is everybody's reach at once: in the same transaction."""
		stood = self.lft, self.rgt
		super().on_update()  # which may move it though its parent is the same: what counts is where it stands now
		if (self.lft, self.rgt) != stood:
			row_rules.refresh_places()

	def on_trash(self, allow_root_deletion: bool = False) -> None:
		"""Those that stood behind it move up."""
		super().on_trash(allow_root_deletion)
		row_rules.refresh_places()
