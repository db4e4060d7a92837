#!/usr/bin/python3
"""In the place of systemctl in a root where systemd is not the first process: runs what units say, and shuts nothing in.

A unit's command runs as its user, in its folder, with its environment and no other, with its folders of state and run time; a unit
that says itself when it is ready (`Type=notify`) is waited for. No sandbox, no limits, no timers, no restart after a fault, no order but that of the words.
"""

import fnmatch
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PLACES = (Path("/etc/systemd/system"), Path("/usr/lib/systemd/system"))
STATE = Path("/run/units")
READY_SECONDS = 180
STOP_SECONDS = 90
PLAIN = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}


class Unit:
	"""A unit by its name, `worker@1.service` from its template."""

	def __init__(self, name: str) -> None:
		self.name = name if "." in name.rpartition("@")[2] else f"{name}.service"
		stem, at, rest = self.name.partition("@")
		self.instance = rest.rpartition(".")[0] if at else ""
		template = f"{stem}@.{rest.rpartition('.')[2]}" if at else self.name
		found = [place / template for place in PLACES if (place / template).exists()]
		if not found:
			sys.exit(f"Unit {self.name} not found.")
		self.lines = [
			(key, value.replace("%i", self.instance))
			for key, sign, value in (
				line.partition("=") for line in found[0].read_text().replace("\\\n", " ").splitlines()
			)
			if sign and not key.startswith(("#", ";"))
		]

	def all(self, key: str) -> list[str]:
		return [value for name, value in self.lines if name == key]

	def get(self, key: str, otherwise: str = "") -> str:
		return ([otherwise, *self.all(key)])[-1]

	@property
	def note(self) -> Path:
		return STATE / f"{self.name}.pid"

	@property
	def pid(self) -> int:
		"""Its main process; 0 where it does not run."""
		pid = int(self.note.read_text()) if self.note.exists() else 0
		try:
			state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
		except OSError:
			return 0
		return 0 if state in "ZX" else pid

	def start(self) -> None:
		if self.name.endswith(".target"):
			for name in " ".join(self.all("Wants") + self.all("Requires")).split():
				if not name.endswith("online.target"):
					Unit(name).start()
			(STATE / self.name).touch()
		elif self.name.endswith(".timer"):
			(STATE / self.name).touch()
		elif not self.pid:
			self._run()

	def _run(self) -> None:
		environment = {**PLAIN, **self._environment(), **self._folders()}
		for line in self.all("ExecStartPre"):
			words = self._words(line)
			if words[0] != "/bin/sh":
				subprocess.run(words, env=environment, check=not line.startswith("-"))
		kind, words = self.get("Type", "simple"), self._words(self.get("ExecStart"))
		user, group = self.get("User"), self.get("Group", self.get("User"))
		if user:
			words = ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", "--", *words]
		folder = self.get("WorkingDirectory", "/")
		mask = int(self.get("UMask", "0022"), 8)
		with (STATE / f"{self.name}.log").open("ab") as log:
			options = {
				"cwd": folder,
				"env": environment,
				"stdin": subprocess.DEVNULL,
				"stdout": log,
				"stderr": log,
				"umask": mask,
			}
			if kind in ("oneshot", "forking"):
				code = subprocess.run(words, **options).returncode
				if code:
					sys.exit(f"{self.name} ended with {code}:\n{self._said()}")
				if kind == "forking":
					self.note.write_text(Path(self.get("PIDFile")).read_text())
				return
			waited = Notified(environment, user) if kind == "notify" else None
			running = subprocess.Popen(words, start_new_session=True, **options)
		self.note.write_text(str(running.pid))
		if waited:
			waited.wait(running, self)

	def _said(self) -> str:
		return (STATE / f"{self.name}.log").read_text(errors="replace")[-3000:]

	def _environment(self) -> dict[str, str]:
		words = [word for line in self.all("Environment") for word in shlex.split(line)]
		return {name: value for name, _, value in (word.partition("=") for word in words)}

	def _folders(self) -> dict[str, str]:
		"""Folders that systemd makes for a unit."""
		told = {}
		for key, place, name in (
			("RuntimeDirectory", "/run", "RUNTIME_DIRECTORY"),
			("StateDirectory", "/var/lib", "STATE_DIRECTORY"),
		):
			for word in self.get(key).split():
				folder = Path(place) / word
				folder.mkdir(parents=True, exist_ok=True)
				if self.get("User"):
					shutil.chown(folder, self.get("User"), self.get("Group", self.get("User")))
				folder.chmod(int(self.get(f"{key}Mode", "0755"), 8))
				told[name] = str(folder)
		return told

	def _words(self, line: str) -> list[str]:
		words = shlex.split(re.sub(r"^[-+!@:|]+", "", line))
		return [word for word in words if not re.fullmatch(r"\$\{?\w+\}?", word)]

	def stop(self) -> None:
		if self.name.endswith((".target", ".timer")):
			(STATE / self.name).unlink(missing_ok=True)
			for name in running():
				other = Unit(name)
				if self.name in other.get("PartOf").split():
					other.stop()
			return
		pid, until = self.pid, time.monotonic() + STOP_SECONDS
		if not pid:
			return
		os.kill(pid, signal.SIGTERM)
		while self.pid and time.monotonic() < until:
			time.sleep(0.05)
		if self.pid:
			os.killpg(pid, signal.SIGKILL)
			sys.exit(f"{self.name} did not end by itself:\n{self._said()}")
		self.note.unlink()

	def is_active(self) -> bool:
		if self.name.endswith((".target", ".timer")):
			return (STATE / self.name).exists()
		return bool(self.pid)


class Notified:
	"""The socket by which a process says that it is ready (sd_notify)."""

	def __init__(self, environment: dict[str, str], user: str) -> None:
		self.path = STATE / f"notify-{os.getpid()}-{time.monotonic_ns()}"
		self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
		self.socket.bind(str(self.path))
		self.path.chmod(0o666)
		STATE.chmod(0o755)
		self.socket.settimeout(0.2)
		environment["NOTIFY_SOCKET"] = str(self.path)

	def wait(self, process: "subprocess.Popen[bytes]", unit: Unit) -> None:
		until = time.monotonic() + READY_SECONDS
		while time.monotonic() < until:
			try:
				if b"READY=1" in self.socket.recv(4096):
					return
			except TimeoutError:
				pass
			if process.poll() is not None:
				sys.exit(f"{unit.name} ended with {process.returncode}:\n{unit._said()}")
		sys.exit(f"{unit.name} never said that it is ready:\n{unit._said()}")


def running() -> list[str]:
	return sorted(path.name.removesuffix(".pid") for path in STATE.glob("*.pid"))


def named(words: list[str]) -> list[Unit]:
	"""The units of the words; a pattern means those that run."""
	names = [name for word in words for name in (fnmatch.filter(running(), word) if "*" in word else [word])]
	return [Unit(name) for name in names]


def main() -> None:
	verb, *words = sys.argv[1:]
	STATE.mkdir(parents=True, exist_ok=True)
	is_now = "--now" in words
	units = (
		[]
		if verb in ("daemon-reload", "unset-environment")
		else named([w for w in words if not w.startswith("--")])
	)
	if verb in ("restart", "stop") or (verb == "disable" and is_now):
		for unit in units:
			unit.stop()
	if verb in ("restart", "start") or (verb == "enable" and is_now):
		for unit in units:
			unit.start()
	if verb == "reload":
		for unit in units:
			os.kill(unit.pid, signal.SIGHUP)
	if verb == "is-active":
		states = [unit.is_active() for unit in units]
		print("\n".join("active" if state else "inactive" for state in states))
		sys.exit(0 if all(states) else 3)


main()
