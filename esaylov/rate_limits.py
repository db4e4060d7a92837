"""The framework's limits of requests, which stand in Redis, for a site that goes on without it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe
import redis
from frappe import rate_limiter

P = ParamSpec("P")
R = TypeVar("R")


def rate_limit(**limits: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""Limit a function as the framework's decorator of this name does; while nothing can be counted, it is not limited.

	What must not be tried without a count (codes by SMS) counts for itself, and refuses then: `identity/limits.py`.
	"""
	count = rate_limiter.rate_limit(**limits)(lambda *_, **__: None)

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		@wraps(function)
		def limited(*args: P.args, **kwargs: P.kwargs) -> R:
			try:
				count()
			except (redis.ConnectionError, redis.TimeoutError):
				frappe.logger("esaylov").warning("requests are not counted: the cache is away")
			return function(*args, **kwargs)

		return limited

	return decorate
