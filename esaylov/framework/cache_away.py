"""Which errors of Redis mean that the site goes on without its cache."""

import redis
from redis.connection import DefaultParser
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ReadOnlyError

AWAY = redis.RedisError
"""Whatever Redis says instead of an answer: not there, silent, loading, full (OOM), read-only after a fail-over, no room on its disk."""
READ_ONLY = "READONLY"


class NoWrites(ReadOnlyError, NoConnection):
	"""A Redis that takes no writes, after a fail-over: the framework treats it as one that is absent, and connects again."""


def treat_read_only_as_absent() -> None:
	"""Have this process raise NoWrites where a Redis takes no writes; for every client, once.

	The framework goes on without a cache after a `ConnectionError` alone: a replica in the place of the cache was a failure of
	each request. A client that connects again finds the new primary behind the balancer.
	"""
	DefaultParser.EXCEPTION_CLASSES[READ_ONLY] = NoWrites  # the table of all parsers
