from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.portal.editorial import service as pages


class PublicPage(Document):
	"""Text of a page of the portal for one kind of participant (*portal sahifasi matni*)."""

	def validate(self) -> None:
		with shown():
			pages.check(self)

	def after_insert(self) -> None:
		pages.publish_shipped(self)
