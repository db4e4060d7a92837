"""Start a Redis as what the Sentinels take it for: a master that was away comes back as a replica, and never as a second, empty master.

python -m standalone.cluster.redis_node --bench FOLDER --node redis-queue-1
"""

import argparse
import os
from pathlib import Path

import redis

from standalone.cluster import layout as layouts
from standalone.cluster.layout import REDIS, SENTINELS, Layout
from standalone.packages import program
from standalone.paths import Bench
from standalone.ports import LOOPBACK

ASKED_SECONDS = 1.0


def master(layout: Layout, store: str) -> int:
	"""The port of the master of a store by the first Sentinel that answers; 0 where none does, as at the beginning."""
	for name in SENTINELS:
		client = redis.Redis(
			port=layout.ports[name], socket_connect_timeout=ASKED_SECONDS, socket_timeout=ASKED_SECONDS
		)
		try:
			return int(client.sentinel_get_master_addr_by_name(store)[1])  # type: ignore[no-untyped-call]
		except redis.RedisError:
			continue
	return 0


def command(layout: Layout, name: str) -> list[str]:
	"""The words that start it."""
	words = [program("redis-server"), str(layout.config(name))]
	port = master(layout, name.split("-")[1])
	if not port:
		return words
	return [*words, "--replicaof", *(("no", "one") if port == layout.ports[name] else (LOOPBACK, str(port)))]


def main() -> None:
	"""Become the Redis."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--bench", type=Path, required=True)
	parser.add_argument("--node", choices=REDIS, required=True)
	asked = parser.parse_args()
	words = command(layouts.read(Bench(asked.bench)), asked.node)
	os.execv(words[0], words)  # noqa: S606


if __name__ == "__main__":
	main()
