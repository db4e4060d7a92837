"""The quorum: etcd over its HTTP gateway (v3). Keys, leases, and one transaction: take the place of the primary where nobody holds it."""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

ASKED_SECONDS = 1.0
"""So long one member is asked before the next one is."""


class Away(OSError):
	"""No member answered for a majority."""


@dataclass
class Etcd:
	"""A client of the members at some addresses. Each question raises Away where no member answers it."""

	addresses: list[str]
	_order: list[str] = field(init=False)

	def __post_init__(self) -> None:
		self._order = list(self.addresses)

	def get(self, key: str) -> str | None:
		"""The value of a key; None where it is not there, also since its lease ran out."""
		return self.all(key, is_prefix=False).get(key)

	def all(self, key: str, is_prefix: bool = True) -> dict[str, str]:
		"""Key -> value of each key that begins so."""
		return {_text(row["key"]): _text(row.get("value", "")) for row in self._range(key, is_prefix)}

	def version(self, key: str) -> int:
		"""How often a key was written; 0 where it is not there."""
		return next((int(row["version"]) for row in self._range(key, False)), 0)

	def put(self, key: str, value: str, lease: str) -> None:
		"""Write a key that is there as long as a lease lives."""
		self._ask("kv/put", {"key": _bytes(key), "value": _bytes(value), "lease": lease})

	def grant(self, seconds: int) -> str:
		"""A new lease that ends so long after its last renewal."""
		return str(self._ask("lease/grant", {"TTL": seconds})["ID"])

	def renew(self, lease: str) -> bool:
		"""Renew a lease; false where it has run out."""
		return int(self._ask("lease/keepalive", {"ID": lease}).get("result", {}).get("TTL", 0)) > 0

	def revoke(self, lease: str) -> None:
		"""End a lease, and every key that hangs on it."""
		self._ask("lease/revoke", {"ID": lease})

	def claim(self, place: str, holder: str, lease: str, terms: str, term: int) -> bool:
		"""Write the holder of a place, as long as a lease lives, and one more term; whether it succeeded.

		It does where nobody holds the place and there were exactly `term` terms before: all at once, for everybody.
		"""
		compare = [
			{"key": _bytes(place), "target": "CREATE", "create_revision": "0"},
			{"key": _bytes(terms), "target": "VERSION", "version": str(term)},
		]
		puts = [
			{"key": _bytes(place), "value": _bytes(holder), "lease": lease},
			{"key": _bytes(terms), "value": _bytes(holder)},
		]
		body = {"compare": compare, "success": [{"request_put": put} for put in puts]}
		return bool(self._ask("kv/txn", body).get("succeeded"))

	def _range(self, key: str, is_prefix: bool) -> list[dict[str, str]]:
		body = {"key": _bytes(key)}
		if is_prefix:
			body["range_end"] = _bytes(key[:-1] + chr(ord(key[-1]) + 1))
		found: list[dict[str, str]] = self._ask("kv/range", body).get("kvs", [])
		return found

	def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
		last: Exception | None = None
		for address in list(self._order):
			request = urllib.request.Request(f"{address}/v3/{path}", json.dumps(body).encode())
			try:
				with urllib.request.urlopen(request, timeout=ASKED_SECONDS) as answer:
					found: dict[str, Any] = json.loads(answer.readline() or b"{}")
					return found
			except (OSError, ValueError) as problem:
				last = problem
				# the next time another is asked first
				self._order.append(self._order.pop(self._order.index(address)))
		raise Away(f"no member of etcd answers {path}: {last}")


def _bytes(text: str) -> str:
	return base64.b64encode(text.encode()).decode()


def _text(encoded: str) -> str:
	return base64.b64decode(encoded).decode()
