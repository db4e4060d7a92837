"""Limits of requests, which stand in Redis, for a site that goes on without it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import frappe

from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany
from esaylov.framework.requests import limits

P = ParamSpec("P")
R = TypeVar("R")


def rate_limit(limit: int, seconds: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""Decorator: so many calls of this function by one caller within the seconds; then TooMany. Jobs are not counted.

	Not the framework's: that one believes any address, counts staff behind one address together, each address of an IPv6
	network alone, and all pages of the portal as one. While nothing can be counted, a function is not limited; what must not
	be tried without a count (codes by SMS) counts for itself, and refuses then: `limits.py`.
	"""

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		kind = f"rate|{function.__module__}.{function.__qualname__}"

		@wraps(function)
		def limited(*args: P.args, **kwargs: P.kwargs) -> R:
			if getattr(frappe.local, "request", None) and _counted(kind, seconds) > limit:
				raise TooMany(retry_after=seconds)
			return function(*args, **kwargs)

		return limited

	return decorate


def _counted(kind: str, seconds: int) -> int:
	try:
		return limits.hit(kind, limits.caller(), seconds)
	except AWAY:
		frappe.logger("esaylov").warning("requests are not counted: the cache is away")
		return 0
