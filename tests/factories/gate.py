"""A gate before the database of a site, and a web server that goes through it: the database is away for that server alone."""

import json
import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from factories import served, waiting
from factories.ports import free_port

LOOPBACK = "127.0.0.1"
FULL = b"\xff" + struct.pack("<H", 1040) + b"Too many connections"
"""What a server says in the place of its greeting that has given all its connections away."""


class Gate:
	"""Forwards connections to the database while it is open; `shut`, the address refuses them, and those that were end."""

	def __init__(self, host: str, port: int) -> None:
		self.beyond = (host, port)
		self.is_full = False
		self.cut_at = b""
		"""A connection in which these bytes are sent ends there, once."""
		self.swallowed = b""
		"""What is sent with these bytes does not arrive: whoever sent it waits, as for a disk that is full."""
		self._listener: socket.socket | None = None
		self._ends: list[socket.socket] = []
		self.port = free_port()  # kept while it is shut: nobody else may listen there then
		self.open()

	def open(self) -> None:
		"""Take connections, at the same port as before; nothing where it is open."""
		if self._listener:
			return
		listener = socket.socket()
		listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		listener.bind((LOOPBACK, self.port))
		listener.listen(64)
		self._listener = listener
		threading.Thread(target=self._take, args=(listener,), daemon=True).start()

	def shut(self) -> None:
		"""The database is gone: nobody listens, and what was connected is reset."""
		if self._listener:
			with suppress(OSError):
				self._listener.shutdown(socket.SHUT_RDWR)
			self._listener.close()
			self._listener = None
		while self._ends:
			_reset(self._ends.pop())

	def _take(self, listener: socket.socket) -> None:
		while True:
			try:
				near, _ = listener.accept()
			except OSError:
				return
			if self.is_full:
				near.sendall(struct.pack("<I", len(FULL))[:3] + b"\0" + FULL)
				near.close()
				continue
			far = socket.create_connection(self.beyond)
			self._ends += [near, far]
			for source, target in ((near, far), (far, near)):
				threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

	def _carry(self, source: socket.socket, target: socket.socket) -> None:
		with suppress(OSError):
			while sent := source.recv(65536):
				if self.cut_at and self.cut_at in sent:
					self.cut_at = b""
					break
				if not (self.swallowed and self.swallowed in sent):
					target.sendall(sent)
		_reset(source)
		_reset(target)


def _reset(one: socket.socket) -> None:
	with suppress(OSError):
		one.shutdown(socket.SHUT_RDWR)
	one.close()


@dataclass
class Server:
	"""A web server of a site behind a gate: its address and its log."""

	address: str
	gate: Gate
	log: Path

	def is_back(self) -> bool:
		"""Whether it answers what asks the database."""
		answer = requests.get(f"{self.address}/api/method/esaylov.api.status.status", timeout=240)
		return answer.status_code != 503

	def until_back(self) -> None:
		"""Return when the database is reached again."""
		waiting.until(self.is_back)


def folder_through(gate: Gate, sites: Path, site: str, folder: Path) -> Path:
	"""A `sites` folder like another, in which a site reaches its database through the gate."""
	folder.mkdir()
	for path in sites.iterdir():
		if path.name != site:
			(folder / path.name).symlink_to(path)
	(folder / site).mkdir()
	for path in (sites / site).iterdir():
		if path.name != "site_config.json":
			(folder / site / path.name).symlink_to(path)
	config = json.loads((sites / site / "site_config.json").read_text())
	config |= {"db_host": LOOPBACK, "db_port": gate.port}
	(folder / site / "site_config.json").write_text(json.dumps(config))
	(folder.parent / "logs").mkdir(exist_ok=True)
	return folder


def gate_of(sites: Path, site: str) -> Gate:
	"""An open gate before the database of a site."""
	config: dict[str, str] = {}
	for path in (sites / "common_site_config.json", sites / site / "site_config.json"):
		config |= json.loads(path.read_text())
	return Gate(config.get("db_host") or LOOPBACK, int(config.get("db_port") or 3306))


@contextmanager
def server(sites: Path, site: str, folder: Path, **common: str) -> Iterator[Server]:
	"""A web server as a bench starts it: gunicorn, with our file for it in the folder it starts in; common: settings of the bench besides."""
	gate = gate_of(sites, site)
	through = folder_through(gate, sites, site, folder / "sites")
	if common:
		settings = through / "common_site_config.json"
		merged = json.loads(settings.read_text()) | common
		settings.unlink()  # the link, not the bench's own
		settings.write_text(json.dumps(merged))
	(through / "gunicorn.conf.py").write_text("from esaylov.setup.web_server import post_worker_init\n")
	address = f"{LOOPBACK}:{free_port()}"
	log = folder / "web.log"
	with log.open("w") as output:
		running = subprocess.Popen(
			served.command(address, "application_with_statics()", threads=8),
			cwd=through,
			env={**os.environ, "SITES_PATH": str(through), "FRAPPE_SITE": site},
			stdout=output,
			stderr=output,
		)
	try:
		made = Server(f"http://{address}", gate, log)
		_wait(made, running)
		yield made
	finally:
		running.terminate()
		running.wait(timeout=60)
		gate.shut()


def _wait(made: Server, running: subprocess.Popen[bytes]) -> None:
	def answers() -> bool:
		assert running.poll() is None, made.log.read_text()[-2000:]
		with suppress(requests.RequestException):
			requests.get(f"{made.address}/uz", timeout=240)
			return True
		return False

	waiting.until(answers)
