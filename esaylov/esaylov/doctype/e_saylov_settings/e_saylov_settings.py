import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from frappe.model.document import Document
from frappe.utils import cint, get_time

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, shown

HELP_PHONE: Final = r"\+?[0-9]{3,12}"
LEAST_HOURS: Final = 8
"""So many hours of each day messages go out [ours]."""


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
			if findings := [*self._help_line(), *self._numbers(), *self._quiet_hours()]:
				raise FormInvalid(findings)

	def _help_line(self) -> Iterator[Finding]:
		if self.help_phone and not re.fullmatch(HELP_PHONE, self.help_phone):
			yield Finding("help_phone_structure", "help_phone")  # its messages would fail

	def _numbers(self) -> Iterator[Finding]:
		for field in ("messages_per_phone", "compared_megabytes"):
			if cint(self.get(field)) < 1:
				yield Finding("number_of_one", field)

	def _quiet_hours(self) -> Iterator[Finding]:
		"""Receipts, decisions and calls wait for the end of the quiet hours; codes alone do not."""
		if self.quiet_from in (None, "") or self.quiet_to in (None, ""):
			return
		first, last = (
			datetime.combine(date.min, get_time(value)) for value in (self.quiet_from, self.quiet_to)
		)
		if (last - first) % timedelta(days=1) > timedelta(hours=24 - LEAST_HOURS):
			yield Finding("quiet_too_long", "quiet_to", params={"hours": LEAST_HOURS})
