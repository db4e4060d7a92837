"""Appeal Correction (tuzatish): a round of correction and the second filing beside the first."""

from frappe.model.document import Document

from esaylov.appeals import service as appeals
from esaylov.framework.documents import LockedByRow


class AppealCorrection(LockedByRow, Document):
	def validate(self) -> None:
		appeals.validate_correction(self)

	def on_trash(self) -> None:
		appeals.refuse_removal(self)
