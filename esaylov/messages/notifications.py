"""From an event about documents to rows of the outbox: which template, which receivers, once each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import itemgetter

import frappe
from frappe.model.document import Document

from esaylov.core.formats import placeholders, sms
from esaylov.core.outbox import Status
from esaylov.core.people.identity import masked_phone
from esaylov.framework import practice, queues
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, rows, table_cache
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import cleaning
from esaylov.messages.delivery import jobs
from esaylov.messages.events import Event
from esaylov.messages.texts import merging, receivers, templates, values
from esaylov.messages.texts.receivers import Receiver
from esaylov.messages.texts.values import Value

WRITER = WriteGuard("messages")
MESSAGE = "SMS Message"
BY = itemgetter("event_key", "receiver")
TOLD = "messages_told"
"""Savepoint before messages are written."""
BOTH = frozenset({"media_accredited"})
"""Slugs of templates about a certificate that go to its holder and to the applicant."""


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
	receiver = receivers.person(person)
	if phone:
		receiver = replace(receiver, phone=phone)
	return put(template, event_key(template, about, key), about, receiver, more, is_secret)


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
	return put(template, key, about, receivers.outsider(phone, language), more)


@dataclass(frozen=True, slots=True)
class Told:
	"""A document of which something is told. more: values of placeholders that the document does not hold. key: sets apart what may
	happen to it again. group: what is told of at once, where several are told together; messages of one group may become one SMS.
	is_first: nobody can have been told of it before, so that is left to the index, which says so should it be otherwise.
	"""

	document: Document
	more: Mapping[str, Value] = field(default_factory=dict)
	key: str = ""
	group: str = ""
	is_first: bool = False


def tell_all(
	event: str,
	documents: Sequence[Document],
	more: Mapping[str, str | int | date] | None = None,
	key: str = "",
) -> list[str]:
	"""The same about many documents, each to its own receivers: people and what was told before are read once for all."""
	return tell_each(event, [Told(document, more or {}, key) for document in documents])


def tell_each(event: str, told: Sequence[Told]) -> list[str]:
	"""The same, each with values and a key of its own; a number of statements that does not grow."""
	return tell_addressed(address(event, told))


@dataclass(frozen=True, slots=True)
class Addressed:
	"""What is to be told, to whom: all that can be read before the documents have their last values, such as a number.

	to: messages of one template each, to those who were not told before. logins: where copies go.
	"""

	to: Sequence["_Addressed"]
	logins: receivers.Logins


@dataclass(frozen=True, slots=True)
class _Addressed:
	template: Document
	told: Told
	key: str
	receiver: Receiver


def address(event: str, told: Sequence[Told]) -> Addressed:
	"""Find out who is told what of an event; nothing is written. For `tell_addressed`, in the same step."""
	event = Event(event)
	# sheets come back for their defects: a text of their own, beside the usual one
	events = (Event.SHEETS_DEFECTIVE, event) if event is Event.RETURNED else (event,)
	to: list[_Addressed] = []
	users = {}
	for one in events:
		for template, same in _by_template(one, told):
			to += _new(template, same)
	for each in to:
		if each.receiver.login:
			users[each.receiver.person] = each.receiver.login
	return Addressed(to, receivers.copied_to(users))


def tell_addressed(addressed: Addressed) -> list[str]:
	"""Put into the outbox what `address` found, with the values that the documents have now; the names of the new rows."""
	written, said, names = [], [], []
	for each in addressed.to:
		document, receiver = each.told.document, each.receiver
		row = _row(each.template, each.key, document, receiver, each.told.more, is_secret=False)
		written.append(_Written(row, receiver, document, each.told.group))
	new = _insert(written)
	for names_of_group in _groups(new) if len(new) > 1 else ():
		merging.merge(names_of_group)
	for one in new:
		document = one.document
		names.append(str(one.row["name"]))
		if one.row["failure"] == practice.NOT_SENT:
			continue  # no mail either
		said.append(
			receivers.Copy(one.receiver.person, str(one.row["text"]), document.doctype, document.name)
		)
	if addressed.logins.users:
		receivers.give_copies(said, addressed.logins)
	return names


@dataclass(frozen=True, slots=True)
class _Written:
	"""A message that is to be put into the outbox."""

	row: dict[str, object]
	receiver: Receiver
	document: Document
	group: str


def _new(template: Document, same: Sequence[Told]) -> list[_Addressed]:
	"""The messages of one template that were not told before."""
	documents, keys, found = [], [], []
	for one in same:
		documents.append(one.document)
		keys.append(event_key(template, one.document, one.key))
	receivers_of = receivers.of_all(documents)
	if (
		template.slug in BOTH
	):  # the body that asked is told beside the person: the outlet of a journalist (S40)
		_with_applicants(receivers_of, documents)
	asked = {key for one, key in zip(same, keys, strict=True) if not one.is_first}
	rows = reads.rows(MESSAGE, {"event_key": sorted(asked)}, ["event_key", "receiver"])
	known = set(map(BY, rows))
	for one, unique_by in zip(same, keys, strict=True):
		for receiver in receivers_of[one.document.name]:
			if (unique_by, receiver.key) not in known:
				found.append(_Addressed(template, one, unique_by, receiver))
	return found


def _insert(written: Sequence[_Written]) -> list[_Written]:
	"""Put messages into the outbox; those that nobody else put there a moment ago."""
	if not written:
		return []
	moment, given = frappe.utils.now_datetime(), []
	for place, one in enumerate(written):
		# lists and the outbox follow the order in which messages were written
		made = moment + timedelta(microseconds=place)
		text = cleaning.without_markup(str(one.row["text"]))
		given.append({**one.row, "text": text, "creation": made, "modified": made})
	if len(written) > 1:
		frappe.db.savepoint(TOLD)
	try:
		names = rows.insert_many(MESSAGE, given, guard=WRITER)  # the outbox belongs to the system
	except frappe.UniqueValidationError:  # told by somebody else a moment ago
		frappe.clear_last_message()
		if len(written) == 1:
			return []
		frappe.db.rollback(save_point=TOLD)
		return [found for one in written for found in _insert([one])]
	queues.after_commit(jobs.wake)
	for one, name in zip(written, names, strict=True):
		one.row["name"] = name
	return list(written)


def _groups(written: Sequence[_Written]) -> list[list[str]]:
	"""The names of each group in which several messages go to one phone."""
	found: dict[str, list[_Written]] = {}
	for one in written:
		found.setdefault(one.group, []).append(one)
	return [
		[str(one.row["name"]) for one in group]
		for group in found.values()
		if len({one.receiver.phone for one in group}) < len(group)
	]


def _with_applicants(found: dict[str, list[Receiver]], documents: Sequence[Document]) -> None:
	"""Add who filed the appeal of each certificate; read at once."""
	appeals = {
		document.name: str(values.entry_of(document).get("appeal") or "")
		for document in documents
		if document.doctype == "Certificate"
	}
	rows = frappe.get_all(
		"Appeal",
		{"name": ["in", sorted(set(appeals.values()))]},
		["name", "applicant_person"],
		order_by="name asc",
	)
	filed_by = {row.name: row.applicant_person for row in rows}
	people = receivers.of_persons([person for person in filed_by.values() if person])
	for name, appeal in appeals.items():
		receiver = people.get(filed_by.get(appeal) or "")
		if receiver and receiver not in found[name]:
			found[name].append(receiver)


def _by_template(event: Event, told: Sequence[Told]) -> list[tuple[Document, list[Told]]]:
	"""The documents whose types have a template for the event, by template."""
	found: dict[str, tuple[Document, list[Told]]] = {}
	for one in told:
		wanted, document = event, one.document
		if event is Event.REGISTERED and document.doctype == "Certificate":
			if values.is_counted(document):
				continue  # told once with their number: outcomes
			if values.is_second(document):
				wanted = Event.REGISTERED_SECOND
		appeal_type = values.appeal_of(document)
		template = templates.for_event(wanted, appeal_type) or templates.for_event(event, appeal_type)
		if template:
			found.setdefault(template.name, (template, []))[1].append(one)
	return list(found.values())


def event_key(template: Document, document: Document, key: str) -> str:
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
		return templates.text(
			template, language, values.in_language(document, values.WORDING[language], unknown)
		)
	except sms.TemplateInvalid:
		return written


def put(
	template: Document,
	unique_by: str,
	document: Document,
	receiver: Receiver,
	more: Mapping[str, Value],
	is_secret: bool = False,
) -> str | None:
	row = _row(template, unique_by, document, receiver, more, is_secret)
	written = _insert([_Written(row, receiver, document, "")])
	return str(written[0].row["name"]) if written else None


def _row(
	template: Document,
	unique_by: str,
	document: Document,
	receiver: Receiver,
	more: Mapping[str, Value],
	is_secret: bool,
) -> dict[str, object]:
	election = document.flags.election or document.get("election")
	held = table_cache.record("Election", election) if election else None
	is_practice = held is not None and held.status in practice.STATES
	return {
		"event_key": unique_by,
		"receiver": receiver.key,
		"template": template.name,
		"receiver_person": receiver.person,
		"phone": receiver.phone,
		"phone_masked": masked_phone(receiver.phone) if receiver.phone else "",
		"language": receiver.language,
		"is_secret": int(is_secret and not is_practice),
		"reference_doctype": document.doctype,
		"reference_name": document.name,
		**templates.content(
			template,
			receiver,
			values.in_language(document, values.WORDING.get(receiver.language, "uz"), more),
			is_secret,
			is_practice,
		),
		**values.commission_of(document),
	}


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
	WRITER.check(message)


def refuse_removal(message: Document) -> None:
	"""What was told stays on record."""
	raise LawBroken({"doctype": message.doctype, "to": "removed"})
