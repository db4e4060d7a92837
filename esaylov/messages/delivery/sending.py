"""Handing messages over: claim, call, settle, and ask about what nobody answered for. One run of a job.

Between the claim and the settling lies the call; whatever dies there leaves a claim that ends, and the next run asks the
gateway. The database and a gateway cannot commit together; the id under which a gateway knows a message is what joins them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import frappe
from frappe.utils.password import decrypt

from esaylov.framework import clock, place
from esaylov.integrations.base import BadAnswer, ProviderError, Refused, Silent, Unreachable
from esaylov.integrations.sms.port import Letter
from esaylov.messages.delivery import claims, settling
from esaylov.messages.delivery.claims import Row
from esaylov.messages.delivery.gateways import Way, ways

RUN_SECONDS = 45.0
"""A run ends before the next one of the minute begins."""
ASK_AGAIN = timedelta(seconds=2)


@dataclass(slots=True)
class Run:
	"""One run: until nothing is due and nothing is unanswered, or the time is over."""

	ends: float = field(default_factory=lambda: time.monotonic() + RUN_SECONDS)
	asks_at: float = 0.0
	handed: int = 0

	def go(self) -> int:
		"""Hand over what is due; how many messages were taken by gateways. A restored copy hands over nothing."""
		if place.is_held():
			return 0
		settling.expire()
		frappe.db.commit()  # a job: what is too old is closed before anything is handed over
		while time.monotonic() < self.ends and (known := ways()):
			tried = self._hand_all(known)
			if tried and time.monotonic() < self.asks_at:
				continue  # a gateway that hangs costs a time-out for each question; the others deliver meanwhile
			settled = self._recover(known)
			self.asks_at = time.monotonic() + ASK_AGAIN.total_seconds()
			if not (tried or settled):
				if not claims.is_waiting():
					break
				time.sleep(0.5)
		return self.handed

	def _hand_all(self, known: Sequence[Way]) -> int:
		"""A batch to each gateway that works; how many messages were tried."""
		usable, tried = [way for way in known if not way.is_resting], 0
		for way in usable:
			allowed = way.allowance()
			if not allowed:
				time.sleep(0.05)  # the second is used up; the next one is near
				tried += 1
				continue
			rows = claims.claim(way, allowed, usable)
			if rows:
				tried += len(rows)
				self._hand(way, rows, is_other=len(usable) > 1)
		return tried

	def _hand(self, way: Way, rows: Sequence[Row], is_other: bool) -> None:
		"""One call with its outcome. A batch that is refused for something in it is halved until the one is found."""
		if clock.now() - rows[0].handed_at > claims.lease() / 2:
			settling.put_back(
				way, rows, "late", is_other=True
			)  # slept too long: the claim may end during the call
			frappe.db.commit()  # a job: others may hand these over at once
			return
		rows, letters = _readable(rows)
		if not rows:
			return
		began = time.monotonic()
		try:
			refusals = way.adapter.send(letters, int(rows[0].dispatch))
		except Refused as problem:
			self._halve(way, rows, problem, is_other)
		except (Silent, BadAnswer):
			way.failed(is_silent=True)
			settling.ask_again(rows, ASK_AGAIN)
		except Unreachable as problem:
			way.failed()
			settling.put_back(way, rows, problem.code, is_other)
		else:
			way.worked(time.monotonic() - began)
			taken = [row for row in rows if row.name not in refusals]
			settling.accepted(way, taken)
			settling.refused([row for row in rows if row.name in refusals], refusals)
			self.handed += len(taken)
		frappe.db.commit()  # a job: what a gateway took stays taken, also when it is broken off

	def _halve(self, way: Way, rows: Sequence[Row], problem: ProviderError, is_other: bool) -> None:
		if len(rows) == 1:
			settling.technical(rows, problem.code)
			return
		middle = len(rows) // 2
		for half in (rows[:middle], rows[middle:]):
			claims.redispatch(half)
			self._hand(way, half, is_other)

	def _recover(self, known: Sequence[Way]) -> int:
		"""Ask about each hand-over without an answer; how many messages got one."""
		settled = 0
		by_name = {way.name: way for way in known}
		for rows in claims.take_over():
			way = by_name.get(rows[0].gateway)
			if way is None:  # switched off meanwhile: nobody can be asked any more
				settled += self._after_silence(None, rows, is_other=True)
			else:
				others = [other for other in known if other is not way and not other.is_resting]
				settled += self._ask(way, rows, bool(others))
			frappe.db.commit()  # a job: one claim, one transaction
		return settled

	def _ask(self, way: Way, rows: Sequence[Row], is_other: bool) -> int:
		try:
			was_taken = way.adapter.was_taken(int(rows[0].dispatch))
		except (Silent, BadAnswer):
			way.failed(is_silent=True)
			return self._after_silence(way, rows, is_other)
		except ProviderError:
			return self._after_silence(way, rows, is_other)
		if was_taken is None:
			return self._repeat(way, rows, is_other)
		if was_taken:
			settling.accepted(way, rows)
			self.handed += len(rows)
			return len(rows)
		# a call that hung may still be on its way: only after the silence does "no" mean that it never comes
		if not _is_over(way, rows):
			settling.ask_again(rows, ASK_AGAIN)
			return 0
		settling.put_back(way, rows, "not_taken", is_other)
		return len(rows)

	def _repeat(self, way: Way, rows: Sequence[Row], is_other: bool) -> int:
		"""A gateway that cannot be asked takes an id once: the same letters under the same ids."""
		rows, letters = _readable(rows)
		if not rows:
			return 0
		try:
			refusals = way.adapter.send(letters, int(rows[0].dispatch))
		except ProviderError:
			return self._after_silence(way, rows, is_other)
		settling.accepted(way, [row for row in rows if row.name not in refusals])
		settling.refused([row for row in rows if row.name in refusals], refusals)
		self.handed += len(rows) - len(refusals)
		return len(rows)

	def _after_silence(self, way: Way | None, rows: Sequence[Row], is_other: bool) -> int:
		"""The gateway does not say what it did: ask again, and after its time let the next one do it."""
		if rows[0].expires_at < clock.now():
			settling.technical(rows, "outcome_unknown")
			return len(rows)
		may_move = way is None or way.row["on_silence"] != "Wait"
		if not (may_move and is_other and _is_over(way, rows)):
			settling.ask_again(rows, ASK_AGAIN)
			return 0
		settling.put_back(way, rows, "silent", is_other)
		return len(rows)


def _is_over(way: Way | None, rows: Sequence[Row]) -> bool:
	"""Whether the gateway has kept silent about these for longer than is waited."""
	seconds = way.silence_seconds if way else 0
	return bool(clock.now() - rows[0].handed_at >= timedelta(seconds=seconds))


def _readable(rows: Sequence[Row]) -> tuple[list[Row], list[Letter]]:
	"""The rows with their letters; a text that was sealed with another key of the site is settled as failed."""
	good, letters, bad = [], [], []
	for row in rows:
		try:
			text = decrypt(row.sealed_text) if row.sealed_text else row.text
		except frappe.ValidationError:
			bad.append(row)
		else:
			good.append(row)
			letters.append(Letter(row.name, row.phone.lstrip("+"), text))
	settling.technical(bad, "unreadable")
	return good, letters
