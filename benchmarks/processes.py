"""What a process has spent, for the measurements beside."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent(process: int) -> float:
	"""Milliseconds of CPU of a process, user and system, of all its threads, those that ended too; raises OSError when it is gone.

	Counted by the kernel in ticks of ten milliseconds, which level out over many steps.
	"""
	words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
	return sum(map(int, words[11:13])) * 1000 / TICKS
