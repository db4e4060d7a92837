"""Bulk Assignment (koʻplab topshirish): many appeals handed to one officer by a job, with what was refused and why."""

from dataclasses import asdict

from frappe.model.document import Document

from esaylov.appeals.inbox import bulk


class BulkAssignment(Document):
	def onload(self) -> None:
		self.set_onload("refused", [asdict(one) for one in bulk.refused_of(self)])

	def validate(self) -> None:
		bulk.check(self)

	def on_trash(self) -> None:
		bulk.check(self)
