"""Trusted Certificate (ishonchli sertifikat): where the certificates of signers may lead to."""

from frappe.model.document import Document

from esaylov.trust import signatures


class TrustedCertificate(Document):
	def validate(self) -> None:
		signatures.read_certificate(self)
