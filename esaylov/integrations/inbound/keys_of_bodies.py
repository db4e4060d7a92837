"""Keys that act for a body: bound to it by its head, seen and ended by whoever heads it then.

Whether somebody heads a body is asked by who calls these (`identity.service_accounts`): this room knows no people.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import frappe

from esaylov.core import integrators as law
from esaylov.core.findings import Finding
from esaylov.core.integrators import KeyStatus
from esaylov.core.people.unseen import UNSEEN
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.integrations.inbound.keys import KEY, WRITER, end_key, give_secret

COLUMNS = (
	*("name", "title", "status", "enabled", "issued_at", "expires_at"),
	*("last_used_at", "revoked_at", "signatory"),
)
MOST_SHOWN = 100
LONGEST_TITLE = 140
Body = tuple[str, str]
"""DocType and name."""


@dataclass(frozen=True, slots=True)
class KeyOfBody:
	"""A key of a body as its head sees it; times are naive Tashkent time. is_open: it lets in, as far as its own row says."""

	key: str
	title: str
	scopes: tuple[str, ...]
	issued_at: datetime
	expires_at: datetime
	last_used_at: datetime | None
	revoked_at: datetime | None
	signatory: str
	is_open: bool


def check(title: str, scopes: Collection[str], expires_at: datetime | None) -> list[Finding]:
	"""What is wrong with a key that a head wants; expires_at: None for a day that could not be read."""
	found = []
	if not title or len(title) > LONGEST_TITLE:
		found.append(Finding("required" if not title else "too_long", "title", params=_limit(title)))
	if UNSEEN.search(title):
		found.append(Finding("unseen_characters", "title"))
	if not scopes or set(scopes) - set(law.OF_BODY):
		found.append(Finding("key_scopes_of_body", "scopes"))
	if expires_at is None:
		found.append(Finding("date_unreal", "ends_on"))
	elif not 0 <= (expires_at.date() - clock.today()).days <= law.LONGEST_BOUND_DAYS:
		found.append(Finding("key_end_of_body", "ends_on", params={"days": law.LONGEST_BOUND_DAYS}))
	return found


def _limit(title: str) -> dict[str, str | int]:
	return {"limit": LONGEST_TITLE} if title else {}


def bind(
	user: str, body: Body, signatory: str, title: str, scopes: Collection[str], expires_at: datetime
) -> tuple[str, str]:
	"""A key that acts for a body as a user of its own: name, and the whole key, which is shown this once.

	signatory: the Person who binds it. Raises FormInvalid, WrongState (`key_most_of_body`).
	"""
	if found := check(title, scopes, expires_at):
		raise FormInvalid(found)
	if _living(body) >= law.MOST_OF_BODY:
		raise WrongState({"limit": law.MOST_OF_BODY}, code="key_most_of_body")
	key = frappe.new_doc(KEY)
	key.update({"title": title, "user": user, "expires_at": expires_at})
	key.update({"body_type": body[0], "body": body[1], "signatory": signatory})
	for scope in sorted(set(scopes)):
		key.append("scopes", {"scope": scope})
	with WRITER.writing(), PROVED.writing():
		key.insert(ignore_permissions=True)  # the head of the body, asked by the caller
	return key.name, give_secret(key)


def _living(body: Body) -> int:
	"""How many keys of a body let in, all counted with a lock: who waited for the heads of the body sees what they bound meanwhile."""
	key = frappe.qb.DocType(KEY)
	query = frappe.qb.from_(key).select(key.name).where((key.body == body[1]) & (key.body_type == body[0]))
	query = query.where((key.status == KeyStatus.ACTIVE.value) & (key.expires_at > clock.now()))
	return len(query.for_update().run())


def of_body(body: Body) -> list[KeyOfBody]:
	"""The keys of a body, the newest first: all that live, and of the ended ones those among the newest hundred."""
	filters = {"body_type": body[0], "body": body[1]}
	lives = {"status": KeyStatus.ACTIVE.value, "expires_at": [">", clock.now()]}
	newest = frappe.get_all(KEY, filters, COLUMNS, order_by="issued_at desc, name asc", limit=MOST_SHOWN)
	living = frappe.get_all(KEY, {**filters, **lives}, COLUMNS, order_by="issued_at desc, name asc", limit=0)
	shown = {row.name for row in newest}
	rows = [*newest, *(row for row in living if row.name not in shown)]  # older than the newest
	names = [row.name for row in rows]
	scopes = frappe.get_all(
		"Integrator Key Scope",
		{"parent": ["in", [*names, ""]]},
		["parent", "scope"],
		order_by="scope asc",
		limit=0,
	)
	now = clock.now()
	return [
		KeyOfBody(
			row.name,
			row.title,
			tuple(one.scope for one in scopes if one.parent == row.name),
			row.issued_at,
			row.expires_at,
			row.last_used_at,
			row.revoked_at,
			row.signatory,
			row.status == KeyStatus.ACTIVE and bool(row.enabled) and now < row.expires_at,
		)
		for row in rows
	]


def bound(users: Collection[str]) -> list[tuple[str, str, str]]:
	"""User, DocType and name of the body of the living keys of users."""
	filters = {
		"user": ["in", [*users, ""]],
		"body": ["is", "set"],
		"status": KeyStatus.ACTIVE.value,
		"expires_at": [">", clock.now()],
	}
	rows = frappe.get_all(KEY, filters, ["user", "body_type", "body"], order_by="name asc", limit=0)
	return [(row.user, row.body_type, row.body) for row in rows]


def body_of(key: str) -> Body:
	"""The body of a key. Raises NotFound, also for a key of none."""
	found = frappe.db.get_value(KEY, key, ["body_type", "body"]) if isinstance(key, str) and key else None
	if not found or not found[1]:
		raise NotFound({"doctype": KEY})
	return found[0], found[1]


def end(key: str, reason: str) -> None:
	"""End a key of a body at once. Raises NotFound, WrongState."""
	body_of(key)
	end_key(frappe.get_doc(KEY, key, for_update=True), reason)
