"""Keys of integrators: what a key looks like, what a scope is, and when a key lets in (own design)."""

import hashlib
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PREFIX = "esk"
"""Begins every key, so that scanners of leaked secrets can find one."""
_KEY = re.compile(r"^esk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$")
LONGEST_OVERLAP_HOURS = 24 * 30
LONGEST_BOUND_DAYS = 366
"""Days that a key which acts for a body may live: a head looks at it once in a year (own design)."""
MOST_OF_BODY = 10
"""Living keys of one body (own design)."""


class KeyStatus(StrEnum):
	"""Equal to the options of Integrator Key.status."""

	NEW = "New"
	"""Entered; there is no secret yet."""
	ACTIVE = "Active"
	REVOKED = "Revoked"


class Scope(StrEnum):
	"""Equal to the options of Integrator Key Scope.scope: a group of contracts, read or written.

	What is not here is closed to keys: logins, building types, messages, votes and signatures of staff.
	"""

	APPEALS_READ = "appeals:read"
	APPEALS_WRITE = "appeals:write"
	BODIES_READ = "bodies:read"
	CERTIFICATES_READ = "certificates:read"
	CHAIN_READ = "chain:read"
	DECISIONS_READ = "decisions:read"
	INBOX_READ = "inbox:read"
	INTEGRATORS_READ = "integrators:read"
	OPEN_DATA_READ = "open_data:read"
	PAPERS_READ = "papers:read"
	PEOPLE_READ = "people:read"
	PEOPLE_WRITE = "people:write"
	SESSIONS_READ = "sessions:read"
	STATUS_READ = "status:read"


OF_BODY = tuple(scope for scope in Scope if scope not in (Scope.INBOX_READ, Scope.SESSIONS_READ))
"""What the head of a body may give a key that acts for it: all but what is of commissions."""


@dataclass(frozen=True, slots=True)
class NewKey:
	"""A key as it is shown once; `secret_hash` is what is kept. The secret has 256 bits, so a plain hash is enough."""

	key_id: str
	text: str
	secret_hash: str


def new_key(key_id: str, secret: str) -> NewKey:
	"""A key of a random number (16 hex digits) and a random secret (32 bytes in Base64 for addresses)."""
	return NewKey(key_id, f"{PREFIX}_{key_id}_{secret}", hash_of(secret))


def hash_of(secret: str) -> str:
	"""SHA-256 of a secret in hex."""
	return hashlib.sha256(secret.encode()).hexdigest()


def parted(text: str) -> tuple[str, str] | None:
	"""Number and secret of a key; None for what is no key of ours."""
	found = _KEY.match(text)
	return (found[1], found[2]) if found else None


def is_secret(secret: str, kept: str) -> bool:
	"""Whether a secret is the one whose hash is kept, in constant time."""
	return hmac.compare_digest(hash_of(secret), kept)


def closed_by(status: str, expires_at: datetime, now: datetime, is_enabled: bool = True) -> str:
	"""The error code of a known key that lets nobody in; empty when it does. is_enabled: two persons signed it, and nobody switched it off."""
	if status == KeyStatus.REVOKED:
		return "key_revoked"
	if status != KeyStatus.ACTIVE:
		return "key_unknown"
	if not is_enabled:
		return "key_unsigned"
	return "key_expired" if now >= expires_at else ""


def scope_of(method: str, verb: str) -> str:
	"""The scope that a call needs. method: `appeals.create`; verb: of HTTP."""
	return f"{method.partition('.')[0]}:{'read' if verb in ('GET', 'HEAD') else 'write'}"


def is_open_to_keys(method: str, verb: str) -> bool:
	"""Whether any key may ever call a method of ours: a scope that no key can be given is no scope."""
	return scope_of(method, verb) in set(Scope)


def may_call(scopes: Collection[str], method: str, verb: str) -> bool:
	"""Whether a key with these scopes may call a method of ours."""
	return scope_of(method, verb) in scopes
