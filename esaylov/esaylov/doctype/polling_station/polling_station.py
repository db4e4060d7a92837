import frappe
from frappe.model.document import Document

from esaylov.elections import checks


class PollingStation(Document):
	"""Polling station (*saylov uchastkasi*); its number is unique within its territory."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		building: DF.Data | None
		city: DF.Data | None
		country: DF.Data | None
		is_synthetic: DF.Check
		kind: DF.Literal["Ordinary", "Special", "Abroad"]
		latitude: DF.Float
		longitude: DF.Float
		number: DF.Int
		phone: DF.Data | None
		source_mark: DF.SmallText | None
		territory: DF.Link
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
		voters_count: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_polling_station(self)


def on_doctype_update() -> None:
	"""A number is given once within a territory; the index serves who asks for a territory alone, too."""
	frappe.db.add_unique("Polling Station", ["territory", "number"])
