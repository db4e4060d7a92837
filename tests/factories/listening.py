"""A client of realtime over plain HTTP, with the cookies of a browser."""

import json
from collections.abc import Mapping

import requests

from factories import inside

PLACE = "answer = [frappe.conf.socketio_port, frappe.local.site]"
SECONDS = 60
HEARTBEAT = "2"
"""What the server says when nothing else has come for 25 seconds."""


class Listener:
	"""Connected to the site; `words`: all that it was told."""

	def __init__(self, base_url: str, cookies: Mapping[str, str]) -> None:
		port, self.site = inside.run(PLACE)
		address = base_url.rstrip("/")
		sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
		self.headers = {"Origin": address, "Host": address.partition("//")[2], "Cookie": sent}
		self.url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
		self.words = ""
		self.url += f"&sid={json.loads(self.heard()[1:])['sid']}"
		requests.post(self.url, f"40/{self.site},", headers=self.headers, timeout=SECONDS).raise_for_status()
		assert self.heard().startswith(f"40/{self.site}")

	def emitted(self, *event: str) -> "Listener":
		said = f"42/{self.site},{json.dumps(event)}"
		requests.post(self.url, said, headers=self.headers, timeout=SECONDS).raise_for_status()
		return self

	def heard(self) -> str:
		said = requests.get(self.url, headers=self.headers, timeout=SECONDS).text
		self.words += said
		return said

	def hears(self, word: str) -> bool:
		"""Whether it is told a word before the next heartbeat."""
		while word not in self.words:
			if self.heard() == HEARTBEAT or self._is_end(self.words):
				break
		return word in self.words

	def is_closed(self) -> bool:
		"""Whether the server closes the connection before its next heartbeat; what it says else is passed over."""
		while (said := self.heard()) != HEARTBEAT:
			if self._is_end(said):
				return True
		return False

	@staticmethod
	def _is_end(said: str) -> bool:
		return said.startswith(("41", "1")) or '"code"' in said
