"""Document Signature (elektron imzo): a verified signature over the bytes of one document; append only."""

from frappe.model.document import Document

from esaylov.trust import service as trust


class DocumentSignature(Document):
	def validate(self) -> None:
		trust.validate_signature(self)

	def on_trash(self) -> None:
		trust.refuse_change(self)
