from frappe.model.document import Document

from esaylov.elections import checks, counting
from esaylov.elections.preparation import steps


class Election(Document):
	"""Election day with its contests (*saylov*)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from esaylov.esaylov.doctype.election_contest.election_contest import ElectionContest
		from frappe.types import DF

		called_on: DF.Date | None
		code: DF.Data
		day_counting: DF.Literal["Full Days", "Calendar Days"]
		election_day: DF.Date
		election_types: DF.Table[ElectionContest]
		is_synthetic: DF.Check
		kind: DF.Literal[
			"",
			"Parliamentary and Local",
			"Parliamentary",
			"Local Kengashes",
			"Presidential",
			"By-election",
			"Repeat Voting",
			"Repeat Election",
			"Early Presidential",
			"Early Parliamentary",
			"Referendum",
		]
		note: DF.SmallText | None
		official_announcement_on: DF.Date | None
		opened_on: DF.Date | None
		short_title_en: DF.Data | None
		short_title_ru: DF.Data | None
		short_title_uz: DF.Data | None
		source_election: DF.Link | None
		source_mark: DF.SmallText | None
		status: DF.Literal["In Preparation", "Planned", "Announced", "Finished", "Practice", "Practice Over"]
		title_en: DF.Data | None
		title_ru: DF.Data | None
		title_uz: DF.Data
		title_uz_cyrl: DF.Data | None
		voters_count: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		checks.complete_titles(self)
		checks.check_election(self)
		if self.flags.configuration_applied:
			steps.check_opening(self)

	def on_update(self) -> None:
		counting.recount(self)
