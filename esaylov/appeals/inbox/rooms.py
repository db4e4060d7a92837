"""Rooms of realtime in which the open desks of a commission hear that its queue changed: no name, no number, nothing but that.

The framework has rooms for a document and for a whole DocType; of the latter only who reads every row may hear. It also lets whoever
knows a secret name follow what is told under it. Such a name is made for a commission by who first looks at its queue, is given to
whom a page of that queue is shown, and ends after an hour, so that who has left the commission soon hears nothing more.
"""

import secrets
from collections.abc import Iterable
from contextlib import suppress

import frappe

from esaylov.framework.cache_away import AWAY

ROOM = "esaylov-queue|{}"
"""Key of the cache, by commission."""
CHANGED = "esaylov_queue"
"""Event of realtime; its message is empty."""
SECONDS = 3600
"""How long a name is good (own design)."""


def of(commissions: Iterable[str]) -> list[str]:
	"""The names of the rooms of these commissions; none while the cache is away. The caller has asked who sees their queues.

	Two who look at the same moment may make two names; who has the lesser one gets the other with the next page.
	"""
	found: list[str] = []
	with suppress(AWAY):
		found = [_room(ROOM.format(commission)) for commission in sorted(commissions)]
	return found


def _room(key: str) -> str:
	if known := frappe.cache.get_value(key, expires=True):
		return str(known)
	made = secrets.token_urlsafe(24)
	frappe.cache.set_value(key, made, expires_in_sec=SECONDS)
	return made
