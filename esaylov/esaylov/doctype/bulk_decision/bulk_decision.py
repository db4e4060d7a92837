"""Bulk Decision (qarorlarni bajarish): decisions with both signatures that a job completes, with what was refused and why."""

from frappe.model.document import Document

from esaylov.decisions import service as decisions
from esaylov.framework.errors import shown


class BulkDecision(Document):
	def validate(self) -> None:
		with shown():
			decisions.check_run(self)

	def on_trash(self) -> None:
		with shown():
			decisions.check_run(self)
