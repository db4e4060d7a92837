"""One at a time: locks between processes that end with the process that holds them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from standalone.paths import Bench


@contextmanager
def alone(bench: Bench, name: str) -> Iterator[None]:
	"""Wait until no other process is in the block of this name, then run it."""
	bench.config.mkdir(parents=True, exist_ok=True)
	with (bench.config / f"{name}.lock").open("w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		yield
