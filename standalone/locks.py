"""One at a time: locks between processes that end with the process that holds them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from standalone.paths import Bench
from standalone.steps import Failure


@contextmanager
def sole(bench: Bench, name: str, otherwise: str) -> Iterator[None]:
	"""Run the block unless another process is in the block of this name; Failure with `otherwise` then."""
	bench.config.mkdir(parents=True, exist_ok=True)
	with (bench.config / f"{name}.lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			raise Failure(otherwise) from None
		yield


@contextmanager
def alone(bench: Bench, name: str, waiting: str = "") -> Iterator[None]:
	"""Wait until no other process is in the block of this name, then run it; `waiting` is said when it has to wait."""
	bench.config.mkdir(parents=True, exist_ok=True)
	with (bench.config / f"{name}.lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			if waiting:
				print(waiting, flush=True)
			fcntl.flock(lock, fcntl.LOCK_EX)
		yield
