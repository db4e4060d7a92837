"""The public door of messages: what is told to whom, written to the outbox in the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.outbox import Status
from esaylov.framework.errors import LawBroken, NotFound
from esaylov.messages import (
	calendar,
	campaigns,
	gateways,
	merging,
	notifications,
	operating,
	outcomes,
	receivers,
	reports,
	templates,
	values,
)
from esaylov.messages import figures as figures_of
from esaylov.messages import notices as notices_of
from esaylov.messages.events import Event
from esaylov.messages.notices import Notice
from esaylov.messages.receivers import Receiver

__all__ = ["Event", "Notice", "Receiver"]

rehearse = notifications.rehearse
announce = calendar.run
check_campaign = campaigns.check
campaign_step, campaign_progress = campaigns.step, campaigns.progress
callback_address, gateway_states = gateways.callback_address, gateways.states
figures, behind_limits, oldest_waiting = figures_of.of, figures_of.behind_limits, figures_of.oldest_waiting
merge = merging.merge
preview = templates.preview
resend, stop = operating.resend, operating.stop
take_report = reports.take


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


def notify_all(code: str, notices: Sequence[Notice]) -> int:
	"""Put many messages of one template to staff into the outbox, each event and receiver once; how many are new.

	code: of the SMS Template; nothing is written when it is switched off.
	"""
	return notices_of.put(code, notices)


def tell_outcome(decision: Document, reasons: Mapping[str, str]) -> int:
	"""What a signed decision tells besides its outcome; how many messages are new. To be called after its effect.

	Persons and matters that it registered without a certificate, proxies, invitations, the dates of the campaign, each
	refused row and each ended entry, by the templates that the appeal's type names. reasons: path of a refused row to its
	reason in the applicant's language, as short as it goes. Nothing for a decision without an appeal.
	"""
	return outcomes.tell(decision, reasons)


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
