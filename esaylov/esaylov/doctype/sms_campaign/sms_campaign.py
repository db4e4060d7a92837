from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.messages.announcing import campaigns


class SMSCampaign(Document):
	"""One text to many people (ommaviy SMS xabarnoma)."""

	def validate(self) -> None:
		with shown():
			campaigns.check(self)

	def on_trash(self) -> None:
		with shown():
			campaigns.refuse_campaign_removal(self)
