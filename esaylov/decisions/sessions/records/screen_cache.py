"""What every screen of a session shows alike, read once for each step and kept for the others in the cache.

Each step of a session writes an event into the chain of its commission, in one transaction with its rows (`writing.finish`). What was read
while an event was the last one holds until there is another. Names and positions of people come from elsewhere, so it is read
again after SECONDS at the latest. No step decides by it.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TypeVar

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.trust.chains import chain

R = TypeVar("R")
SECONDS: Final = 15
PREFIX: Final = "esaylov-session"


def read_once(session: Document, what: str, read: Callable[[], R]) -> R:
	"""What `read` gives, or gave to somebody since the last step of the commission, today."""
	last = chain.last_hash(session.commission)
	return read_by_key(f"{session.name}|{what}|{clock.today()}|{last}|{session.modified}", read)


def read_by_key(key: str, read: Callable[[], R]) -> R:
	"""What `read` gives, or gave under the same key a moment ago. Without the cache each reader reads."""
	found: R | None = look_up(key)
	if found is None:
		found = read()
		keep(key, found, SECONDS)
	return found


def look_up(key: str) -> Any:
	"""What is kept under a key; None for nothing, and while the cache is away."""
	with suppress(AWAY):
		return frappe.cache.get_value(f"{PREFIX}|{key}", expires=True)
	return None


def keep(key: str, value: object, seconds: int) -> None:
	"""Keep a value for so long; not while the cache is away."""
	with suppress(AWAY):
		frappe.cache.set_value(f"{PREFIX}|{key}", value, expires_in_sec=seconds)
