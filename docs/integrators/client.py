"""A small client of E-saylov's contracts: the standard library alone, to be copied into a project and changed.

client = Client("https://saylov.example", key="esk_…")
client.get("appeals.types")
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

PREFIX = "/api/method/esaylov.api."
TOLERANCE_SECONDS = 300


class Refused(Exception):
	"""A refusal: `code` stays the same from release to release, the message is for people."""

	def __init__(self, status: int, error: dict[str, Any], retry_after: int) -> None:
		super().__init__(f"{status} {error.get('code')}: {error.get('message')}")
		self.status = status
		self.code = str(error.get("code") or "")
		self.findings = error.get("findings") or []
		self.retry_after = retry_after


class Client:
	"""Calls with a key; waits and tries again where the server says for how long."""

	def __init__(self, address: str, key: str = "", language: str = "en", tries: int = 3) -> None:
		self.address, self.key, self.language, self.tries = address.rstrip("/"), key, language, tries

	def get(self, method: str, **values: Any) -> Any:
		"""What a contract answers that only reads."""
		query = urllib.parse.urlencode({**values, "_lang": self.language})
		return self._call(urllib.request.Request(f"{self.address}{PREFIX}{method}?{query}"))  # noqa: S310

	def post(self, method: str, **values: Any) -> Any:
		"""What a contract answers that writes."""
		body = json.dumps({**values, "_lang": self.language}).encode()
		headers = {"Content-Type": "application/json"}
		address = f"{self.address}{PREFIX}{method}"
		return self._call(urllib.request.Request(address, body, headers, method="POST"))  # noqa: S310

	def pages(self, method: str, **values: Any) -> Any:
		"""The rows of an open data set, page after page."""
		following: dict[str, Any] | None = {}
		while following is not None:
			page = self.get(method, **{**values, **following})
			yield from page["rows"]
			following = page["next"]

	def _call(self, request: urllib.request.Request) -> Any:
		request.add_header("Accept", "application/json")
		if self.key:
			request.add_header("Authorization", f"Bearer {self.key}")
		for left in reversed(range(self.tries)):
			try:
				with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
					return json.load(answer).get("message")
			except urllib.error.HTTPError as problem:
				refused = _refused(problem)
				if not left or refused.status not in (429, 503) or refused.retry_after > TOLERANCE_SECONDS:
					raise refused from None
				time.sleep(refused.retry_after or 1)
		return None


def _refused(problem: urllib.error.HTTPError) -> Refused:
	try:
		error = json.load(problem)["error"]
	except (ValueError, KeyError):
		error = {"code": "", "message": problem.reason}
	return Refused(problem.code, error, int(problem.headers.get("Retry-After") or 0))


def is_from_esaylov(secret: str, headers: Any, body: bytes, now: float | None = None) -> bool:
	"""Whether a webhook came from the server: the signature of Standard Webhooks, not older than five minutes.

	secret: `whsec_…` as it was shown; headers: of the request; body: its bytes, before anything reads them.
	"""
	sent_at = headers["webhook-timestamp"]
	if abs((now or time.time()) - int(sent_at)) > TOLERANCE_SECONDS:
		return False
	content = b".".join((headers["webhook-id"].encode(), sent_at.encode(), body))
	key = base64.b64decode(secret.removeprefix("whsec_"))
	expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
	given = [part.partition(",")[2] for part in headers["webhook-signature"].split(" ")]
	return any(hmac.compare_digest(expected, one) for one in given)
