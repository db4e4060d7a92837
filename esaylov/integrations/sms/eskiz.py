"""Eskiz (notify.eskiz.uz): a token, batches with our own ids, the state of a dispatch, reports to our address.

The fields of a report are not documented: names that clients in use read are read here, and nothing else is believed.
"""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.utils.password import decrypt, encrypt

from esaylov.core.outbox import FINAL, FailureKind, Status
from esaylov.integrations.base import BadAnswer, Client, Refused, Unreachable
from esaylov.integrations.sms.port import Letter, Outcome, Refusal, Report

RENEW_AFTER = 25 * 86400
LIVES = 30 * 86400
"""Seconds; thirty days [unverified]. A token that ends earlier is met by a new login."""
STATUSES: Mapping[str, tuple[Status, FailureKind | None]] = {
	"WAITING": (Status.ACCEPTED, None),
	"NEW": (Status.ACCEPTED, None),
	"ACCEPTED": (Status.SENT, None),
	"ENROUTE": (Status.SENT, None),
	"UNKNOWN": (Status.SENT, None),
	"PARTDELIVERED": (Status.SENT, None),
	"DELIVERED": (Status.DELIVERED, None),
	"DELIVRD": (Status.DELIVERED, None),
	"EXPIRED": (Status.EXPIRED, FailureKind.TEMPORARY),
	"UNDELIV": (Status.FAILED, FailureKind.TEMPORARY),
	"UNDELIVERABLE": (Status.FAILED, FailureKind.PERMANENT),
	"REJECTED": (Status.FAILED, FailureKind.PERMANENT),
	"REJECTD": (Status.FAILED, FailureKind.PERMANENT),
	"DELETED": (Status.FAILED, FailureKind.TECHNICAL),
}


class Eskiz(Client):
	"""The gateway; error codes are `eskiz_…`. callback: the address that reports are sent to."""

	name = "eskiz"

	def __init__(
		self, address: str, secrets: Mapping[str, str], sender: str, callback: str, timeout: float
	) -> None:
		super().__init__(address, timeout)
		self._secrets, self.sender, self.callback = secrets, sender, callback

	def send(self, letters: Sequence[Letter], dispatch: int) -> Mapping[str, Refusal]:
		"""See port.Gateway.send."""
		body = {
			"messages": [
				{"user_sms_id": letter.id, "to": letter.phone, "text": letter.text} for letter in letters
			],
			"from": self.sender,
			"dispatch_id": dispatch,
			"callback_url": self.callback,
		}
		answer = self._asked("POST", "/message/sms/send-batch", body)
		states = answer.get("status")
		if not isinstance(states, list) or len(states) != len(letters):
			raise BadAnswer("eskiz_bad_answer")
		refused = Refusal(FailureKind.PERMANENT, "eskiz_rejected")
		return {
			letter.id: refused
			for letter, state in zip(letters, states, strict=True)
			if str(state).upper() in ("REJECTED", "REJECTD")
		}

	def was_taken(self, dispatch: int) -> bool | None:
		"""See port.Gateway.was_taken: a batch is taken whole or not at all."""
		return any(number for _, number in self._totals(dispatch))

	def outcome(self, dispatch: int) -> Outcome | None:
		"""See port.Gateway.outcome: documented are the totals of a dispatch by state, and no state of one message of a batch."""
		found = {STATUSES.get(word) for word, number in self._totals(dispatch) if number}
		outcome = found.pop() if len(found) == 1 else None
		return outcome if outcome and outcome[0] in FINAL else None

	def _totals(self, dispatch: int) -> list[tuple[str, int]]:
		"""States of a dispatch, in capitals, with how many letters are in each."""
		account = self._asked("GET", "/auth/user", None)
		user = (account.get("data") or account).get("id")
		totals = self._asked(
			"POST", "/message/sms/get-dispatch-status", {"user_id": user, "dispatch_id": dispatch}
		)
		counted = totals.get("data", totals)
		rows = counted if isinstance(counted, list) else [counted]
		return [
			(str(row.get("status") or "").upper(), int(row.get("total") or 0))
			for row in rows
			if isinstance(row, dict)
		]

	def report(self, given: Mapping[str, Any]) -> Report | None:
		"""See port.Gateway.report."""
		name = given.get("user_sms_id") or given.get("message_id")
		known = STATUSES.get(str(given.get("status") or "").upper())
		if not isinstance(name, str) or known is None:
			return None
		return Report(name, *known, detail=str(given["status"])[:40])

	def _asked(self, method: str, path: str, body: Mapping[str, Any] | None) -> Mapping[str, Any]:
		"""The answer of a call with the token; an ended token is renewed once."""
		status, answer = self._with_token(method, path, body, self._token())
		if status == 401 or (isinstance(answer, dict) and answer.get("status") == "token_invalid"):
			self._forget()
			status, answer = self._with_token(method, path, body, self._token())
		if status == 401 or status == 403:
			raise Unreachable("eskiz_unauthorized")
		if status >= 500 or status == 429:
			raise Unreachable("eskiz_unreachable")
		if status != 200:
			raise Refused("eskiz_refused")
		if not isinstance(answer, dict):
			raise BadAnswer("eskiz_bad_answer")
		return answer

	def _with_token(
		self, method: str, path: str, body: Mapping[str, Any] | None, token: str
	) -> tuple[int, Any]:
		headers = {"Authorization": f"Bearer {token}"}
		if body is None:
			return self.call(method, path, headers=headers)
		headers["Content-Type"] = "application/json"
		return self.call(method, path, text=json.dumps(body), headers=headers)

	def _token(self) -> str:
		"""The token, which all processes share; it lies encrypted in Redis."""
		kept = frappe.cache.get_value(self._place, expires=True)
		at = float(kept["at"]) if kept else 0.0
		token = _opened(kept["token"]) if at + LIVES > time.time() else ""
		if not token:
			return self._login()
		return token if at + RENEW_AFTER > time.time() else self._renewed(token)

	def _renewed(self, token: str) -> str:
		status, answer = self.call("PATCH", "/auth/refresh", headers={"Authorization": f"Bearer {token}"})
		return self._kept(answer) if status == 200 else self._login()

	def _login(self) -> str:
		form = {"email": self._secrets["email"], "password": self._secrets["password"]}
		status, answer = self.call("POST", "/auth/login", form=form)
		if status != 200:  # wrong credentials are the gateway's trouble, of no one message
			raise Unreachable("eskiz_unauthorized" if status == 401 else "eskiz_unreachable")
		return self._kept(answer)

	def _kept(self, answer: Any) -> str:
		token = answer.get("data", {}).get("token") if isinstance(answer, dict) else None
		if not isinstance(token, str) or not token:
			raise BadAnswer("eskiz_bad_answer")
		frappe.cache.set_value(
			self._place, {"token": encrypt(token), "at": time.time()}, expires_in_sec=LIVES
		)
		return token

	def _forget(self) -> None:
		frappe.cache.delete_value(self._place)

	@property
	def _place(self) -> str:
		return f"esaylov-eskiz-token|{self.address}|{self._secrets['email']}"


def _opened(sealed: str) -> str:
	"""A kept token; nothing where another key of the site sealed it, as before a restore: the gateway gives a new one."""
	try:
		return str(decrypt(sealed))
	except frappe.ValidationError:
		frappe.clear_last_message()
		return ""
