"""Table Import (maʼlumotlarni yuklash): a table that is tried out, then imported by a job."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.setup.imports import running


class TableImport(Document):
	def validate(self) -> None:
		with shown():
			running.check(self)

	def on_trash(self) -> None:
		with shown():
			running.check_removal(self)
