"""The jobs of messages: handing over what is due, woken by what is written and by the scheduler each minute."""

import frappe

from esaylov.framework import queues
from esaylov.framework.cache_away import AWAY
from esaylov.messages.sending import Run

SEND = "esaylov.messages.jobs.send_queued"
AWAKE_SECONDS = 30


def send_queued() -> int:
	"""Hand over what is due; how many messages gateways took. Safe to repeat, at any time and by many at once."""
	_forget_waking()  # what is committed from here on wakes the next one
	return Run().go()


def wake() -> None:
	"""Have the outbox looked at, after a commit: one job for all that is written until it begins; one that dies before that is forgotten after a while."""
	try:
		is_first = frappe.cache.set(_woken(), 1, ex=AWAKE_SECONDS, nx=True)
	except AWAY:
		is_first = True  # nobody remembers: a job too many does no harm
	if is_first and not queues.wake_now(SEND, queues.MESSAGES):
		_forget_waking()


def _forget_waking() -> None:
	try:
		frappe.cache.delete(_woken())
	except AWAY:
		frappe.logger("esaylov").warning("the cache is away: the outbox goes on without it")


def _woken() -> bytes:
	return frappe.cache.make_key("esaylov-sms-awake")
