import frappe
from frappe.model.document import Document

from esaylov.elections import checks
from esaylov.framework.persistence.documents import LockedByRow


class Constituency(LockedByRow, Document):
	"""Constituency, okrug (*saylov okrugi*), of one election and one kind of election."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from esaylov.esaylov.doctype.constituency_station.constituency_station import ConstituencyStation

		boundaries: DF.LongText | None
		boundary_geojson: DF.Code | None
		center: DF.Data | None
		election: DF.Link
		election_type: DF.Link
		is_synthetic: DF.Check
		number: DF.Int
		source_mark: DF.SmallText | None
		stations: DF.Table[ConstituencyStation]
		territory: DF.Link
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
		voters_count: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_constituency(self)


def on_doctype_update() -> None:
	"""A number is given once within an election, a kind of election and a territory."""
	frappe.db.add_unique("Constituency", ["election", "election_type", "territory", "number"])
