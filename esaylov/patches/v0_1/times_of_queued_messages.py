"""Messages that waited before the outbox knew times: they may go now, and wait as long as new ones."""

from datetime import timedelta

import frappe

from esaylov.framework import clock

LIVES = timedelta(hours=72)


def execute() -> None:
	"""Safe to repeat: only rows without times are touched."""
	message, now = frappe.qb.DocType("SMS Message"), clock.now()
	waiting = (message.status == "Queued") & message.send_after.isnull()
	update = frappe.qb.update(message).set(message.send_after, now).set(message.expires_at, now + LIVES)
	update.where(waiting).run()
