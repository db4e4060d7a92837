"""Published Head (eʼlon qilingan zanjir boshlari): a signed list of the heads of all chains; append only."""

from frappe.model.document import Document

from esaylov.trust import heads
from esaylov.trust.chains import chain


class PublishedHead(Document):
	def validate(self) -> None:
		heads.validate_heads(self)

	def on_trash(self) -> None:
		chain.refuse(self)
