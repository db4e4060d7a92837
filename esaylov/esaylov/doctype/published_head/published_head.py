"""Published Head (eʼlon qilingan zanjir boshlari): a signed list of the heads of all chains; append only."""

from frappe.model.document import Document

from esaylov.trust import service as trust


class PublishedHead(Document):
	def validate(self) -> None:
		trust.validate_heads(self)

	def on_trash(self) -> None:
		trust.refuse_change(self)
