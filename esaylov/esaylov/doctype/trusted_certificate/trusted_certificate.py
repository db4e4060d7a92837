"""Trusted Certificate (ishonchli sertifikat): where the certificates of signers may lead to."""

from frappe.model.document import Document

from esaylov.trust import service as trust


class TrustedCertificate(Document):
	def validate(self) -> None:
		trust.read_certificate(self)
