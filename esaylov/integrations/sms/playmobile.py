"""Play Mobile (smsxabar): Basic authentication, batches with our own message ids, a table of errors, reports.

There is no documented call that asks what became of a message: one whose fate is unknown is handed over again under the
same `message-id`. That the gateway takes an id once is [unverified]; the shape of a report is not documented.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.core.outbox import FailureKind, Status
from esaylov.integrations.base import BadAnswer, Client, Refused, Unreachable
from esaylov.integrations.sms.port import Letter, Outcome, Refusal, Report

RECEIVED = "Request is received"
OF_GATEWAY = frozenset({100, 102, 103, 401, 402})
"""internal, account locked, no channel, no originator, no application: of no one message, another gateway may do it."""
OF_CONTENT = frozenset({202, 206, 404, 405, 406, 408})
"""no recipient, bad variables, no content, bad content format, bad content, too large: sending again does not help."""
OF_REQUEST = frozenset({101, 104, 105, 204, 205, *range(301, 307), 403, 407, 410, 411})
"""syntax, priority, too many ids, addresses, times: something that we wrote."""
STATUSES: Mapping[str, tuple[Status, FailureKind | None]] = {
	"ACCEPTED": (Status.ACCEPTED, None),
	"TRANSMITTED": (Status.SENT, None),
	"SENT": (Status.SENT, None),
	"DELIVERED": (Status.DELIVERED, None),
	"NOTDELIVERED": (Status.FAILED, FailureKind.TEMPORARY),
	"EXPIRED": (Status.EXPIRED, FailureKind.TEMPORARY),
	"REJECTED": (Status.FAILED, FailureKind.PERMANENT),
	"FAILED": (Status.FAILED, FailureKind.TECHNICAL),
}


class PlayMobile(Client):
	"""The gateway; error codes are `playmobile_…`, with the gateway's own number where it gives one."""

	name = "playmobile"

	def __init__(self, address: str, secrets: Mapping[str, str], sender: str, timeout: float) -> None:
		super().__init__(address, timeout)
		self._secrets, self.sender = secrets, sender

	def send(self, letters: Sequence[Letter], dispatch: int) -> Mapping[str, Refusal]:
		"""See port.Gateway.send; the gateway takes all or none."""
		body = {"messages": [self._message(letter) for letter in letters]}
		pair = f"{self._secrets['username']}:{self._secrets['password']}".encode()
		headers = {
			"Content-Type": "application/json",
			"Authorization": f"Basic {base64.b64encode(pair).decode()}",
		}
		status, answer = self.call("POST", "/send", text=json.dumps(body), headers=headers, is_plain=True)
		if status == 200:
			if str(answer).strip() != RECEIVED:
				raise BadAnswer("playmobile_bad_answer")
			return {}
		if status in (401, 403):
			raise Unreachable("playmobile_unauthorized")
		if status >= 500 or status == 429:
			raise Unreachable("playmobile_unreachable")
		return self._refused(letters, answer)

	def was_taken(self, dispatch: int) -> bool | None:
		"""See port.Gateway.was_taken: it cannot be asked."""
		return None

	def outcome(self, dispatch: int) -> Outcome | None:
		"""See port.Gateway.outcome: it cannot be asked."""
		return None

	def report(self, given: Mapping[str, Any]) -> Report | None:
		"""See port.Gateway.report."""
		name = given.get("message-id") or given.get("message_id")
		word = "".join(str(given.get("status") or "").upper().split())
		known = STATUSES.get(word)
		if not isinstance(name, str) or known is None:
			return None
		return Report(name, *known, detail=str(given["status"])[:40])

	def _message(self, letter: Letter) -> dict[str, Any]:
		return {
			"recipient": letter.phone,
			"message-id": letter.id,
			"sms": {"originator": self.sender, "content": {"text": letter.text}},
		}

	def _refused(self, letters: Sequence[Letter], answer: Any) -> Mapping[str, Refusal]:
		number = answer.get("error-code") if isinstance(answer, dict) else None
		if number in OF_GATEWAY:
			raise Unreachable(f"playmobile_{number}")
		if number not in OF_CONTENT | OF_REQUEST:
			raise BadAnswer("playmobile_bad_answer")
		if len(letters) > 1:
			raise Refused(f"playmobile_{number}")
		kind = FailureKind.PERMANENT if number in OF_CONTENT else FailureKind.TECHNICAL
		return {letters[0].id: Refusal(kind, f"playmobile_{number}")}
