"""Bulk Assignment (koʻplab topshirish): many appeals handed to one officer by a job, with what was refused and why."""

from dataclasses import asdict

from frappe.model.document import Document

from esaylov.appeals.inbox import service as inbox


class BulkAssignment(Document):
	def onload(self) -> None:
		self.set_onload("refused", [asdict(one) for one in inbox.refused_of(self)])

	def validate(self) -> None:
		inbox.check_bulk(self)

	def on_trash(self) -> None:
		inbox.check_bulk(self)
