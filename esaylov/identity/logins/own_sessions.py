"""The sessions of a user, for their owner: where they are logged in, and the end of one or of all others."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import frappe
from frappe.utils import get_datetime

from esaylov.core.browsers import described
from esaylov.framework.errors import NotFound
from esaylov.framework.requests import address, login_sessions
from esaylov.trust import keys

REASON: Final = "Ended by its owner"
SHORT: Final = 32


class Way(StrEnum):
	"""How somebody came in."""

	PASSWORD = "password"  # noqa: S105 # a way, no password
	CODE = "code"
	SIGNATURE = "signature"
	ONEID = "oneid"
	PASSKEY = "passkey"
	RECOVERY = "recovery"
	INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class OwnSession:
	"""One login of a user. key: names it to its owner, and is not its id. device: browser and system, "" where they are not known.

	network: the address that the login came from. way: "" for a session from before an upgrade. begun_at, used_at: moments of the
	framework's clock; `used_at` to ten minutes.
	"""

	key: str
	device: str
	network: str
	way: str
	begun_at: datetime | None
	used_at: datetime
	is_this: bool
	is_same_network: bool


def note(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: keep with the session how its user came in."""
	login_sessions.note(frappe.local.flags.esaylov_way or Way.PASSWORD.value)


def of_user(user: str) -> list[OwnSession]:
	"""Sessions of a user that are not over: this one first, then the one used last."""
	rows = [_session(*row) for row in login_sessions.of_user(user)]
	return sorted(rows, key=lambda row: not row.is_this)


def end(user: str, key: str) -> bool:
	"""End one session of the user; whether it was the one that asks. Raises NotFound for one that is over or another's."""
	for sid, _used_at, _facts in login_sessions.of_user(user):
		if key_of(sid) == key:
			login_sessions.end(user, [sid], REASON)
			return bool(sid == frappe.session.sid)
	raise NotFound()


def end_others(user: str) -> int:
	"""End all sessions of the user but the one that asks; how many."""
	return login_sessions.end_all(user, REASON, keep=frappe.session.sid)


def key_of(sid: str) -> str:
	"""What a session is called to its owner."""
	return keys.keyed_hash("session", sid.encode())[:SHORT]


def _session(sid: str, used_at: datetime, facts: login_sessions.Facts) -> OwnSession:
	network, begun = str(facts.get("session_ip") or ""), facts.get("creation")
	return OwnSession(
		key=key_of(sid),
		device=described(str(facts.get(login_sessions.AGENT) or facts.get("user_agent") or "")),
		network=network,
		way=str(facts.get(login_sessions.WAY) or ""),
		begun_at=get_datetime(begun) if begun else None,
		used_at=used_at,
		is_this=sid == frappe.session.sid,
		is_same_network=bool(network) and network == address.network(),
	)
