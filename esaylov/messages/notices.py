"""Many messages of one kind at once, to staff: written to the outbox with a number of statements that does not grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.core.people.identity import masked_phone
from esaylov.framework import clock, practice, queues
from esaylov.messages.delivery import jobs
from esaylov.messages.texts import merging, receivers, templates
from esaylov.messages.texts.receivers import Receiver
from esaylov.messages.texts.values import Value

MESSAGE = "SMS Message"
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by"),
	*("event_key", "receiver", "template", "receiver_person", "phone", "phone_masked", "language"),
	*("reference_doctype", "reference_name", "commission", "commission_lft"),
	*("campaign", "is_secret", *templates.COLUMNS),
]


@dataclass(frozen=True, slots=True)
class Notice:
	"""What one person is told about one document. key: sets apart what may happen to it again (another time limit).

	values: of the template's placeholders, in the receiver's language.
	"""

	receiver: Receiver
	doctype: str
	name: str
	key: str
	commission: str | None
	commission_lft: int
	values: Mapping[str, Value]
	event: str = ""
	"""What it is unique by, with the receiver, where that is not the document."""
	group: str = ""
	"""What tells of it: of several messages of one group to one phone, one SMS may stand for all."""
	is_secret: bool = False
	"""It holds a code: nobody reads it until `forget_codes`, and it has no copy."""


def put(code: str, notices: Sequence[Notice], campaign: str | None = None) -> int:
	"""Put many messages of one template to staff into the outbox, each event and receiver once; how many are new.

	code: of the SMS Template; nothing is written when it is switched off. campaign: of which they are a part.
	"""
	template = frappe.get_cached_doc("SMS Template", code)
	if not template.enabled or not notices:
		return 0
	told = _told(code, notices)
	rows: list[tuple[Any, ...]] = []
	groups: dict[str, list[str]] = {}
	written_to, moment, user = [], clock.now(), frappe.session.user
	tried = _of_practice(notices, campaign)
	for notice in notices:
		identity = (_key(code, notice), notice.receiver.key)
		if identity in told:
			continue
		told.add(identity)
		receiver = notice.receiver
		is_practice = (notice.doctype, notice.name) in tried
		written = templates.content(template, receiver, notice.values, notice.is_secret, is_practice)
		if not (notice.is_secret or is_practice):
			copy = receivers.Copy(receiver.person, str(written["text"]), notice.doctype, notice.name)
			written_to.append(copy)
		name = frappe.generate_hash(length=20)
		groups.setdefault(notice.group, []).append(name)
		rows.append(
			(
				name,
				*(moment, moment, user, user),
				*(*identity, code, receiver.person, receiver.phone),
				*(masked_phone(receiver.phone) if receiver.phone else "", receiver.language),
				*(notice.doctype, notice.name, notice.commission, notice.commission_lft),
				*(campaign, int(notice.is_secret), *(written[column] for column in templates.COLUMNS)),
			)
		)
	# past the controller, which would ask this package for leave to write, row by row; a unique index guards doubles
	frappe.db.bulk_insert(MESSAGE, COLUMNS, rows, ignore_duplicates=True)
	if merging.takes_part(template) and not campaign:
		for names in groups.values():
			merging.merge(names)
	receivers.give_copies(written_to)
	queues.after_commit(jobs.wake)
	return len(rows)


def _of_practice(notices: Sequence[Notice], campaign: str | None) -> set[tuple[str, str]]:
	"""Those that are about something of a practice election: all of its campaign, else by what each is about."""
	if campaign and practice.among("SMS Campaign", [campaign]):
		return {(notice.doctype, notice.name) for notice in notices}
	found = set()
	for doctype in {notice.doctype for notice in notices}:
		names = practice.among(doctype, [notice.name for notice in notices if notice.doctype == doctype])
		found |= {(doctype, name) for name in names}
	return found


def _key(code: str, notice: Notice) -> str:
	return notice.event or "|".join((code, notice.doctype, notice.name, notice.key))


def _told(code: str, notices: Sequence[Notice]) -> set[tuple[str, str]]:
	"""What stands in the outbox already of these: event and receiver. A campaign is one event of tens of thousands."""
	asked = {
		"event_key": ["in", sorted({_key(code, notice) for notice in notices})],
		"receiver": ["in", sorted({notice.receiver.key for notice in notices})],
	}
	rows = frappe.get_all(MESSAGE, asked, ["event_key", "receiver"], order_by="name asc", limit=0)
	return {(row.event_key, row.receiver) for row in rows}
