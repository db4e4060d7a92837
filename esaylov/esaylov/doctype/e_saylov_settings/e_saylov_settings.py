import re

from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, shown


class EsaylovSettings(Document):
	"""Settings of the whole system (*E-saylov sozlamalari*)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		clock_offset_seconds: DF.Int
		current_election: DF.Link | None
		default_language: DF.Literal["uz", "uz-2026", "uz-Cyrl", "ru", "en", "kaa"]
		help_phone: DF.Data | None
		new_letters_from: DF.Date | None
		papers_in_new_letters_from: DF.Date | None
		portal_url: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		with shown():
			if self.help_phone and not re.fullmatch(r"\+?[0-9]{3,12}", self.help_phone):
				raise FormInvalid([Finding("help_phone_structure", "help_phone")])  # its messages would fail
