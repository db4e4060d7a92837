"""ClamAV over its socket: the daemon is handed the bytes of a file and says what it found in them.

Protocol: clamd(8), command INSTREAM with a session that ends with its answer: `zINSTREAM\\0`, pieces of a length of four bytes (the most
significant first) and their bytes, a length of zero; the answer `stream: OK`, `stream: NAME FOUND`, or a line that ends with `ERROR`.
"""

import re
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any, Final

import frappe

from esaylov.integrations.base import BadAnswer, Refused, Unreachable

SETTING: Final = "esaylov_clamav"
"""site_config.json: {"socket": path} or {"host", "port"}; "timeout" in seconds. Without it nothing is scanned."""
TIMEOUT: Final = 20.0
"""Seconds for one file, from the first byte to the answer."""
PIECE: Final = 1 << 16
LONGEST_ANSWER: Final = 4096
FOUND: Final = re.compile(r"stream: (?P<name>[\x21-\x7e]{1,120}) FOUND")


def is_on() -> bool:
	"""Whether this site has a scanner."""
	return bool(frappe.conf.get(SETTING))


def scan(content: bytes, seconds: float = TIMEOUT) -> str:
	"""The name of what was found in a content; "" where it is clean. seconds: to wait at most, less than the setting.

	Raises Unreachable (nobody answers in time), Refused (`antivirus_refused`: longer than the daemon takes, or it fails) and BadAnswer.
	"""
	settings = frappe.conf.get(SETTING) or {}
	began, said = time.monotonic(), ""
	try:
		with _connection(settings) as daemon:
			patience = min(seconds, float(settings.get("timeout") or TIMEOUT))
			said = _asked(daemon, content, began + patience)
	except OSError as problem:
		raise Unreachable("antivirus_unreachable") from problem
	finally:
		took = round((time.monotonic() - began) * 1000)
		frappe.logger("esaylov").info(
			"antivirus: %s bytes, %s, %s ms", len(content), said or "no answer", took
		)
	if not said:
		raise Unreachable("antivirus_unreachable")
	if said == "stream: OK":
		return ""
	if found := FOUND.fullmatch(said):
		return found["name"]
	if said.endswith("ERROR"):
		raise Refused("antivirus_refused")
	raise BadAnswer("antivirus_bad_answer")


def _connection(settings: Mapping[str, Any]) -> socket.socket:
	timeout = float(settings.get("timeout") or TIMEOUT)
	if path := settings.get("socket"):
		daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
		daemon.settimeout(timeout)
		try:
			daemon.connect(str(path))
		except OSError:
			daemon.close()
			raise
		return daemon
	return socket.create_connection(
		(str(settings.get("host") or "127.0.0.1"), int(settings.get("port") or 3310)), timeout
	)


def _asked(daemon: socket.socket, content: bytes, ends: float) -> str:
	try:
		daemon.sendall(b"zINSTREAM\0")
		for start in range(0, len(content), PIECE):
			piece = content[start : start + PIECE]
			_leave_in_time(daemon, ends)
			daemon.sendall(struct.pack("!I", len(piece)) + piece)
		daemon.sendall(struct.pack("!I", 0))
	except (BrokenPipeError, ConnectionResetError):
		pass  # it has said why already, and listens no more: the answer is read
	answer = b""
	while b"\0" not in answer and len(answer) <= LONGEST_ANSWER:
		_leave_in_time(daemon, ends)
		piece = daemon.recv(LONGEST_ANSWER)
		if not piece:
			break
		answer += piece
	return answer.partition(b"\0")[0].decode("ascii", "replace").strip()


def _leave_in_time(daemon: socket.socket, ends: float) -> None:
	left = ends - time.monotonic()
	if left <= 0:
		raise TimeoutError
	daemon.settimeout(left)
