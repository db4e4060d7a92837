from frappe.model.document import Document

from esaylov.identity import answers


class StateRegisterAnswer(Document):
	"""What a state register answered about a person (davlat reyestri javobi); see identity.answers.of."""

	def validate(self) -> None:
		answers.check_answer(self)  # here, so that REST, import and the Desk meet the same rule

	def on_trash(self) -> None:
		answers.check_answer(self)
