from frappe.model.document import Document

from esaylov.elections import checks


class ElectionStage(Document):
	"""Row of the calendar plan (*kalendar reja*); dates are days of Tashkent time."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		election: DF.Link
		ends_at: DF.Data | None
		ends_on: DF.Date | None
		key: DF.Data
		note: DF.SmallText | None
		rule: DF.Data | None
		source_mark: DF.SmallText | None
		starts_on: DF.Date
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_stage(self)
