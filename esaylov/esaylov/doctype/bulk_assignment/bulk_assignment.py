"""Bulk Assignment (koʻplab topshirish): many appeals handed to one officer by a job, with what was refused and why."""

from frappe.model.document import Document

from esaylov.appeals.inbox import service as inbox


class BulkAssignment(Document):
	def validate(self) -> None:
		inbox.check_bulk(self)

	def on_trash(self) -> None:
		inbox.check_bulk(self)
