import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.messages import notifications


class SMSMessage(Document):
	"""A message in the outbox (SMS xabari); one for each event and receiver."""

	def validate(self) -> None:
		with shown():
			notifications.check_entry(self)

	def on_trash(self) -> None:
		with shown():
			notifications.refuse_removal(self)


def on_doctype_update() -> None:
	frappe.db.add_unique("SMS Message", ["event_key", "receiver"], "unique_event_receiver")
	counted = ["status", "creation", "commission_lft", "is_secret"]
	frappe.db.add_index("SMS Message", counted, "delivery_index")
	frappe.db.add_index("SMS Message", ["status", "urgency_place", "send_after"], "queue_index")
	frappe.db.add_index("SMS Message", ["status", "claimed_until"], "claims_index")
	frappe.db.add_index("SMS Message", ["phone", "handed_at"], "phone_handed_index")
	frappe.db.add_index("SMS Message", ["claim"], "claim_index")
	frappe.db.add_index("SMS Message", ["receiver_person", "creation"], "receiver_newest")
