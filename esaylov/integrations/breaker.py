"""Providers that do not answer are left alone for a while, so that nobody waits for each of a hundred time-outs.

Counts stand in Redis for all processes of the site; losing them, or Redis, costs a few time-outs and nothing else.
"""

from contextlib import suppress
from dataclasses import dataclass

import frappe

from esaylov.framework.cache_away import AWAY

REMEMBERED = 10
"""Rests for which the failures stay counted: one more after a rest begins the next one at once."""


@dataclass(frozen=True, slots=True)
class Breaker:
	"""Of providers of one kind. failures: one after another before a provider is left alone (own design)."""

	prefix: str
	failures: int = 5
	rest_seconds: int = 60

	def is_resting(self, provider: str) -> bool:
		"""Whether the provider failed so often that it is not asked now."""
		with suppress(AWAY):
			return bool(frappe.cache.get(self._name("resting", provider)))
		return False

	def failed(self, provider: str, weight: int = 1) -> None:
		"""Count a failure; each one from the last that is borne begins the rest anew. weight: how many it counts for."""
		name = self._name("failures", provider)
		with suppress(AWAY):
			count = frappe.cache.incrby(name, weight)
			frappe.cache.expire(name, self.rest_seconds * REMEMBERED)
			if count >= self.failures:
				frappe.cache.set(self._name("resting", provider), 1, ex=self.rest_seconds)

	def worked(self, provider: str) -> None:
		"""The provider answered: forget its failures."""
		with suppress(AWAY):
			frappe.cache.delete(self._name("failures", provider), self._name("resting", provider))

	def _name(self, what: str, provider: str) -> bytes:
		return frappe.cache.make_key(f"{self.prefix}-{what}|{provider}")
