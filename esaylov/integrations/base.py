"""What every provider's adapter shares: session, timeout, the log line without contents, one family of errors.

A log line names the provider, the path, the status and the duration. Bodies and headers are never logged: they hold
secrets and personal data.
"""

import threading
import time
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import frappe
import requests
import urllib3

TIMEOUT = 5.0
"""Seconds to connect, and seconds between two bytes of the answer."""
LARGEST = 2_000_000
"""Bytes of an answer; nothing that a provider tells us is longer."""


class ProviderError(Exception):
	"""A provider did not do what was asked; `code` is stable and has a text in `core.texts`."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


class Unreachable(ProviderError):
	"""No connection, or no answer in time."""


class Silent(Unreachable):
	"""What was asked may have arrived, and no answer came: the provider alone knows what it did."""


class Refused(ProviderError):
	"""The provider understood and said no."""


class BadAnswer(ProviderError):
	"""An answer that is not of the documented shape."""


class NotConfigured(ProviderError):
	"""The site has no address or secret for the provider."""


class Client:
	"""Calls of one provider. `name` begins its error codes: `oneid` gives `oneid_unreachable`, `oneid_bad_answer`."""

	name = "provider"

	def __init__(self, address: str, timeout: float = TIMEOUT) -> None:
		self.address = address
		self.timeout = timeout

	def call(
		self,
		method: str,
		path: str = "",
		*,
		form: Mapping[str, str] | None = None,
		text: str | None = None,
		headers: Mapping[str, str] | None = None,
		is_plain: bool = False,
		is_repeatable: bool = False,
	) -> tuple[int, Any]:
		"""Status and JSON of an answer; redirects are not followed. Raises Unreachable, Silent, BadAnswer.

		is_plain: an answer that is no JSON is given as text. is_repeatable: asking twice does no more than asking once, so it may go over a
		connection that stands from the last such question, which the other side may end at that moment.
		"""
		began, status = time.monotonic(), 0
		try:
			asked = _session(self.address).request if is_repeatable else requests.request
			answer = asked(
				method,
				self.address + path,
				data=dict(form) if form is not None else text,
				headers={"Accept": "application/json", **(headers or {})},
				timeout=self.timeout,
				allow_redirects=False,
				stream=True,
			)
			status = answer.status_code
			return status, self._read(answer, is_plain)
		except (requests.RequestException, urllib3.exceptions.HTTPError) as problem:
			kind = Unreachable if _never_left(problem) else Silent
			raise kind(f"{self.name}_unreachable") from problem
		finally:
			took = round((time.monotonic() - began) * 1000)
			frappe.logger("esaylov").info("%s %s %s: %s, %s ms", self.name, method, path, status, took)

	def _read(self, answer: requests.Response, is_plain: bool) -> Any:
		"""The JSON of an answer of bounded length; None for one without content."""
		content = answer.raw.read(LARGEST + 1, decode_content=True)
		if len(content) > LARGEST:
			answer.close()
			raise BadAnswer(f"{self.name}_bad_answer")
		answer.raw.release_conn()  # for the next question
		try:
			return frappe.parse_json(content.decode()) if content else None
		except (ValueError, RecursionError):
			if is_plain:
				return content.decode("utf-8", "replace")
			if answer.status_code >= 400:
				return None  # an error page: its status says enough
			raise BadAnswer(f"{self.name}_bad_answer") from None


_kept = threading.local()


def _session(address: str) -> requests.Session:
	"""Connections of this thread to a host. What the environment says of the way there is read once, which costs as much as asking."""
	sessions: dict[str, requests.Session] = _kept.__dict__
	host = "{0.scheme}://{0.netloc}".format(urlsplit(address))
	if host not in sessions:
		session = sessions[host] = requests.Session()
		settings = session.merge_environment_settings(address, {}, None, None, None)
		session.proxies, session.verify = settings["proxies"], settings["verify"]
		session.trust_env = False
		# nothing that came with one person's answer goes along with the next question
		session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
	return sessions[host]


def _never_left(problem: Exception) -> bool:
	"""Whether there was no connection to send anything over."""
	if isinstance(problem, requests.ConnectTimeout):
		return True
	reason = getattr(problem.args[0], "reason", None) if problem.args else None
	return isinstance(reason, urllib3.exceptions.NewConnectionError)
