"""Bulk Decision (qarorlarni bajarish): decisions with both signatures that a job completes, with what was refused and why."""

from frappe.model.document import Document

from esaylov.decisions.signatures import bulk_completion
from esaylov.framework.errors import shown


class BulkDecision(Document):
	def validate(self) -> None:
		with shown():
			bulk_completion.check(self)

	def on_trash(self) -> None:
		with shown():
			bulk_completion.check(self)
