"""Commission Counter (hisoblagich): last number given by a commission for one kind of paper."""

from frappe.model.document import Document

from esaylov.trust import service as trust


class CommissionCounter(Document):
	def validate(self) -> None:
		trust.refuse_change(self)  # numbers are given by trust.service.next_number alone

	def on_trash(self) -> None:
		trust.refuse_change(self)
