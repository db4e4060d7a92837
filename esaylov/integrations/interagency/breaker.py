"""Registers that do not answer are left alone for a while, so that nobody waits for each of a hundred time-outs.

Counts stand in Redis for all processes of the site; losing them costs a few time-outs and nothing else.
"""

import frappe

FAILURES = 5
"""One after another before a register is left alone (own design)."""
REST_SECONDS = 60
PREFIX = "esaylov-interagency"


def is_resting(register: str) -> bool:
	"""Whether the register failed so often that it is not asked now."""
	return int(frappe.cache.get(_name(register)) or 0) >= FAILURES


def failed(register: str) -> None:
	"""Count a failure; each one begins the rest anew."""
	name = _name(register)
	frappe.cache.incrby(name, 1)
	frappe.cache.expire(name, REST_SECONDS)


def worked(register: str) -> None:
	"""The register answered: forget its failures."""
	frappe.cache.delete(_name(register))


def _name(register: str) -> bytes:
	return frappe.cache.make_key(f"{PREFIX}|{register}")
