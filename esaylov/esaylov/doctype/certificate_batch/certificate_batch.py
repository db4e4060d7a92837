"""Certificate Batch (chop etish toʻplami): many certificates drawn for a printer by a job."""

from frappe.model.document import Document

from esaylov.registers.certificates.issue import batches


class CertificateBatch(Document):
	def validate(self) -> None:
		batches.check(self)

	def on_trash(self) -> None:
		batches.check(self)
