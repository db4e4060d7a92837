"""Calls of the portal: token, time-out, repetition of look-ups, and a rest for a register that does not answer."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from esaylov.integrations.base import BadAnswer, Client, Refused, Unreachable
from esaylov.integrations.breaker import Breaker
from esaylov.integrations.interagency.access import Access, access

RENEW_EARLY_SECONDS = 300
"""A token is renewed so long before its end (the portal's advice)."""
FIRST_PAUSE_SECONDS = 0.2
JSON = {"Content-Type": "application/json"}
breaker = Breaker("esaylov-interagency")
_tokens: dict[tuple[str, str], tuple[str, float]] = {}
"""Of this process alone, so that no token lies in a store that others read: (address, key) to token and its end."""


class Gateway(Client):
	"""The portal. Errors are those of `base` with codes `interagency_…`; bodies stand in no log."""

	name = "interagency"

	def __init__(self, given: Access, pause: Callable[[float], None] = time.sleep) -> None:
		super().__init__(given.address, given.timeout)
		self.access = given
		self.pause = pause

	@property
	def patience_seconds(self) -> float:
		"""So long a check may take whose registers stay silent: a question put once and one put as often as is tried.

		Each needs a token and an answer, each of them a connection and its first byte.
		"""
		pauses = sum(FIRST_PAUSE_SECONDS * 2**number for number in range(self.access.tries - 1))
		return float((1 + self.access.tries) * 4 * self.timeout + pauses)

	def ask(
		self, register: str, path: str, question: Mapping[str, Any], is_repeatable: bool = True
	) -> dict[str, Any] | None:
		"""The answer of a register as JSON; None for HTTP 404, "no such person".

		is_repeatable: asking twice does no more than asking once, so a failure is tried again after a pause. Raises
		Unreachable (at once while the register rests), Refused, BadAnswer.
		"""
		if breaker.is_resting(register):
			raise Unreachable("interagency_unreachable")
		try:
			answer = self._repeated(path, question) if is_repeatable else self._once(path, question, False)
		except Unreachable:
			breaker.failed(register)
			raise
		breaker.worked(register)
		return answer

	def _repeated(self, path: str, question: Mapping[str, Any]) -> dict[str, Any] | None:
		for number in range(self.access.tries - 1):
			try:
				return self._once(path, question, True)
			except Unreachable:
				self.pause(FIRST_PAUSE_SECONDS * 2**number)
		return self._once(path, question, True)

	def _once(self, path: str, question: Mapping[str, Any], is_repeatable: bool) -> dict[str, Any] | None:
		status, answer = self._with_token(path, question, is_repeatable)
		if status == 401:  # taken back before its time
			self._forget_token()
			status, answer = self._with_token(path, question, is_repeatable)
		if status == 404:
			return None
		if status >= 500:
			raise Unreachable("interagency_unreachable")
		if status in (401, 403):
			raise Refused("interagency_unauthorized")
		if status != 200:
			raise Refused("interagency_question")
		if not isinstance(answer, dict):
			raise BadAnswer("interagency_bad_answer")
		return answer

	def _with_token(self, path: str, question: Mapping[str, Any], is_repeatable: bool) -> tuple[int, Any]:
		# ASCII: http.client writes a text as Latin-1
		headers = {**JSON, "Authorization": f"Bearer {self._token()}"}
		text = json.dumps(question)
		return self.call("POST", path, text=text, headers=headers, is_repeatable=is_repeatable)

	def _token(self) -> str:
		known, until = _tokens.get(self._key, ("", 0.0))
		return known if time.monotonic() < until else self._new_token()

	def _new_token(self) -> str:
		secrets = self.access.secrets
		pair = f"{secrets['consumer_key']}:{secrets['consumer_secret']}".encode()
		status, answer = Client(self.access.token_address, self.timeout).call(
			"POST",
			form={
				"grant_type": "password",
				"username": secrets["username"],
				"password": secrets["password"],
			},
			headers={"Authorization": f"Basic {base64.b64encode(pair).decode()}"},
		)
		if status >= 500:
			raise Unreachable("interagency_unreachable")
		if status != 200 or not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
			raise Refused("interagency_unauthorized")
		lives = answer.get("expires_in")
		seconds = lives if isinstance(lives, int) else 0
		_tokens[self._key] = (answer["access_token"], time.monotonic() + seconds - RENEW_EARLY_SECONDS)
		return str(answer["access_token"])

	def _forget_token(self) -> None:
		_tokens.pop(self._key, None)

	@property
	def _key(self) -> tuple[str, str]:
		return self.access.token_address, self.access.secrets["consumer_key"]


def gateway(tries: int = 0) -> Gateway:
	"""The portal as this site reaches it; tries: of a look-up, where not those of the settings. Raises NotConfigured."""
	given = access()
	return Gateway(replace(given, tries=tries) if tries else given)
