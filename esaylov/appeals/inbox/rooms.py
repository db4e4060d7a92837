"""Rooms of realtime in which the open desks of a commission hear that its queue changed: no name, no number, nothing but that.

The framework has rooms for a document and for a whole DocType; of the latter only who reads every row may hear. It also lets whoever
knows a secret name follow what is told under it. Such a name is made for a commission by who first looks at its queue, is given to
whom a page of that queue is shown, and ends after an hour, so that who has left the commission soon hears nothing more.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress

import frappe
from frappe.realtime import get_task_progress_room

from esaylov.framework import queues
from esaylov.framework.cache_away import AWAY

CHANGED = "esaylov_queue"
"""Event of realtime; its message is empty."""
SECONDS = 3600
"""How long a name is good (own design)."""


def of(commissions: Iterable[str]) -> list[str]:
	"""The names of the rooms of these commissions; none while the cache is away. The caller has asked who sees their queues.

	Of many who look at the same moment one makes the name, and all get it.
	"""
	found: list[str] = []
	with suppress(AWAY):
		found = [_room(commission) for commission in sorted(commissions)]
	return found


def known(commission: str) -> str:
	"""The name of the room, "" where nobody looked at the queue within the hour. Raises what Redis says while the cache is away."""
	stored: bytes | None = frappe.cache.get(_key(commission))
	return stored.decode() if stored else ""


def tell(commission: str) -> None:
	"""Step after a commit: the open desks hear that the queue of a commission changed, once however many steps of it say so."""
	queues.ask_after_commit(_tell, "GET", _key(commission))


def _tell(stored: bytes | None) -> None:
	if stored:  # else nobody looks, or the cache is away: they look again by themselves
		room = get_task_progress_room(stored.decode())
		frappe.publish_realtime(CHANGED, room=room, after_commit=True)


def _room(commission: str) -> str:
	if before := known(commission):
		return before
	made = secrets.token_urlsafe(24)
	is_first = frappe.cache.set(_key(commission), made, ex=SECONDS, nx=True)
	return made if is_first else known(commission) or made


def _key(commission: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-queue-room|{commission}")
