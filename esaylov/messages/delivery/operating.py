"""What staff do with single messages: send again what failed, stop what still waits."""

from datetime import timedelta

import frappe
from frappe.model.document import Document

from esaylov.core.outbox import FailureKind, Status
from esaylov.core.people.identity import masked_phone
from esaylov.framework import clock, practice, queues
from esaylov.framework.errors import WrongState
from esaylov.messages.delivery import jobs
from esaylov.messages.delivery.claims import MESSAGE
from esaylov.messages.texts import merging, templates

AGAIN = frozenset({Status.FAILED, Status.EXPIRED, Status.CANCELLED})


def resend(name: str) -> None:
	"""Put a message that was not sent back into the queue, to the phone that its receiver has now.

	Raises WrongState (`sms_not_again`): sent ones, codes, texts that could not be written, receivers without a phone.
	"""
	message = frappe.get_doc(MESSAGE, name, for_update=True)
	person = message.receiver_person
	phone = (person and frappe.db.get_value("Person", person, "phone")) or message.phone
	# what a gateway took may have arrived, whatever it said later: only an unreached phone is tried again
	may = Status(message.status) in AGAIN and (
		not message.accepted_at or message.failure_kind == FailureKind.TEMPORARY
	)
	if not may or not message.text or not phone or _goes_otherwise(message):
		raise WrongState({"status": message.status}, code="sms_not_again")
	now = clock.now()
	hours = frappe.get_cached_value("SMS Template", message.template, "lives_hours") or templates.LIVES_HOURS
	_mark(
		message,
		status=Status.QUEUED.value,
		phone=phone,
		phone_masked=masked_phone(phone),
		attempts=0,
		failure="",
		failure_kind="",
		avoid_gateway="",
		send_after=now,
		expires_at=now + timedelta(hours=hours),
	)
	queues.after_commit(jobs.wake)


def _goes_otherwise(message: Document) -> bool:
	"""Whether it is asked for anew, as a code is, goes again with the one that stands for it, or to nobody as of a practice election."""
	is_code = message.reference_doctype in ("One-time Code", "Login Invitation")
	return is_code or bool(message.merged_into) or message.failure == practice.NOT_SENT


def stop(name: str) -> None:
	"""Take a message that waits out of the queue. Raises WrongState (`sms_not_stopped`) once a gateway may have it."""
	message = frappe.get_doc(MESSAGE, name, for_update=True)
	if message.status != Status.QUEUED:
		raise WrongState({"status": message.status}, code="sms_not_stopped")
	_mark(message, status=Status.CANCELLED.value, sealed_text=None)


def stop_waiting() -> int:
	"""Take every message that waits out of the queue; how many. For a restored site whose other copy may have sent them."""
	names = frappe.get_all(
		MESSAGE, {"status": Status.QUEUED.value}, pluck="name", order_by="name asc", limit=0
	)
	if names:
		changed = {"status": Status.CANCELLED.value, "sealed_text": None}
		frappe.db.set_value(MESSAGE, {"name": ["in", names]}, changed)
		merging.follow(names)
	return len(names)


def _mark(message: Document, **changed: object) -> None:
	"""Technical marks of the outbox: who asked stands in the message's history."""
	frappe.db.set_value(MESSAGE, message.name, changed)
	merging.follow([message.name])
	message.add_comment("Info", str(changed["status"]))
