"""The jobs of messages: handing over what is due, woken by what is written and by the scheduler each minute."""

from esaylov.framework import queues
from esaylov.messages.delivery.sending import Run

SEND = "esaylov.messages.delivery.jobs.send_queued"


def send_queued() -> int:
	"""Hand over what is due; how many messages gateways took. Safe to repeat, at any time and by many at once."""
	return queues.swept(SEND, lambda: Run().go())


def wake() -> None:
	"""Have the outbox looked at, after a commit: one job for all that is written until it begins."""
	queues.wake_first(SEND, queues.MESSAGES)
