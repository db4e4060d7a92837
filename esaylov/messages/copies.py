"""Copies of messages beside the SMS: in the Desk's notifications, and by e-mail where the site and the receiver want them.

Applicants find their messages in the cabinet; a copy in the Desk is for those who work there. Codes have no copy. Whose
Notification Settings switch notifications or e-mail off gets none; a site without outgoing mail sends none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe

from esaylov.framework import clock

LOG, SETTINGS = "Notification Log", "Notification Settings"
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by", "for_user", "type", "subject"),
	*("document_type", "document_name", "read"),
]
MADE_UP = ".example"
"""Ending of addresses that stand for no mailbox."""


@dataclass(frozen=True, slots=True)
class Copy:
	"""A message that was written to somebody, about a document."""

	person: str
	text: str
	doctype: str
	name: str


def give(written: Sequence[Copy]) -> None:
	"""Copy messages to the logins of their receivers: three statements, however many there are."""
	users = _users([copy.person for copy in written if copy.person and copy.text])
	if not users:
		return
	settings = frappe.get_all(
		SETTINGS,
		{"name": ["in", sorted({row.user for row in users.values()})]},
		["name", "enabled", "enable_email_notifications"],
		order_by="name asc",
	)
	silent = {row.name for row in settings if not row.enabled}
	no_mail = silent | {row.name for row in settings if not row.enable_email_notifications}
	_to_desk([(users[copy.person].user, copy) for copy in written if _works(users, copy, silent)])
	if frappe.get_cached_doc("E-saylov Settings").copies_by_mail:
		for copy in written:
			row = users.get(copy.person)
			if row and row.user not in no_mail and row.email and not row.email.endswith(MADE_UP):
				_by_mail(row.email, copy)


def _works(users: dict[str, frappe._dict], copy: Copy, silent: set[str]) -> bool:
	row = users.get(copy.person)
	return bool(row and row.user_type == "System User" and row.user not in silent)


def _users(persons: Sequence[str]) -> dict[str, frappe._dict]:
	if not persons:
		return {}
	person, user = frappe.qb.DocType("Person"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(person)
		.join(user)
		.on(person.user == user.name)
		.select(person.name.as_("person"), user.name.as_("user"), user.email, user.user_type)
		.where(person.name.isin(sorted(set(persons))) & (user.enabled == 1))
		.run(as_dict=True)
	)
	return {row.person: row for row in rows}


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
