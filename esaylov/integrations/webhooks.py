"""Calling the address of a webhook's receiver: over TLS, on the public network alone, without following anything.

The name is looked up once, every address found must be public, and the call goes to the one that was checked: a name
that answers otherwise the second time leads nowhere else.
"""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from esaylov.core import webhooks as law
from esaylov.integrations.base import Refused, Unreachable

SECONDS = urllib3.Timeout(connect=5, read=10)


@dataclass(frozen=True)
class Target:
	"""Where a call goes: the address of the network beside the name that it was found by."""

	url: str
	host: str
	port: int
	address: str
	is_tls: bool


def find(url: str, allow_private: bool = False) -> Target:
	"""Look an address up. allow_private: demonstrations only. Raises Refused (`webhook_address`), Unreachable."""
	if not law.is_address(url, allow_plain=allow_private):
		raise Refused("webhook_address")
	parts = urlsplit(url)
	host, is_tls = parts.hostname or "", parts.scheme == "https"
	port = parts.port or (443 if is_tls else 80)
	try:
		found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
	except (OSError, UnicodeError) as problem:
		raise Unreachable("webhook_unreachable") from problem
	if not found or not (allow_private or all(law.is_public(str(one)) for one in found)):
		raise Refused("webhook_address")
	return Target(url, host, port, str(found[0]), is_tls)


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> int:
	"""Hand a body over; the status of the answer, whose content is not read. Raises Unreachable."""
	parts = urlsplit(target.url)
	path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
	sent = {**headers, "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "E-saylov"}
	try:
		with _pool(target) as pool:
			answer = pool.urlopen(
				"POST",
				path,
				body,
				sent,
				retries=False,
				redirect=False,
				assert_same_host=False,
				preload_content=False,
				timeout=SECONDS,
			)
			status = int(answer.status)
			answer.close()
			return status
	except (urllib3.exceptions.HTTPError, OSError) as problem:
		raise Unreachable("webhook_unreachable") from problem


def _pool(target: Target) -> urllib3.HTTPConnectionPool:
	if not target.is_tls:
		return urllib3.HTTPConnectionPool(target.address, target.port)
	return urllib3.HTTPSConnectionPool(
		target.address, target.port, server_hostname=target.host, assert_hostname=target.host
	)
