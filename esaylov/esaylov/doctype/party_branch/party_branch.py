from frappe.model.document import Document

from esaylov.elections import checks


class PartyBranch(Document):
	"""Body of a political party (*partiya tashkiloti*): central, regional or district council."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		code: DF.Data
		is_synthetic: DF.Check
		level: DF.Literal["Central", "Regional", "District"]
		party: DF.Link
		phone: DF.Data | None
		source_mark: DF.SmallText | None
		territory: DF.Link
		tin: DF.Data | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
	# end: auto-generated types

	def before_naming(self) -> None:
		checks.name_party_branch(self)

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_tin(self)
		checks.check_party_branch(self)
