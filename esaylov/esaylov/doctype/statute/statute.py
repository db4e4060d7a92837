from frappe.model.document import Document

from esaylov.elections import checks, successors


class Statute(Document):
	"""A number of the law with its article and the time for which it holds (*qonun meʼyori*)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		article: DF.Data | None
		is_active: DF.Check
		key: DF.Data
		note: DF.SmallText | None
		replaces: DF.Link | None
		source_mark: DF.SmallText | None
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
		unit: DF.Literal["days", "minutes", "hours", "times", "percent", "years", "people", "months", "count"]
		valid_from: DF.Date | None
		valid_to: DF.Date | None
		value: DF.Data
	# end: auto-generated types

	def before_validate(self) -> None:
		successors.check_in_place(self)

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_statute(self)

	def on_update(self) -> None:
		successors.end_former(self)
