"""Who is told (the applicant of an appeal, the holder of a certificate), and copies of what they are told beside the SMS.

Copies go to the Desk's notifications, and by e-mail where the site and the receiver want them. Applicants find their messages in the cabinet; a
copy in the Desk is for those who work there. Codes have no copy. Whose Notification Settings switch notifications or e-mail off gets none; a
site without outgoing mail sends none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter, itemgetter

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.framework.persistence import reads, table_cache

OUTSIDER = "outsider"
MEMBERSHIP = "Commission Membership"
ENTRIES = ("Candidate", "Proxy", "Authorized Representative", "Media Representative", "Observer")
"""Registers whose entries have the phone that their appeal named. Who has no number of their own is told at it, of
the entry alone."""
NAME = attrgetter("name")
LOG, SETTINGS = "Notification Log", "Notification Settings"
LOG_COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by", "for_user", "type", "subject"),
	*("document_type", "document_name", "read"),
]
TYPE = itemgetter("user_type")
STAFF = "System User"
"""Who works in the Desk, and so finds a copy there."""
MADE_UP = ".example"
"""Ending of addresses that stand for no mailbox."""


@dataclass(frozen=True)
class Receiver:
	"""A person with the phone and the language in which they are told; `key` is what an event is unique by."""

	person: str
	phone: str
	language: str
	refuses_reminders: bool = False
	"""What is not compulsory is not sent to them."""
	login: frappe._dict | None = field(default=None, compare=False)
	"""Their login where it is enabled: user, email, user_type."""

	@property
	def key(self) -> str:
		return self.person or OUTSIDER


def of_all(documents: Sequence[Document]) -> dict[str, list[Receiver]]:
	"""The receivers of a message about each document, by its name; none where nobody is known."""
	persons = dict(zip(map(NAME, documents), map(_person, documents), strict=True))
	wanted = sorted(set(filter(None, persons.values())))
	known: dict[str | None, frappe._dict] = {}
	for row in reads.run(_people(len(wanted)), wanted) if wanted else ():
		known[row.name] = row
	found: dict[str, list[Receiver]] = {}
	unreached = []
	for document in documents:
		person = known.get(persons[document.name])
		found[document.name] = [_of(person, document.get("language"))] if person else []
		if person and not person.phone:
			unreached.append(document)
	if unreached:
		_at_entries(unreached, found)
	return found


def _at_entries(documents: Sequence[Document], found: dict[str, list[Receiver]]) -> None:
	"""Whoever has no number is told at that of the entry which a document is about; one query a register."""
	named: dict[str, dict[str, str]] = {}
	for document in documents:
		doctype, entry = _entry(document)
		if doctype in (*ENTRIES, MEMBERSHIP) and entry:
			named.setdefault(doctype, {})[document.name] = entry
	for doctype, entries in named.items():
		rows = reads.rows(doctype, {"name": sorted(set(entries.values()))}, ["name", "phone"])
		phones = {row.name: row.phone for row in rows}
		for document_name, entry in entries.items():
			phone = phones.get(entry) or ""
			found[document_name] = [
				one if one.phone else replace(one, phone=phone) for one in found[document_name]
			]


def _entry(document: Document) -> tuple[str, str]:
	"""DocType and name of the entry that a document is about: a certificate's, or the one for which an appeal was filed."""
	if document.doctype == "Certificate":
		return document.register_doctype or "", document.register_name or ""
	return document.get("applicant_body_type") or "", document.get("applicant_body") or ""


def of_entries(names: Collection[str], registers: Sequence[str] = ENTRIES) -> dict[str, Receiver]:
	"""Persons as receivers of what is about their entries, by name: at their own number, else at that of their latest entry."""
	found = of_persons(names)
	phones = phones_of_entries([name for name, one in found.items() if not one.phone], registers)
	return {name: replace(one, phone=phones.get(name, one.phone)) for name, one in found.items()}


def phones_of_entries(persons: Collection[str], registers: Sequence[str] = (MEMBERSHIP,)) -> dict[str, str]:
	"""The phones of the latest entries of persons, by person; of memberships without further words. Nothing is read
	for nobody."""
	found: dict[str, str] = {}
	for register in registers if persons else ():
		filters = {"person": ["in", sorted(persons)], "phone": ["is", "set"]}
		rows = frappe.get_all(
			register, filters, ["person", "phone"], order_by="creation asc, name asc", limit=0
		)
		found |= {row.person: row.phone for row in rows}
	return found


def of_persons(names: Collection[str]) -> dict[str, Receiver]:
	"""Persons as receivers, by name, read at once; each in their own language or the site's."""
	otherwise = table_cache.settings("E-saylov Settings").default_language
	wanted = sorted(set(names))
	rows = reads.run(_people(len(wanted)), wanted) if wanted else []
	return {row.name: _of(row, otherwise) for row in rows}


def person(name: str) -> Receiver:
	"""A person as a receiver, in their own language or the site's."""
	return of_persons([name])[name]


def outsider(phone: str, language: str) -> Receiver:
	"""Somebody of whom only a phone is known."""
	return Receiver("", phone, language)


@reads.statement
def _people(count: int) -> QueryBuilder:
	person, user = frappe.qb.DocType("Person"), frappe.qb.DocType("User")
	return (
		frappe.qb.from_(person)
		.left_join(user)
		.on((person.user == user.name) & (user.enabled == 1))
		.select(person.name, person.phone, person.language, person.refuses_reminders)
		.select(user.name.as_("user"), user.email, user.user_type)
		.where(person.name.isin(reads.many(count)))
		.orderby(person.name)
	)


def _of(row: frappe._dict, otherwise: str | None) -> Receiver:
	language = row.language or otherwise or "uz"
	login = row if row.user else None
	return Receiver(row.name, row.phone or "", language, bool(row.refuses_reminders), login)


def _person(document: Document) -> str | None:
	if document.doctype == "Certificate":
		holder: str | None = document.holder
		return holder
	person: str | None = document.applicant_person
	return person or _owner(document.owner)


def _owner(user: str) -> str | None:
	"""The person of a user; of a service account, the head who bound it to its body."""
	found: str | None = frappe.db.get_value("Person", {"user": user})
	return found or frappe.db.get_value("Integrator Key", {"user": user, "body": ["is", "set"]}, "signatory")


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


@dataclass(frozen=True, slots=True)
class Copy:
	"""A message that was written to somebody, about a document."""

	person: str
	text: str
	doctype: str
	name: str


@dataclass(frozen=True, slots=True)
class Logins:
	"""The logins of persons who may get copies, by person; whose settings want none, and whose no mail."""

	users: Mapping[str, frappe._dict] = field(default_factory=dict)
	silent: frozenset[str] = frozenset()
	no_mail: frozenset[str] = frozenset()


def logins(persons: Sequence[str]) -> Logins:
	"""The logins of persons, read with two statements; one where nobody of them works in the Desk and none gets mail."""
	return copied_to(_users([person for person in persons if person]))


def copied_to(users: Mapping[str, frappe._dict]) -> Logins:
	"""The logins of persons who may get copies, of those that were read, by person: user, email, user_type."""
	if STAFF not in map(TYPE, users.values()) and not by_mail():
		return Logins()
	settings = reads.rows(
		SETTINGS,
		{"name": sorted({row.user for row in users.values()})},
		["name", "enabled", "enable_email_notifications"],
	)
	silent = frozenset(row.name for row in settings if not row.enabled)
	no_mail = frozenset(row.name for row in settings if not row.enable_email_notifications)
	return Logins(users, silent, silent | no_mail)


def by_mail() -> bool:
	"""Whether this site sends copies by e-mail."""
	return bool(table_cache.settings("E-saylov Settings").copies_by_mail)


def give_copies(written: Sequence[Copy], to: Logins | None = None) -> None:
	"""Copy messages to the logins of their receivers: one statement, however many there are. to: where they were read before."""
	to = logins([copy.person for copy in written]) if to is None else to
	if not to.users:
		return
	said = [(copy, to.users[copy.person]) for copy in written if copy.text and copy.person in to.users]
	_to_desk([(row.user, copy) for copy, row in said if row.user_type == STAFF and row.user not in to.silent])
	if said and by_mail():
		for copy, row in said:
			if row.user not in to.no_mail and row.email and not row.email.endswith(MADE_UP):
				_by_mail(row.email, copy)


def _users(persons: Sequence[str]) -> dict[str, frappe._dict]:
	if not persons:
		return {}
	asked = sorted(set(persons))
	return {row.person: row for row in reads.run(_logins(len(asked)), asked)}


@reads.statement
def _logins(count: int) -> QueryBuilder:
	person, user = frappe.qb.DocType("Person"), frappe.qb.DocType("User")
	return (
		frappe.qb.from_(person)
		.join(user)
		.on(person.user == user.name)
		.select(person.name.as_("person"), user.name.as_("user"), user.email, user.user_type)
		.where(person.name.isin(reads.many(count)) & (user.enabled == 1))
	)


def _to_desk(given: Sequence[tuple[str, Copy]]) -> None:
	now, author = clock.now(), frappe.session.user
	rows = [
		(
			*(frappe.generate_hash(length=10), now, now, author, author, user, "Alert"),
			*(frappe.utils.escape_html(copy.text), copy.doctype, copy.name, 0),
		)
		for user, copy in given
	]
	if rows:
		frappe.db.bulk_insert(LOG, LOG_COLUMNS, rows)
	for user in sorted({user for user, _ in given}):
		frappe.publish_realtime("notification", after_commit=True, user=user)


def _by_mail(address: str, copy: Copy) -> None:
	"""Queued with the change that it tells of; the framework's own job sends it."""
	frappe.sendmail(
		recipients=[address],
		subject=copy.text[:80],
		message=frappe.utils.escape_html(copy.text),
		reference_doctype=copy.doctype,
		reference_name=copy.name,
		delayed=True,
	)
