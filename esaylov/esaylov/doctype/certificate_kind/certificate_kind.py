from frappe.model.document import Document

from esaylov.registers.certificates import service as certificates
from esaylov.framework.errors import shown


class CertificateKind(Document):
	"""A kind of certificate or mandate: wording, validity, and the print format of its paper."""

	def validate(self) -> None:
		with shown():
			certificates.check_kind(self)
