"""A call with a key: who it is, whether the key may call this, and whether it called too often."""

from contextlib import suppress
from dataclasses import dataclass

import frappe

from esaylov.core import integrators as law
from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import KeyRefused, NotPermitted, TooMany
from esaylov.integrations.inbound.keys import KEY

COLUMNS = (
	*(
		"name",
		"user",
		"status",
		"enabled",
		"expires_at",
		"secret_hash",
		"per_minute",
		"per_day",
		"commission",
	),
	*("body_type", "body", "signatory"),
)
USE_SECONDS = 600
MINUTE, DAY = 60, 24 * 60 * 60
CLIENT = "esaylov_integrator"
"""Name of the request's caller in `frappe.local`."""


@dataclass(frozen=True)
class Caller:
	"""The key that a request came with."""

	key: str
	user: str
	scopes: frozenset[str]
	commission: str
	per_minute: int
	per_day: int
	body: tuple[str, str] | None = None
	"""DocType and name of the body for which the key acts."""
	signatory: str = ""
	"""The Person who bound it to the body: what it files is signed by them."""


def authenticate(text: str, method: str, verb: str) -> Caller:
	"""The caller of a request with a key. method: `appeals.create`, "" for what is no contract; verb: of HTTP.

	Raises KeyRefused (unknown, expired, revoked, not enabled, user switched off), TooMany, NotPermitted (scope).
	"""
	row = _row(text)
	if code := law.closed_by(row.status, row.expires_at, clock.now(), bool(row.enabled)):
		raise KeyRefused(code=code)
	if not frappe.db.get_value("User", row.user, "enabled"):
		raise KeyRefused(code="key_user_off")
	scopes = frozenset(frappe.get_all("Integrator Key Scope", {"parent": row.name}, pluck="scope", limit=0))
	_count(row)
	if not method or not law.may_call(scopes, method, verb):
		if not method or not law.is_open_to_keys(method, verb):
			raise NotPermitted(code="key_closed")
		code = "key_scope_of_body" if row.body else "key_scope"
		raise NotPermitted({"scope": law.scope_of(method, verb)}, code=code)
	_note_use(row.name)
	body = (row.body_type, row.body) if row.body else None
	caller = Caller(
		*(row.name, row.user, scopes, row.commission or "", row.per_minute, row.per_day),
		*(body, row.signatory or ""),
	)
	setattr(frappe.local, CLIENT, caller)
	return caller


def present() -> Caller | None:
	"""The key of this request, if it came with one."""
	found: Caller | None = getattr(frappe.local, CLIENT, None)
	return found


def _row(text: str) -> frappe._dict:
	parted = law.parted(text)
	row = frappe.db.get_value(KEY, {"key_id": parted[0]}, COLUMNS, as_dict=True) if parted else None
	if not parted or not row or not law.is_secret(parted[1], row.secret_hash or ""):
		raise KeyRefused(code="key_unknown")
	return row


def _count(row: frappe._dict) -> None:
	"""Count the call in its minute and its day. Raises TooMany; who is refused says so for how many seconds."""
	for name, seconds, most in (("minute", MINUTE, row.per_minute), ("day", DAY, row.per_day)):
		try:
			used, left = _added(row.name, name, seconds)
		except AWAY:
			return  # who holds a key is known: while nothing can be counted, it is not limited
		if used > most:
			values = {"limit": most, "seconds": left}
			is_short = seconds == MINUTE
			raise TooMany(values, code="key_per_minute" if is_short else "key_per_day", retry_after=left)


def _added(key: str, name: str, seconds: int) -> tuple[int, int]:
	"""How many calls of the window there were with this one, and after how many seconds the window ends."""
	counter = frappe.cache.make_key(f"esaylov_key|{key}|{name}")
	pipe = frappe.cache.pipeline()
	pipe.set(counter, 0, ex=seconds, nx=True)
	pipe.incr(counter)
	pipe.ttl(counter)
	_, used, left = pipe.execute()
	return int(used), max(int(left), 1)


def used_today(key: str) -> int:
	"""Calls counted in the day's window so far."""
	return int(frappe.cache.get(frappe.cache.make_key(f"esaylov_key|{key}|day")) or 0)


def _note_use(key: str) -> None:
	"""Remember once in ten minutes that a key was used; a job writes it down, as what a GET writes is taken back."""
	with suppress(AWAY):
		if frappe.cache.set(frappe.cache.make_key(f"esaylov_key|{key}|used"), 1, ex=USE_SECONDS, nx=True):
			frappe.cache.hset(frappe.cache.make_key(USES), key, clock.now().isoformat(" ", "seconds"))


USES = "esaylov_key_uses"


def write_uses() -> int:
	"""Job: write down when keys were last used; how many."""
	found = frappe.cache.hgetall(frappe.cache.make_key(USES))
	for key, moment in found.items():
		frappe.db.set_value(
			KEY, key.decode(), "last_used_at", moment.decode(), update_modified=False
		)  # a technical mark
		frappe.cache.hdel(frappe.cache.make_key(USES), key)
	return len(found)
