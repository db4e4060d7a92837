"""Certificate Batch (chop etish toʻplami): many certificates drawn for a printer by a job."""

from frappe.model.document import Document

from esaylov.registers.certificates import service as certificates


class CertificateBatch(Document):
	def validate(self) -> None:
		certificates.check_batch(self)

	def on_trash(self) -> None:
		certificates.check_batch(self)
