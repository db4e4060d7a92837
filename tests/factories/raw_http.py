"""A request line as it is written: the usual clients resolve `..`, encode, and set a `Host` of their own."""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

Header = tuple[str, str]


def send_raw(address: str, path: str, headers: Iterable[Header], verb: str = "GET") -> tuple[int, bytes]:
	"""Status and whole answer (head and body) of one request; 0 where the server closes without an answer."""
	at = urlsplit(address)
	lines = [f"{verb} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
	with socket.create_connection((at.hostname, at.port), 60) as line:
		line.sendall("\r\n".join([*lines, "", ""]).encode())
		return parse_answer(read_all(line))


def read_all(line: socket.socket) -> bytes:
	"""Everything that comes until the other side closes."""
	parts = []
	while part := line.recv(65536):
		parts.append(part)
	return b"".join(parts)


def parse_answer(answer: bytes) -> tuple[int, bytes]:
	"""Status and whole answer."""
	return (int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0), answer
