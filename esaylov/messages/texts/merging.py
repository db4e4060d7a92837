"""One SMS in place of several to one phone: what an event writes at once, and what waits behind the limit of the phone.

The messages stay rows of the outbox, each with its own text, which the cabinet shows; none of them goes to a gateway. A further
row stands for them: it says how many there are and where they are read, and what becomes of it becomes of them. Only
templates that have a text of several take part, so codes, alerts and reminders never do.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce

from esaylov.core.formats import sms
from esaylov.core.outbox import Status, Waiting, together, with_sms
from esaylov.core.people.identity import masked_phone
from esaylov.framework import clock
from esaylov.messages.texts import receivers, templates

MESSAGE = "SMS Message"
PHONE_LIMIT = "phone_limit"
"""Stands as the cause with a message that waits because its phone has got its share of the hour."""
READ = (
	*("name", "template", "phone", "language", "stands_for", "receiver_person", "reference_doctype"),
	*(
		"reference_name",
		"commission",
		"commission_lft",
		"urgency_place",
		"send_after",
		"failure",
		"event_key",
	),
)
SHARED = ("receiver_person", "reference_doctype", "reference_name", "commission", "commission_lft")
"""What a message says of all that it stands for: named only where it is the same for each."""
TAKEN = ("failure", "failure_kind", "gateway", "gateway_word", "accepted_at", "sent_at", "delivered_at")
"""What a message takes over from the one that stands for it. Not when it was handed over: the phone got one SMS."""


def merge(names: Collection[str]) -> None:
	"""Merge those of the named messages that still wait, where one SMS can stand for several of them.

	Part of the caller's transaction. Nothing happens to a campaign's messages, to a single one, and where the text of several
	cannot be written: then each goes by itself, as it stands.
	"""
	if len(names) < 2:
		return
	rows = {row.name: row for row in _waiting(names)}
	waiting = [
		Waiting(row.name, row.template, row.phone, row.language, row.stands_for) for row in rows.values()
	]
	for standing, others in together(waiting):
		_stand_for(rows.get(standing.name) if standing else None, [rows[other.name] for other in others])


def merge_waiting(phones: Collection[str]) -> None:
	"""Merge whatever waits for these phones."""
	asked = {"phone": ["in", sorted(phones)], "status": Status.QUEUED.value}
	names = frappe.get_all(MESSAGE, asked, pluck="name", order_by="creation asc", limit=1000)
	merge(names)


def takes_part(template: Document) -> bool:
	"""Whether several messages of a template may become one SMS."""
	return bool(template.text_many_uz)


def follow(names: Collection[str]) -> None:
	"""Give the messages that the named ones stand for their state: reports, failures and what staff do reach all of them."""
	if not names:
		return
	message = frappe.qb.DocType(MESSAGE)
	standing = (message.stands_for > 0) & message.name.isin(sorted(names))
	# locked: a report and a worker may both be at it, and the later one reads what the other wrote
	rows = frappe.qb.from_(message).select(message.name, message.status, *(message[name] for name in TAKEN))
	alike: dict[tuple[object, ...], list[str]] = {}
	for name, *taken in rows.where(standing).orderby(message.name).for_update().run():
		alike.setdefault(tuple(taken), []).append(name)
	for (status, *taken), same in alike.items():
		update = frappe.qb.update(message).set(message.status, with_sms(Status(str(status))).value)
		for column, value in zip(TAKEN, taken, strict=True):
			update = update.set(message[column], value)
		update.where(message.name.isin([*_of(same), ""])).run()


def catch_up() -> None:
	"""Hourly: what was merged in the moment in which somebody stopped the message that stands for it."""
	message, standing = frappe.qb.DocType(MESSAGE), frappe.qb.DocType(MESSAGE).as_("standing")
	waits = standing.status.isin([state.value for state in Status if with_sms(state) is Status.MERGED])
	left_behind = (message.status == Status.MERGED.value) & waits.negate()
	query = frappe.qb.from_(message).join(standing).on(message.merged_into == standing.name)
	follow(query.select(standing.name).distinct().where(left_behind).limit(1000).run(pluck=True))


def _waiting(names: Collection[str]) -> list[frappe._dict]:
	"""The named messages that wait, locked by key; what a worker has just claimed is left to it."""
	message = frappe.qb.DocType(MESSAGE)
	is_free = (message.status == Status.QUEUED.value) & (message.is_secret == 0)
	has_phone = message.phone.isnotnull() & (message.phone != "")
	rows = (
		frappe.qb.from_(message)
		.select(*(message[column] for column in READ))
		.where(
			message.name.isin(sorted(names)) & is_free & has_phone & (Coalesce(message.campaign, "") == "")
		)
		.for_update(skip_locked=True)
		.run(as_dict=True)
	)
	return [row for row in rows if takes_part(frappe.get_cached_doc("SMS Template", row.template))]


def _stand_for(standing: frappe._dict | None, others: Sequence[frappe._dict]) -> None:
	"""One message for all of these: `standing`, or a new one where none stands for others yet."""
	every = [standing, *others] if standing else list(others)
	name = standing.name if standing else frappe.generate_hash(length=20)
	told = sum(row.stands_for or 1 for row in every)
	template = frappe.get_cached_doc("SMS Template", others[0].template)
	try:
		text = templates.several(template, others[0].language, told)
	except sms.TemplateInvalid:
		return
	row = {
		**{"text": text, "parts": sms.parts(text), "stands_for": told},
		"expires_at": clock.now() + timedelta(hours=template.lives_hours or templates.LIVES_HOURS),
		**{column: _common(column, every) for column in SHARED},
	}
	if standing:
		# technical marks of the outbox: what it stands for has grown
		frappe.db.set_value(MESSAGE, name, row, update_modified=False)
	else:
		_insert({"name": name, **_new(others, template), **row})
	_merged([other.name for other in others], name)


def _new(others: Sequence[frappe._dict], template: Document) -> dict[str, object]:
	first, now, user = others[0], clock.now(), frappe.session.user
	return {
		**{"creation": now, "modified": now, "owner": user, "modified_by": user},
		"event_key": f"{first.event_key[:100]}|merged|{frappe.generate_hash(length=20)}",
		"receiver": _common("receiver_person", others) or receivers.OUTSIDER,
		**{"template": first.template, "template_version": template.version, "language": first.language},
		**{"phone": first.phone, "phone_masked": masked_phone(first.phone)},
		**{"status": Status.QUEUED.value, "urgency_place": first.urgency_place},
		"send_after": max(row.send_after for row in others),
		"failure": PHONE_LIMIT if any(row.failure == PHONE_LIMIT for row in others) else "",
	}


def _common(column: str, rows: Sequence[frappe._dict]) -> object:
	found = {row[column] for row in rows}
	if len(found) == 1:
		return found.pop()
	return 0 if column == "commission_lft" else None


def _insert(row: dict[str, object]) -> None:
	# past the controller, which would ask for leave to write; what it is made of passed it
	frappe.db.bulk_insert(MESSAGE, list(row), [tuple(row.values())])


def _merged(names: Sequence[str], into: str) -> None:
	"""These wait with another message from here on, and what they stood for does too."""
	message = frappe.qb.DocType(MESSAGE)
	(
		frappe.qb.update(message)
		.set(message.status, Status.MERGED.value)
		.set(message.merged_into, into)
		.set(message.failure, "")
		.where(message.name.isin(list(names)))
		.run()
	)
	if of_theirs := _of(names):
		frappe.qb.update(message).set(message.merged_into, into).where(message.name.isin(of_theirs)).run()


def _of(standing: Collection[str]) -> list[str]:
	"""What these stand for; changed by key, for a condition on the index would keep other workers from merging beside it."""
	return frappe.get_all(MESSAGE, {"merged_into": ["in", list(standing)]}, pluck="name", order_by="name asc")
