"""A clamd of our own: INSTREAM as its manual has it (clamd(8)), every fault that its callers have to live with.

It finds EICAR's test text, which every scanner agrees to find. Faults (`Daemon.fault`): slow (never answers), drop (cuts the line in the
middle), choke (cuts it only at what holds the test text), error (`INSTREAM size limit exceeded`), garbage, eager (answers at once and
listens no more).
"""

import select
import socket
import struct
import threading
from contextlib import suppress

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
SLOW_SECONDS = 300


class Daemon:
	"""Listens at `port` from `start` to `stop`; `seen`: sizes of what it was handed."""

	def __init__(self, fault: str = "", limit: int = 30_000_000) -> None:
		self.fault, self.limit, self.seen = fault, limit, []
		self._server = socket.create_server(("127.0.0.1", 0))
		self.port = int(self._server.getsockname()[1])
		threading.Thread(target=self._serve, daemon=True).start()

	def stop(self) -> None:
		"""Nobody is answered from now on."""
		with suppress(OSError):
			self._server.shutdown(socket.SHUT_RDWR)
		self._server.close()

	def _serve(self) -> None:
		with suppress(OSError):
			while True:
				line, _ = self._server.accept()
				threading.Thread(target=self._answer, args=(line,), daemon=True).start()

	def _answer(self, line: socket.socket) -> None:
		with line, suppress(OSError, EOFError):
			if _exactly(line, 10) != b"zINSTREAM\0":
				line.sendall(b"UNKNOWN COMMAND\0")
				return
			if self.fault == "eager":
				line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
				return
			content = b""
			while size := struct.unpack("!I", _exactly(line, 4))[0]:
				content += _exactly(line, size)
				if self.fault == "drop" or len(content) > self.limit:
					break
			self.seen.append(len(content))
			line.sendall(self._said(line, content))

	def _said(self, line: socket.socket, content: bytes) -> bytes:
		if self.fault == "slow":
			select.select([line], [], [], SLOW_SECONDS)
		if self.fault in ("drop", "slow") or (self.fault == "choke" and EICAR in content):
			return b""
		if self.fault == "error" or len(content) > self.limit:
			return b"INSTREAM size limit exceeded. ERROR\0"
		if self.fault == "garbage":
			return b"stream: perhaps\0"
		return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def _exactly(line: socket.socket, size: int) -> bytes:
	found = b""
	while len(found) < size:
		piece = line.recv(size - len(found))
		if not piece:
			raise EOFError
		found += piece
	return found
