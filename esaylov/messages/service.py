"""The public door of messages: what is told to whom, written to the outbox in the caller's transaction."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import frappe
from frappe.model.document import Document

from esaylov.core import placeholders, sms
from esaylov.core.identity import masked_phone
from esaylov.errors import LawBroken
from esaylov.messages import notices as notices_of
from esaylov.messages import receivers, templates, values, wording
from esaylov.messages.notices import Notice
from esaylov.messages.receivers import Receiver
from esaylov.sole_writer import SoleWriter

WRITER = SoleWriter("messages")
CODE_IN_TEXT = re.compile(r"\b[0-9]{6}\b")


class Event(StrEnum):
	"""What may be told; an Appeal Type says which template answers which event (Appeal Type Message)."""

	RECEIVED = "received"
	RETURNED = "returned"
	IN_REVIEW = "in_review"
	ON_AGENDA = "on_agenda"
	GRANTED = "granted"
	REFUSED = "refused"
	WITHDRAWN = "withdrawn"
	REGISTERED = "registered"
	"""To the person whom a decision wrote into a register: observer, proxy, candidate."""
	REGISTERED_SECOND = "registered_second"
	"""Another wording of the same, where a type serves two kinds of holder: local commissions (A02), mahallas (A43)."""
	REGISTERED_APPLICANT = "registered_applicant"
	"""To the applicant, of one person whom the decision wrote into a register."""
	PROXIES_INVITED = "proxies_invited"
	CAMPAIGN_DATES = "campaign_dates"
	SHEETS_DEFECTIVE = "sheets_defective"
	ROW_REFUSED = "row_refused"
	"""To the applicant, of one person whom the decision refused."""
	ENDED = "ended"
	"""To the person whose status a decision ended."""
	CERTIFICATE_READY = "certificate_ready"
	CERTIFICATE_REVOKED = "certificate_revoked"
	REGISTER_MISMATCH = "register_mismatch"
	REGISTER_UNREACHABLE = "register_unreachable"


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
	told = []
	for template, same in _by_template(Event(event), documents):
		receivers_of = receivers.of_all(same)
		keys = {document.name: _event_key(template, document, key) for document in same}
		known = set(
			frappe.get_all(
				"SMS Message",
				{"event_key": ["in", sorted(keys.values())]},
				["event_key", "receiver"],
				as_list=True,
			)
		)
		for document in same:
			for receiver in receivers_of[document.name]:
				if (keys[document.name], receiver.key) not in known:
					told.append(_put(template, keys[document.name], document, receiver, more or {}))
	return [name for name in told if name]


def tell_person(
	code: str,
	person: str,
	more: Mapping[str, str | int | date],
	about: Document,
	is_secret: bool = False,
	key: str = "",
) -> str | None:
	"""Put a message to one person into the outbox that is no event of an appeal: a code, an alert; its name.

	code: of the SMS Template; nothing is written when it is switched off. about: the document it is unique by; `key` sets
	apart what may happen to it again. is_secret: nobody reads the row until `forget_codes`.
	"""
	template = frappe.get_cached_doc("SMS Template", code)
	if not template.enabled:
		return None
	return _put(template, _event_key(template, about, key), about, receivers.person(person), more, is_secret)


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
	return _put(template, key, about, receivers.outsider(phone, language), more)


def notify_all(code: str, notices: Sequence[Notice]) -> int:
	"""Put many messages of one template to staff into the outbox, each event and receiver once; how many are new.

	code: of the SMS Template; nothing is written when it is switched off.
	"""
	return notices_of.put(code, notices)


def written_language(language: str) -> str:
	"""The language in which a person of this language is written to: uz, ru or en."""
	return values.WORDING.get(language, "uz")


def forget_codes(doctype: str, names: Sequence[str]) -> None:
	"""Take the codes out of the messages about the named documents, which from then on are read like others."""
	filters = {"reference_doctype": doctype, "reference_name": ["in", list(names)], "is_secret": 1}
	for row in frappe.get_all("SMS Message", filters, ["name", "text", "status"], order_by="name asc"):
		changed = {"text": CODE_IN_TEXT.sub("******", row.text or ""), "is_secret": 0}
		if row.status == "Queued":
			changed["status"] = "Expired"
		# marks of the outbox, no step of a document: `validate` has nothing to say about them
		frappe.db.set_value("SMS Message", row.name, changed, update_modified=False)


def _by_template(event: Event, documents: Sequence[Document]) -> list[tuple[Document, list[Document]]]:
	"""The documents whose types have a template for the event, by template."""
	found: dict[str, tuple[Document, list[Document]]] = {}
	for document in documents:
		if template := templates.for_event(event, values.appeal_of(document)):
			found.setdefault(template.name, (template, []))[1].append(document)
	return list(found.values())


def _event_key(template: Document, document: Document, key: str) -> str:
	return "|".join(filter(None, (template.name, document.doctype, document.name, key)))


UNKNOWN = "__"
"""Stands in a rehearsed text for what an appeal does not know yet; as short as the shortest value."""


def rehearse(template: str, document: Document) -> dict[str, str]:
	"""The texts of a template about an appeal that need not be saved, by language; {} for a template that is not there.

	Nothing is written or sent. A text that cannot be filled stands as it is written.
	"""
	if not frappe.db.exists("SMS Template", template):
		return {}
	found = frappe.get_cached_doc("SMS Template", template)
	return {language: _rehearsed(found, document, language) for language in ("uz", "uz-Cyrl", "ru", "en")}


def _rehearsed(template: Document, document: Document, language: str) -> str:
	written = template.get(f"text_{values.WORDING[language]}") or ""
	known = values.in_language(document, values.WORDING[language], {})
	unknown = {name: UNKNOWN for name in placeholders.names(written) if not known.get(name)}
	try:
		return wording.text(template, language, _known(document, language, unknown))
	except sms.TemplateInvalid:
		return written


def check_entry(message: Document) -> None:
	"""Called from SMS Message.validate: only this package writes."""
	WRITER.check(message)


def refuse_removal(message: Document) -> None:
	"""What was told stays on record."""
	raise LawBroken({"doctype": message.doctype, "to": "removed"})


def _put(
	template: Document,
	event_key: str,
	document: Document,
	receiver: Receiver,
	more: Mapping[str, str | int | date],
	is_secret: bool = False,
) -> str | None:
	key = {"event_key": event_key, "receiver": receiver.key}
	message = frappe.new_doc("SMS Message")
	message.update(
		{
			**key,
			"template": template.name,
			"receiver_person": receiver.person,
			"phone": receiver.phone,
			"phone_masked": masked_phone(receiver.phone) if receiver.phone else "",
			"language": receiver.language,
			"is_secret": int(is_secret),
			"reference_doctype": document.doctype,
			"reference_name": document.name,
			**wording.content(template, receiver, _known(document, receiver.language, more)),
			**values.commission_of(document),
		}
	)
	try:
		with WRITER.writing():
			return message.insert(
				ignore_permissions=True,  # the outbox belongs to the system
				ignore_links=True,  # they were read a moment ago
			).name
	except frappe.UniqueValidationError:  # told by somebody else a moment ago
		frappe.clear_last_message()
		return None


def _known(document: Document, language: str, more: Mapping[str, str | int | date]) -> dict[str, str]:
	return values.in_language(document, values.WORDING.get(language, "uz"), more)
