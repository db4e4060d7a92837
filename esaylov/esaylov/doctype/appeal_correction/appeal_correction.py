"""Appeal Correction (tuzatish): a round of correction and the second filing beside the first."""

from frappe.model.document import Document

from esaylov.appeals.corrections import corrections
from esaylov.framework.persistence.documents import LockedByRow


class AppealCorrection(LockedByRow, Document):
	def validate(self) -> None:
		corrections.check_entry(self)

	def on_trash(self) -> None:
		corrections.refuse_removal(self)
