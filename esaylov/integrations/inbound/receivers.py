"""Receivers of webhooks: which events they are told of, switched on and off, paused after long failure."""

import secrets
from datetime import timedelta

import frappe
from frappe.model.document import Document

from esaylov.core import outgoing
from esaylov.core.findings import Finding
from esaylov.core.formats import webhooks as law
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.integrations import outgoing as calling
from esaylov.integrations.base import ProviderError
from esaylov.integrations.inbound.keys import KEY

RECEIVER = "Webhook Receiver"
WRITER = WriteGuard("states of webhook receivers")
STEPS = ("status", "failing_since", "last_delivered_at", "told_until")
OVERLAP = timedelta(minutes=10)
"""Events are looked for from so long before `told_until`: a step that takes longer than that between its event and its
commit would be missed (own design)."""
ACTIVE, PAUSED, OFF = "Active", "Paused", "Off"


def validate(document: Document) -> None:
	"""Called from Webhook Receiver.validate. Raises FormInvalid; LawBroken for a state that did not come from here."""
	before = document.get_doc_before_save()
	if not WRITER.is_writing:
		for field in STEPS:
			first = OFF if field == "status" else ""
			if (document.get(field) or first) != ((before.get(field) if before else "") or first):
				raise LawBroken({"doctype": RECEIVER, "name": document.name or ""})
	is_new = before is None or before.url != document.url
	if is_new and not outgoing.is_address(document.url or "", allow_plain=calling.allows_private()):
		raise FormInvalid([Finding("webhook_address", "url")])


def start(receiver: str) -> None:
	"""Tell a receiver of events from now on; after a pause also of those held back. One that is not enabled is proposed to be.

	Raises NotFound, WrongState (no secret, no active key), FormInvalid (an address that is not called).
	"""
	document = _writable(receiver)
	if not document.get_password("secret", raise_exception=False):
		raise WrongState(code="webhook_no_secret")
	if frappe.db.get_value(KEY, document.integrator_key, "status") != "Active":
		raise WrongState(code="key_not_active")
	try:
		calling.find("webhook", document.url)
	except ProviderError as problem:
		raise FormInvalid([Finding(problem.code, "url")]) from problem
	if not document.enabled:
		document.enabled = 1
		document.save()  # held back, and kept as a proposal for another administrator
		return
	# what happened before it was first switched on is none of the receiver's; what a pause held back is. Events are found by
	# when their rows were made, so the mark is of that time too: the clock of a demonstration may be days ahead of it
	told_until = document.told_until or frappe.utils.now_datetime() + OVERLAP
	_set(document, status=ACTIVE, failing_since=None, told_until=told_until)


def stop(receiver: str) -> None:
	"""Tell a receiver of nothing any more, at once; two persons switch it on again. Raises NotFound."""
	document = _writable(receiver)
	_set(document, status=OFF, enabled=0, failing_since=None, told_until=None)


def new_secret(receiver: str) -> str:
	"""A new secret for the signatures to a receiver, shown this once; the old one signs no more. Raises NotFound."""
	document = _writable(receiver)
	made = law.secret_of(secrets.token_bytes(law.SECRET_BYTES))
	_set(document, secret=made)
	return made


def _set(document: Document, **values: object) -> None:
	document.update(values)
	with WRITER.writing():
		document.save()


def _writable(name: str) -> Document:
	if not frappe.db.exists(RECEIVER, name) or not frappe.has_permission(RECEIVER, "write", name):
		raise NotFound({"doctype": RECEIVER})
	return frappe.get_doc(RECEIVER, name, for_update=True)


def active() -> list[frappe._dict]:
	"""Receivers that are told of events now: switched on and enabled, with a key that lets in; with the borders of their reach."""
	receiver, key = frappe.qb.DocType(RECEIVER), frappe.qb.DocType(KEY)
	rows = (
		frappe.qb.from_(receiver)
		.join(key)
		.on(receiver.integrator_key == key.name)
		.select(receiver.name, receiver.told_until, receiver.commission, key.commission.as_("of_key"))
		.where((receiver.status == ACTIVE) & (receiver.enabled == 1))
		.where((key.status == "Active") & (key.enabled == 1) & (key.expires_at > clock.now()))
		.orderby(receiver.name)
		.run(as_dict=True)
	)
	families = frappe.get_all(
		"Webhook Family",
		{"parent": ["in", [row.name for row in rows]], "parenttype": RECEIVER},
		["parent", "family"],
		order_by="idx asc",
		limit=0,
	)
	for row in rows:
		row.families = {one.family for one in families if one.parent == row.name}
	return rows


def gets_events(name: str) -> bool:
	"""Whether a receiver is told of events now, as far as its own row says."""
	return frappe.db.get_value(RECEIVER, name, ["status", "enabled"]) == (ACTIVE, 1)


def note_success(name: str) -> None:
	"""A receiver took something: its failures are over."""
	values = {"failing_since": None, "last_delivered_at": clock.now()}
	frappe.db.set_value(RECEIVER, name, values, update_modified=False)  # technical marks


def note_failure(name: str, is_gone: bool) -> None:
	"""A receiver did not take something; after days of that, or where it says that it is gone, it is paused."""
	row = frappe.db.get_value(RECEIVER, name, ["failing_since", "status"], as_dict=True, for_update=True)
	if row is None:
		return  # taken away meanwhile
	since = row.failing_since or clock.now()
	frappe.db.set_value(RECEIVER, name, "failing_since", since, update_modified=False)  # a technical mark
	if row.status == ACTIVE and (is_gone or law.should_pause(since, clock.now())):
		_pause(name)


def _pause(name: str) -> None:
	"""As a document: its state stands in the log of configuration, and whoever turns it in the database is found."""
	document = frappe.get_doc(RECEIVER, name, for_update=True)
	document.status = PAUSED
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # its own failures prove it, whoever's job it is
