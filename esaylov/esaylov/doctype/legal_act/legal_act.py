from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.portal.editorial import drafts


class LegalAct(Document):
	"""A law or other act, as the pages of the portal name it (*huquqiy hujjat*)."""

	def validate(self) -> None:
		with shown():
			drafts.check(self)

	def after_insert(self) -> None:
		drafts.publish_shipped(self)
