"""How often each class of refusal was answered: names of our own classes and numbers, nothing of who was refused or why.

The counts lie in the cache and begin at 0 when it is emptied, as counters of Prometheus may.
"""

from contextlib import suppress
from typing import Final

import frappe

from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import EsaylovError

KEY: Final = "esaylov-refusals"


def count_refusal(name: str) -> None:
	"""Count an answered refusal by the name of its class. Another name, and a cache that is away, count nothing."""
	if name in _class_names(EsaylovError):
		with suppress(AWAY):
			frappe.cache.hincrby(frappe.cache.make_key(KEY), name, 1)


def refusal_counts() -> dict[str, int]:
	"""Refusals of each class, also of those that nobody met: a metric that appears with its first value has no growth. Raises AWAY."""
	# the framework's own `hgetall` expects pickled values
	found = frappe.cache.execute_command("HGETALL", frappe.cache.make_key(KEY))
	counts = {name.decode(): int(count) for name, count in found.items()}
	return {name: counts.get(name, 0) for name in sorted(_class_names(EsaylovError))}


def _class_names(kind: type[EsaylovError]) -> set[str]:
	return {kind.__name__}.union(*map(_class_names, kind.__subclasses__()))
