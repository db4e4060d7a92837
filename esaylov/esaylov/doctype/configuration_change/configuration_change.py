from frappe.model.document import Document

from esaylov.permissions.configuration import service as configuration


class ConfigurationChange(Document):
	"""Change of guarded configuration (Sozlama oʻzgarishi): proposed by one person, in force when another confirms."""

	def validate(self) -> None:
		configuration.check_change(self)

	def onload(self) -> None:
		self.set_onload("shown_title", configuration.heading(self))
		self.set_onload("called", configuration.called(self))
		self.set_onload("people", configuration.people(self))
		self.set_onload("finding_called", configuration.finding_called(self))
		self.set_onload("titles", configuration.titles(self))
		self.set_onload("fields", configuration.fields_of(self))
		self.set_onload("recovery", configuration.recovery_of(self))
		self.set_onload("is_unconfirmed", self.name in configuration.list_unconfirmed([self.name]))
		if self.status == "Proposed":
			self.set_onload("waits", configuration.waiting_words(str(self.proposed_by)))
			self.set_onload("author_counts", configuration.author_counts(self))
			self.set_onload("details", configuration.details(self))

	def on_trash(self) -> None:
		configuration.check_change(self)
