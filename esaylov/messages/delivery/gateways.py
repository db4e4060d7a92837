"""The gateways of this site in their order, which of them may be used now, and where their reports arrive."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import frappe

from esaylov.integrations.base import NotConfigured
from esaylov.integrations.breaker import Breaker
from esaylov.integrations.sms import access
from esaylov.integrations.sms.port import Gateway
from esaylov.trust import keys

GATEWAY = access.GATEWAY
CALLBACK = "/api/method/esaylov.api.sms.callback"
FIELDS = [
	*("name", "kind", "address", "sender", "part_price", "batch_size", "per_second", "timeout_seconds"),
	*("failures_before_rest", "rest_seconds", "silence_seconds", "on_silence"),
]
SLOW_SHARE = 0.6
"""An answer that took so much of the time-out counts as a failure: delays rise before a gateway falls silent."""


@dataclass(frozen=True, slots=True)
class Way:
	"""A gateway that this site can use, with its limits."""

	row: Mapping[str, Any]
	adapter: Gateway = field(repr=False)

	@property
	def name(self) -> str:
		return str(self.row["name"])

	@property
	def silence_seconds(self) -> int:
		"""How long a hand-over without an answer is asked about before the next gateway gets it."""
		return int(self.row["silence_seconds"] or 20)

	@property
	def breaker(self) -> Breaker:
		return Breaker(
			"esaylov-sms",
			int(self.row["failures_before_rest"] or 3),
			int(self.row["rest_seconds"] or 60),
		)

	@property
	def is_resting(self) -> bool:
		return self.breaker.is_resting(self.name)

	def failed(self, is_silent: bool = False) -> None:
		"""Count a failure; silence costs everybody a time-out, so the gateway rests at once."""
		breaker = self.breaker
		breaker.failed(self.name, breaker.failures if is_silent else 1)

	def worked(self, seconds: float) -> None:
		"""Count an answer, a slow one as a failure."""
		if seconds > float(self.row["timeout_seconds"] or 5) * SLOW_SHARE:
			self.failed()
		else:
			self.breaker.worked(self.name)

	def allowance(self) -> int:
		"""How many messages may be handed over now: a batch, or what this second leaves of the limit of all workers."""
		size, limit = int(self.row["batch_size"] or 100), int(self.row["per_second"] or 500)
		name = frappe.cache.make_key(f"esaylov-sms-rate|{self.name}|{int(time.time())}")
		used = frappe.cache.incrby(name, size)
		frappe.cache.expire(name, 5)
		return max(0, min(size, limit - (used - size)))


def ways() -> list[Way]:
	"""The gateways that are enabled and have an address and secrets, in their order, resting ones too."""
	# beside the made-up gateways of a demonstration stand the shipped rows, which nobody needs to switch on
	wanted = {"kind": ["in", list(access.PATHS)]} if access.is_demo() else {"is_enabled": 1}
	rows = frappe.get_all(GATEWAY, wanted, FIELDS, order_by="place asc, name asc")
	found = []
	for row in rows:
		try:
			found.append(Way(row, access.gateway(row, callback_address(row.name))))
		except NotConfigured:
			continue  # it stands in the list and in `status`; the others deliver
	return found


def part_price() -> float | None:
	"""What a part of an SMS costs in soʻm at the first enabled gateway that has a price; None where none is entered."""
	rows = frappe.get_all(GATEWAY, {"is_enabled": 1}, ["part_price"], order_by="place asc, name asc")
	return next((float(row.part_price) for row in rows if row.part_price), None)


def callback_address(gateway: str) -> str:
	"""Where the reports of a gateway arrive; the address is its key, so it is shown to the administrator alone."""
	return f"{access.own_address()}{CALLBACK}?{urlencode({'gateway': gateway, 'key': callback_key(gateway)})}"


def callback_key(gateway: str) -> str:
	"""The key by which a gateway's reports are known: of this site's secret, nothing to store or to renew by hand."""
	return keys.keyed_hash("sms-callback", gateway.encode())[:40]


def states() -> list[dict[str, Any]]:
	"""For operators: every gateway in its order with whether it is enabled, ready (address and secrets), resting."""
	ready = {way.name: way for way in ways()}
	rows = frappe.get_all(
		GATEWAY, fields=["name", "title", "kind", "is_enabled", "place"], order_by="place asc, name asc"
	)
	return [
		{**row, "is_ready": row.name in ready, "is_resting": row.name in ready and ready[row.name].is_resting}
		for row in rows
	]
