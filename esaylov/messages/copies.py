"""Copies of messages beside the SMS: in the Desk's notifications, and by e-mail where the site and the receiver want them.

Applicants find their messages in the cabinet; a copy in the Desk is for those who work there. Codes have no copy. Whose
Notification Settings switch notifications or e-mail off gets none; a site without outgoing mail sends none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import frappe
from pypika.queries import QueryBuilder

from esaylov.framework import clock, reads

LOG, SETTINGS = "Notification Log", "Notification Settings"
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by", "for_user", "type", "subject"),
	*("document_type", "document_name", "read"),
]
TYPE = itemgetter("user_type")
STAFF = "System User"
"""Who works in the Desk, and so finds a copy there."""
MADE_UP = ".example"
"""Ending of addresses that stand for no mailbox."""


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
	return known(_users([person for person in persons if person]))


def known(users: Mapping[str, frappe._dict]) -> Logins:
	"""The same of logins that were read, by person: user, email, user_type."""
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
	return bool(frappe.get_cached_doc("E-saylov Settings").copies_by_mail)


def give(written: Sequence[Copy], to: Logins | None = None) -> None:
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
		frappe.db.bulk_insert(LOG, COLUMNS, rows)
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
