"""What a process has spent, for the measurements beside."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent(process: int) -> float:
	"""Milliseconds of CPU of a process, user and system, of all its threads, those that ended too; raises OSError when it is gone.

	Counted by the kernel in ticks of ten milliseconds, which level out over many steps.
	"""
	return _milliseconds(process, 13)


def spent_with_children(process: int) -> float:
	"""The same of a process and all that it has begun, those that ended too: a worker's jobs each end before anybody looks."""
	found = _milliseconds(process, 15)
	for child in children(process):
		try:
			found += spent_with_children(child)
		except OSError:  # it ended between the two looks: the next one finds it with its parent
			continue
	return found


def children(process: int) -> list[int]:
	"""Processes begun by a process that are running; none when it is gone."""
	try:
		return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
	except OSError:
		return []


def _milliseconds(process: int, to: int) -> float:
	"""Of /proc/PID/stat: user and system (to 13), and of children that ended and were waited for (to 15)."""
	words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
	return sum(map(int, words[11:to])) * 1000 / TICKS


def spent_by(bench: Path, command: str) -> float:
	"""The same of all processes of a command (`mariadbd`) that belong to a bench: their folder or command line names it."""
	found = 0.0
	for process in Path("/proc").glob("[0-9]*"):
		try:
			words, folder = (process / "cmdline").read_text(), os.readlink(process / "cwd")
			if command in words.split("\0")[0] and (str(bench) in words or folder.startswith(str(bench))):
				found += spent(int(process.name))
		except OSError:  # somebody else's, or it ended
			continue
	return found
