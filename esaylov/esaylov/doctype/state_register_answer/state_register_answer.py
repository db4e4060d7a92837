from frappe.model.document import Document

from esaylov.identity import service as identity


class StateRegisterAnswer(Document):
	"""What a state register answered about a person (davlat reyestri javobi); see identity.answers.of."""

	def validate(self) -> None:
		identity.check_answer(self)  # here, so that REST, import and the Desk meet the same rule

	def on_trash(self) -> None:
		identity.check_answer(self)
