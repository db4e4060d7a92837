"""Table Import (maʼlumotlarni yuklash): a table that is tried out, then imported by a job."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.setup.imports import service as intake


class TableImport(Document):
	def validate(self) -> None:
		with shown():
			intake.check_intake(self)

	def on_trash(self) -> None:
		with shown():
			intake.check_removal(self)
