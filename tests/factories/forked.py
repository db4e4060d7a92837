"""Programs on the site, each in a process of its own that has the framework in its memory when it begins.

A new interpreter imports Frappe and the app for two to three seconds, longer than most of these programs run. Here one does
so, once for a run of tests, and each program runs in a fork of it: as alone as in an interpreter of its own.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
TIMEOUT = 300  # seconds that a program may take
ONE = threading.Lock()


def run(words: Sequence[str], cwd: Path, given: str = "") -> subprocess.CompletedProcess:
	"""What `python WORDS` gives, words being `-m module …` or `-c program …`, with `given` as its input."""
	(done,) = together([words], cwd, given)
	return done


def together(
	programs: Sequence[Sequence[str]], cwd: Path, given: str = ""
) -> list[subprocess.CompletedProcess]:
	"""The same for several programs that run at the same time; all have ended when this returns."""
	with tempfile.TemporaryDirectory() as name:
		folders = [Path(name) / str(place) for place in range(len(programs))]
		for folder in folders:
			folder.mkdir()
			(folder / "in").write_text(given, encoding="utf-8")
		common = {"cwd": str(cwd), "environment": dict(os.environ)}
		orders = [
			{"words": list(words), "folder": str(folder), **common}
			for words, folder in zip(programs, folders, strict=True)
		]
		with ONE:
			server = _server()
			server.stdin.write(json.dumps(orders) + "\n")
			server.stdin.flush()
			said = server.stdout.readline()
		assert said, "the process that forks has ended"
		return [
			subprocess.CompletedProcess(
				list(words),
				code,
				*((folder / stream).read_text(encoding="utf-8") for stream in ("out", "err")),
			)
			for words, code, folder in zip(programs, json.loads(said), folders, strict=True)
		]


@cache
def _server() -> subprocess.Popen:
	"""The process that forks; it ends with its input, which ends with this one."""
	path = os.pathsep.join([str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")])
	return subprocess.Popen(
		[sys.executable, "-m", "factories.forked"],
		env={**os.environ, "PYTHONPATH": path},
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		text=True,
	)


def _serve() -> None:
	from esaylov import commands

	commands.preload()
	for line in sys.stdin:
		children = []
		for order in json.loads(line):
			children.append(os.fork())
			if not children[-1]:
				_work(order)
		codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
		print(json.dumps(codes), flush=True)
	os._exit(0)  # the interpreter would take each module apart first


def _work(order: dict[str, Any]) -> None:
	"""Run a program in this fork, and end."""
	folder, code = Path(order["folder"]), 1
	for number, (stream, how) in enumerate((("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY))):
		os.dup2(os.open(folder / stream, how | os.O_CREAT), number)
	sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 # until the end
	signal.alarm(TIMEOUT)
	try:
		os.environ.clear()
		os.environ.update(order["environment"])
		os.chdir(order["cwd"])
		_run(*order["words"])
		code = 0
	except SystemExit as end:
		code = end.code if isinstance(end.code, int) else int(end.code is not None)
	except BaseException:
		traceback.print_exc()
	sys.stdout.flush()
	sys.stderr.flush()
	os._exit(code)


def _run(kind: str, program: str, *arguments: str) -> None:
	sys.argv = [program if kind == "-m" else "-c", *arguments]
	if kind == "-m":
		runpy.run_module(program, run_name="__main__", alter_sys=True)
	else:
		exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})  # noqa: S102 # the tests' own


if __name__ == "__main__":
	_serve()
