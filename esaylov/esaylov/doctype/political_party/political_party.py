from frappe.model.document import Document

from esaylov.elections import checks


class PoliticalParty(Document):
	"""Political party (*siyosiy partiya*) registered by the Ministry of Justice."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ballot_order: DF.Int
		code: DF.Data
		colour: DF.Color | None
		is_active: DF.Check
		note: DF.SmallText | None
		short_title_en: DF.Data | None
		short_title_ru: DF.Data | None
		short_title_uz: DF.Data | None
		source_mark: DF.SmallText | None
		tin: DF.Data | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_tin(self)
