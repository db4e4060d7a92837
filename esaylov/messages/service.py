"""The public door of messages: what is told to whom, written to the outbox in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.outbox import Status
from esaylov.framework.errors import LawBroken, NotFound
from esaylov.messages import (
	notifications,
	receivers,
	values,
)
from esaylov.messages.calendar import run as announce
from esaylov.messages.campaigns import check as check_campaign
from esaylov.messages.campaigns import progress as campaign_progress
from esaylov.messages.campaigns import step as campaign_step
from esaylov.messages.events import Event
from esaylov.messages.figures import behind_limits, oldest_waiting
from esaylov.messages.figures import of as figures
from esaylov.messages.gateways import callback_address
from esaylov.messages.gateways import states as gateway_states
from esaylov.messages.merging import merge
from esaylov.messages.notices import Notice
from esaylov.messages.notices import put as notify_all
from esaylov.messages.notifications import rehearse
from esaylov.messages.operating import resend, stop
from esaylov.messages.outcomes import tell as tell_outcome
from esaylov.messages.receivers import Receiver
from esaylov.messages.reports import take as take_report
from esaylov.messages.templates import preview

__all__ = [
	"Event",
	"Notice",
	"Receiver",
	"announce",
	"behind_limits",
	"callback_address",
	"campaign_progress",
	"campaign_step",
	"check_campaign",
	"figures",
	"gateway_states",
	"merge",
	"notify_all",
	"oldest_waiting",
	"preview",
	"rehearse",
	"resend",
	"stop",
	"take_report",
	"tell_outcome",
]


def tell(
	event: str, document: Document, more: Mapping[str, str | int | date] | None = None, key: str = ""
) -> list[str]:
	"""Put a message about an Appeal or a Certificate into the outbox; give the names of the new rows.

	One message for each event, document and receiver, however often it is told; `key` sets apart what may happen to
	one document again (a second return, another decision). more: values of placeholders that the document does not
	hold. Nothing is written when the appeal's type has no template for the event. The receiver's language chooses the
	text; without a phone the row stands as Failed with its cause.
	"""
	return tell_all(event, [document], more, key)


def tell_all(
	event: str,
	documents: Sequence[Document],
	more: Mapping[str, str | int | date] | None = None,
	key: str = "",
) -> list[str]:
	"""The same about many documents, each to its own receivers: people and what was told before are read once for all."""
	return notifications.tell_all(Event(event), documents, more or {}, key)


def tell_person(
	code: str,
	person: str,
	more: Mapping[str, str | int | date],
	about: Document,
	is_secret: bool = False,
	key: str = "",
	phone: str = "",
) -> str | None:
	"""Put a message to one person into the outbox that is no event of an appeal: a code, an alert; its name.

	code: of the SMS Template; nothing is written when it is switched off. about: the document it is unique by; `key` sets
	apart what may happen to it again. is_secret: nobody reads the row until `forget_codes`. phone: another number than
	the one on record, for its holder has yet to confirm it.
	"""
	template = frappe.get_cached_doc("SMS Template", code)
	if not template.enabled:
		return None
	event_key = notifications.event_key(template, about, key)
	receiver = receivers.person(person)
	if phone:
		receiver = replace(receiver, phone=phone)
	return notifications.put(template, event_key, about, receiver, more, is_secret)


def tell_phone(
	code: str, phone: str, language: str, more: Mapping[str, str | int | date], about: Document
) -> str | None:
	"""Put a message to somebody who is no Person here (a reader of the portal) into the outbox, once; its name.

	code: of the SMS Template; nothing is written when it is switched off. about: the document it is unique by.
	"""
	template = frappe.get_cached_doc("SMS Template", code)
	if not template.enabled:
		return None
	key = "|".join((template.name, about.doctype, about.name))
	return notifications.put(template, key, about, receivers.outsider(phone, language), more)


def written_language(language: str) -> str:
	"""The language in which a person of this language is written to: uz, ru or en."""
	return values.WORDING.get(language, "uz")


def forget_codes(doctype: str, names: Sequence[str]) -> None:
	"""Take the codes out of the messages about the named documents, which from then on are read like others."""
	filters = {"reference_doctype": doctype, "reference_name": ["in", list(names)], "is_secret": 1}
	for row in frappe.get_all("SMS Message", filters, ["name", "status"], order_by="name asc"):
		changed: dict[str, object] = {"sealed_text": None, "is_secret": 0}
		if row.status == Status.QUEUED:
			changed["status"] = Status.EXPIRED.value
		# marks of the outbox, no step of a document: `validate` has nothing to say about them
		frappe.db.set_value("SMS Message", row.name, changed, update_modified=False)


def check_entry(message: Document) -> None:
	"""Called from SMS Message.validate: only this package writes."""
	notifications.WRITER.check(message)


def refuse_removal(message: Document) -> None:
	"""What was told stays on record."""
	raise LawBroken({"doctype": message.doctype, "to": "removed"})


def refuse_campaign_removal(campaign: Document) -> None:
	"""What was told stays on record. Raises LawBroken."""
	raise LawBroken({"doctype": campaign.doctype, "to": "removed"})


def refuses_reminders(user: str) -> bool | None:
	"""Whether the person of a user wants no message that is not compulsory; None without a person."""
	found = frappe.db.get_value("Person", {"user": user}, "refuses_reminders")
	return None if found is None else bool(found)


def refuse_reminders(user: str, refuses: bool) -> bool:
	"""Keep whether the person of a user wants no message that is not compulsory. Raises NotFound without a person."""
	person = frappe.db.get_value("Person", {"user": user})
	if not person:
		raise NotFound({"doctype": "Person"})
	# a wish of the person, no fact about them: registers and decisions do not look at it
	frappe.db.set_value("Person", person, "refuses_reminders", int(refuses))
	return refuses
