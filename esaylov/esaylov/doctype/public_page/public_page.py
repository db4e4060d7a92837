from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.portal.editorial import drafts


class PublicPage(Document):
	"""Text of a page of the portal for one kind of participant (*portal sahifasi matni*)."""

	def validate(self) -> None:
		with shown():
			drafts.check(self)

	def after_insert(self) -> None:
		drafts.publish_shipped(self)
