from frappe.model.document import Document

from esaylov.elections import checks


class ParticipantOrganization(Document):
	"""Organization that takes part in an election (*ishtirokchi tashkilot*)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		is_synthetic: DF.Check
		kind: DF.Literal[
			"Regional Kengash",
			"District Kengash",
			"Regional Hokimiyat",
			"District Hokimiyat",
			"Mahalla",
			"National Media",
			"Foreign Ministry",
			"Ministry",
			"Foreign Body",
			"Initiative Group",
		]
		phone: DF.Data | None
		registry_no: DF.Data | None
		source_mark: DF.SmallText | None
		territory: DF.Link | None
		tin: DF.Data | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
		website: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_tin(self)
