"""The jobs of messages: handing over what is due, woken by what is written and by the scheduler each minute."""

import frappe

from esaylov import queues
from esaylov.messages.sending import Run

SEND = "esaylov.messages.jobs.send_queued"
AWAKE_SECONDS = 30


def send_queued() -> int:
	"""Hand over what is due; how many messages gateways took. Safe to repeat, at any time and by many at once."""
	frappe.cache.delete(_woken())  # what is committed from here on wakes the next one
	return Run().go()


def wake_after_commit() -> None:
	"""Have the outbox looked at as soon as this transaction is committed; nothing when it is rolled back."""
	frappe.db.after_commit.add(_wake)


def _wake() -> None:
	"""One job for all that is written until it begins; a job that dies before it begins is forgotten after a while."""
	if frappe.cache.set(_woken(), 1, ex=AWAKE_SECONDS, nx=True):
		frappe.enqueue(SEND, queue=queues.MESSAGES)


def _woken() -> bytes:
	return frappe.cache.make_key("esaylov-sms-awake")
