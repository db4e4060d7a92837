"""Counters that a refused request leaves behind: tries, and requests for a phone or an address.

They stand in Redis, as the framework's own rate limits do: raising is one step there, so that a hundred guesses at once
are a hundred, and the rollback of a refused request does not take them back.
"""

import frappe

PREFIX = "esaylov-limit"


def hit(kind: str, key: str, seconds: int) -> int:
	"""Count one more; how many there were within `seconds` of the first one, this one too."""
	name = _name(kind, key)
	# the first one sets the end: later ones do not put it off
	frappe.cache.set(name, 0, ex=max(seconds, 1), nx=True)
	return int(frappe.cache.incrby(name, 1))


def count(kind: str, key: str) -> int:
	"""How many there are now."""
	return int(frappe.cache.get(_name(kind, key)) or 0)


def clear(kind: str, key: str) -> None:
	"""Forget what was counted."""
	frappe.cache.delete(_name(kind, key))


def _name(kind: str, key: str) -> bytes:
	return frappe.cache.make_key(f"{PREFIX}|{kind}|{key}")
