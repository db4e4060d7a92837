"""Steps of the set-up: each is printed with its time, done again only when its inputs changed, and never half done."""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from standalone.paths import Bench, shown


class Failure(Exception):
	"""A step that cannot go on. The text is one line for a person: what failed, where to look, what to do."""


def fingerprint(*inputs: str | Path) -> str:
	"""SHA-256 over texts and file contents, folders with everything in them; an absent file counts as empty."""
	digest = hashlib.sha256()
	for item in inputs:
		if isinstance(item, str):
			digest.update(item.encode() + b"\0")
			continue
		for path in _files(item):
			digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
	return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
	if path.is_dir():
		return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
	return [path] if path.is_file() else []


def step(bench: Bench, name: str, inputs: str, action: Callable[[], None]) -> bool:
	"""Run `action` unless it ran before with the same `inputs` (a fingerprint); tell whether it ran.

	The stamp is written after the action: a step that was interrupted is done again from its beginning.
	"""
	stamp = bench.stamps / name.replace(" ", "-")
	if stamp.is_file() and stamp.read_text() == inputs:
		return False
	with timed(name):
		stamp.unlink(missing_ok=True)
		action()
		stamp.write_text(inputs)
	return True


@contextmanager
def timed(name: str) -> Iterator[None]:
	"""Print a step's name now and its duration at its end: in one line, or in two where it runs beside others."""
	is_alone = threading.current_thread() is threading.main_thread()
	print(f"• {name} … " if is_alone else f"• {name} …\n", end="", flush=True)
	ended = "" if is_alone else f"• {name}: "
	start = time.monotonic()
	try:
		yield
	except BaseException:
		print(f"{ended}failed\n", end="", flush=True)
		raise
	print(f"{ended}{time.monotonic() - start:.1f} s\n", end="", flush=True)


def together(*actions: Callable[[], object]) -> None:
	"""Do actions beside each other; once all have ended, raise what the first that failed raised."""
	with ThreadPoolExecutor(max(1, len(actions))) as pool:
		begun = [pool.submit(action) for action in actions]
	for each in begun:
		each.result()


def run(command: list[str], log: Path, what: str, hint: str = "", **options: object) -> None:
	"""Run a program with its output in `log`; Failure with the log's place when it does not succeed."""
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("wb") as output:
		try:
			code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **options).returncode  # type: ignore[call-overload]
		except FileNotFoundError:
			raise Failure(f"{what}: the program {command[0]} is missing. {hint}".strip()) from None
	if code:
		raise Failure(f"{what} failed (exit code {code}); see {shown(log)}. {hint}".strip())


def main(action: Callable[[list[str]], int]) -> None:
	"""Run a script's `action` with its arguments; a Failure becomes one line and exit code 1."""
	try:
		sys.exit(action(sys.argv[1:]))
	except Failure as failure:
		sys.exit(f"✗ {failure}")
	except KeyboardInterrupt:
		sys.exit(130)
