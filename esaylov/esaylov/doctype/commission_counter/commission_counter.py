"""Commission Counter (hisoblagich): last number given by a commission for one kind of paper."""

from frappe.model.document import Document

from esaylov.trust.chains import chain


class CommissionCounter(Document):
	def validate(self) -> None:
		chain.refuse(self)  # numbers are given by trust.chain.next_number alone

	def on_trash(self) -> None:
		chain.refuse(self)
