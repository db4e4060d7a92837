"""Sending of the outbox. Until a gateway is configured messages stay Queued."""

import frappe

from esaylov import clock
from esaylov.integrations.sms import console
from esaylov.messages.service import WRITER

BATCH = 200


def send_queued() -> int:
	"""Hand queued messages to the console gateway; how many it took. Demonstration sites that ask for it only.

	site_config: `esaylov_demo: 1` and `esaylov_sms_gateway: "console"`; anywhere else nothing happens.
	"""
	if not (frappe.conf.get("esaylov_demo") and frappe.conf.get("esaylov_sms_gateway") == console.NAME):
		return 0
	names = frappe.get_all(
		"SMS Message", {"status": "Queued"}, pluck="name", order_by="creation", limit_page_length=BATCH
	)
	for name in names:
		_send(name)
	return len(names)


def _send(name: str) -> None:
	message = frappe.get_doc("SMS Message", name, for_update=True)  # two workers never send one message
	if message.status != "Queued":
		return
	console.send(message.phone_masked, message.text)
	message.status = "Sent"
	message.sent_at = clock.now()
	with WRITER.writing():
		message.save(ignore_permissions=True)  # the outbox belongs to the system
