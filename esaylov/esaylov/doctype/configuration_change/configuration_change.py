from frappe.model.document import Document

from esaylov.permissions.configuration.rules import approvers
from esaylov.permissions.configuration.waiting import changes, persons, reading, recovery, waiting_changes
from esaylov.registers.outcome_rules import joining_members


class ConfigurationChange(Document):
	"""Change of guarded configuration (Sozlama oʻzgarishi): proposed by one person, in force when another confirms."""

	def validate(self) -> None:
		changes.check(self)

	def onload(self) -> None:
		self.set_onload("shown_title", reading.heading(self))
		self.set_onload("called", reading.called(self))
		self.set_onload("people", reading.people(self))
		self.set_onload("finding_called", reading.finding_called(self))
		self.set_onload("titles", reading.titles(self))
		self.set_onload("fields", reading.fields(self))
		self.set_onload("recovery", recovery.of_form(self))
		self.set_onload("is_unconfirmed", self.name in waiting_changes.list_unconfirmed([self.name]))
		if self.status == "Proposed":
			self.set_onload("waits", approvers.waiting_words(str(self.proposed_by)))
			self.set_onload("author_counts", persons.author_counts(self))
			self.set_onload("details", reading.details(self))
			self.set_onload("rule_findings", joining_members.words_about_proposal(self))

	def on_trash(self) -> None:
		changes.check(self)
