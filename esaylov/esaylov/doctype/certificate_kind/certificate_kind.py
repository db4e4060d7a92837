from frappe.model.document import Document

from esaylov.registers.certificates.papers import kinds
from esaylov.framework.errors import shown


class CertificateKind(Document):
	"""A kind of certificate or mandate: wording, validity, and the print format of its paper."""

	def validate(self) -> None:
		with shown():
			kinds.check(self)
