"""The checked way out: calls to addresses that somebody wrote into a row. On the public network alone, following nothing.

The name is looked up once, every address found must be public, and the call goes to the one that was checked: a name
that answers otherwise the second time leads nowhere else. Providers that the operator configures go through `base`.
"""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import frappe
import urllib3

from esaylov.core import outgoing as law
from esaylov.framework import clock
from esaylov.integrations.base import BadAnswer, Refused, Unreachable

SECONDS = urllib3.Timeout(connect=5, read=10)
WHOLE_SECONDS = 120
"""A list has some megabytes; who gives it byte by byte, its head too, is left."""
PART = 64 * 1024
FAULTS = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError)
"""What a bad server or a bad name raises; urllib3 lets some of http.client's through."""


@dataclass(frozen=True)
class Target:
	"""Where a call goes: the address of the network beside the name that it was found by."""

	url: str
	host: str
	port: int
	address: str
	is_tls: bool


def allows_private() -> bool:
	"""Demonstrations and tests have receivers beside them; a real site calls the public network alone."""
	return clock.may_move() and bool(frappe.conf.get("esaylov_webhooks_private"))


def find(name: str, url: str, allow_plain: bool = False) -> Target:
	"""Look an address up. name: begins the codes. Raises Refused (`<name>_address`), Unreachable (`<name>_unreachable`)."""
	is_open = allows_private()
	if not law.is_address(url, allow_plain=allow_plain or is_open):
		raise Refused(f"{name}_address")
	parts = urlsplit(url)
	host, is_tls = parts.hostname or "", parts.scheme == "https"
	port = parts.port or (443 if is_tls else 80)
	try:
		found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
	except (OSError, UnicodeError) as problem:
		raise Unreachable(f"{name}_unreachable") from problem
	if not found or not (is_open or all(law.is_public(str(one)) for one in found)):
		raise Refused(f"{name}_address")
	return Target(url, host, port, str(found[0]), is_tls)


def post(name: str, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
	"""Hand a body over; the status of the answer, whose content is not read. Raises Unreachable."""
	with _called(name, target, "POST", body, {**headers, "Content-Type": "application/json"}) as answer:
		return int(answer.status)


def get(name: str, target: Target, largest: int) -> bytes:
	"""The bytes of an answer with status 200, as they come. Raises Unreachable, BadAnswer (`<name>_bad_answer`)."""
	parts, size = [], 0
	with _called(name, target, "GET", None, {"Accept-Encoding": "identity"}) as answer:
		if answer.status != 200:  # a redirect too: it could lead anywhere
			raise Unreachable(f"{name}_unreachable")
		for part in answer.stream(PART, decode_content=False):
			parts.append(part)
			size += len(part)
			if size > largest:
				raise BadAnswer(f"{name}_bad_answer")
	return b"".join(parts)


@contextmanager
def _called(
	name: str, target: Target, verb: str, body: bytes | None, headers: Mapping[str, str]
) -> Iterator[Any]:
	parts = urlsplit(target.url)
	path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
	sent = {**headers, "Host": parts.netloc, "User-Agent": "E-saylov"}
	try:
		with _pool(target) as pool, _cut_off(pool) as was_cut:
			answer = pool.urlopen(
				verb,
				path,
				body,
				sent,
				retries=False,
				redirect=False,
				assert_same_host=False,
				preload_content=False,
				timeout=SECONDS,
			)
			try:
				yield answer
				if was_cut():  # what has no length said is whole where the line is cut
					raise Unreachable(f"{name}_unreachable")
			finally:
				answer.close()
	except FAULTS as problem:
		raise Unreachable(f"{name}_unreachable") from problem


@contextmanager
def _cut_off(pool: urllib3.HTTPConnectionPool) -> Iterator[Callable[[], bool]]:
	"""Inside, the line is cut after WHOLE_SECONDS; gives whether it was.

	Limits of the library count from one byte to the next, and whoever reads a head or a part waits for all of it.
	"""
	lines: list[socket.socket] = []
	cut = threading.Event()

	class Connection(pool.ConnectionCls):  # type: ignore[name-defined,misc] # of the pool, with TLS or without
		def _new_conn(self) -> socket.socket:
			line: socket.socket = super()._new_conn()
			lines.append(line.dup())  # TLS takes the first one over
			return line

	def end() -> None:
		cut.set()
		for line in lines:
			with suppress(OSError):  # the other side was quicker
				line.shutdown(socket.SHUT_RDWR)

	pool.ConnectionCls = Connection
	timer = threading.Timer(WHOLE_SECONDS, end)
	timer.daemon = True
	timer.start()
	try:
		yield cut.is_set
	finally:
		timer.cancel()
		timer.join()  # it does not look at lines that are closed
		for line in lines:
			line.close()


def _pool(target: Target) -> urllib3.HTTPConnectionPool:
	if not target.is_tls:
		return urllib3.HTTPConnectionPool(target.address, target.port)
	return urllib3.HTTPSConnectionPool(
		target.address, target.port, server_hostname=target.host, assert_hostname=target.host
	)
