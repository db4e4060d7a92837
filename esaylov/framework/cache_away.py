"""Which errors of Redis mean that the site goes on without its cache."""

import redis

AWAY = redis.RedisError
"""Whatever Redis says instead of an answer: not there, silent, loading, full (OOM), read-only after a fail-over, no room on its disk."""
