"""Document Signature (elektron imzo): a verified signature over the bytes of one document; append only."""

from frappe.model.document import Document

from esaylov.trust import signatures
from esaylov.trust.chains import chain


class DocumentSignature(Document):
	def validate(self) -> None:
		signatures.validate_signature(self)

	def on_trash(self) -> None:
		chain.refuse(self)
