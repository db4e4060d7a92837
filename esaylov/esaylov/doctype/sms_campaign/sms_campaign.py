from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.messages import service as messages


class SMSCampaign(Document):
	"""One text to many people (ommaviy SMS xabarnoma)."""

	def validate(self) -> None:
		with shown():
			messages.check_campaign(self)

	def on_trash(self) -> None:
		with shown():
			messages.refuse_campaign_removal(self)
