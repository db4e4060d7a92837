from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.portal.editorial import drafts


class FAQ(Document):
	"""A question that is often asked, with its answer (*koʻp beriladigan savol*)."""

	def validate(self) -> None:
		with shown():
			drafts.check(self)

	def after_insert(self) -> None:
		drafts.publish_shipped(self)
