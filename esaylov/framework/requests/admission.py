"""So many filings at once as the site holds; who comes above that is told a place in line, and when to ask again.

A filing costs CPU, and more of them at once than there are hands for only wait for each other, until the web server turns everybody
away. Above the stated load the system says so at once: 503, the draft as it was, nothing lost.

What is under way stands in Redis with an end, so that a worker that dies gives its place back; without Redis nothing is limited.
Whoever is in line keeps the place that they came to while they ask again. While somebody waits, who is new gets half of the room,
and nobody at any time more than a share of it.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import frappe

from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import InLine

P = ParamSpec("P")
R = TypeVar("R")

SETTING = "esaylov_filings_at_once"
"""site_config: most filings under way at once; 0: no limit. Without it four for each core of the machine."""
EACH_CORE = 4
LEASE_SECONDS = 120
"""So long a filing may take: the web server's own time-out. The place of one that died is free after it."""
PATIENCE_SECONDS = 180
"""Whoever did not ask so long has left the line."""
SOONEST_SECONDS, LATEST_SECONDS = 3, 60
OTHERS = 4
"""The fourth part of the places, one at least where there are two, is closed to whoever has all the rest: one login cannot hold all of
them, and a program that files for many has room. Above it nobody is in line either, where a place would be kept: they wait for themselves."""
HASH, LONGEST_TICKET = 20, 140
"""Signs of a hand before its ticket; of a ticket: a user's name has no more."""
PACE = 4
"""Filings a second that Retry-After counts on; a place that comes up sooner is taken by who asks then."""
ENTER = """
local now, most = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('zremrangebyscore', KEYS[1], '-inf', now)
for _, gone in ipairs(redis.call('zrangebyscore', KEYS[3], '-inf', now - tonumber(ARGV[6]))) do
	redis.call('zrem', KEYS[2], gone)
	redis.call('zrem', KEYS[3], gone)
end
local free, own = most - redis.call('zcard', KEYS[1]), 0
for _, hand in ipairs(redis.call('zrange', KEYS[1], 0, -1)) do
	if string.sub(hand, tonumber(ARGV[7]) + 1) == ARGV[4] then own = own + 1 end
end
local waiting = redis.call('zcard', KEYS[2])
if own >= tonumber(ARGV[8]) then return waiting + 1 end
if not redis.call('zscore', KEYS[2], ARGV[4]) then
	free = free - math.min(waiting, math.floor(most / 2))
end
if free > 0 then
	redis.call('zadd', KEYS[1], now + tonumber(ARGV[5]), ARGV[3])
	redis.call('zrem', KEYS[2], ARGV[4])
	redis.call('zrem', KEYS[3], ARGV[4])
else
	redis.call('zadd', KEYS[2], 'NX', now, ARGV[4])
	redis.call('zadd', KEYS[3], now, ARGV[4])
end
for _, key in ipairs(KEYS) do redis.call('expire', key, 3600) end
if free > 0 then return 0 end
return redis.call('zrank', KEYS[2], ARGV[4]) + 1
"""


@dataclass(frozen=True, slots=True)
class Load:
	"""Filings that are under way, and callers in line."""

	running: int
	waiting: int


def most() -> int:
	"""How many filings may be under way at once; 0: any number."""
	stated = frappe.conf.get(SETTING)
	return max(frappe.utils.cint(stated), 0) if stated is not None else EACH_CORE * (os.cpu_count() or 1)


def limited(function: Callable[P, R]) -> Callable[P, R]:
	"""Decorator: each call is one of the filings under way. Above a `rate_limit`, which is not to count those in line."""

	@wraps(function)
	def entered(*args: P.args, **kwargs: P.kwargs) -> R:
		with admitted():
			return function(*args, **kwargs)

	return entered


@contextmanager
def admitted(ticket: str = "") -> Iterator[None]:
	"""Inside, one of the filings under way. Raises InLine.

	ticket: whom the line remembers, the user of the session: what they send is not believed, or one could fill the line.
	"""
	hand = _enter(ticket or frappe.session.user)
	try:
		yield
	finally:
		if hand:
			_leave(hand)


def load() -> Load:
	"""What is under way now, and who asked in the time that the line keeps a place. Raises AWAY."""
	running, _, asked = _keys()
	now = time.time()
	return Load(
		frappe.cache.zcount(running, now, "+inf"), frappe.cache.zcount(asked, now - PATIENCE_SECONDS, "+inf")
	)


def _enter(ticket: str) -> str:
	limit = most()
	if not limit:
		return ""
	ticket = ticket[:LONGEST_TICKET]
	hand, share = frappe.generate_hash(length=HASH) + ticket, _share(limit)
	given = (time.time(), limit, hand, ticket, LEASE_SECONDS, PATIENCE_SECONDS, HASH, share)
	try:
		place = cast("int", frappe.cache.eval(ENTER, 3, *_keys(), *given))
	except AWAY:  # away, full, loading: whatever it is, we go on without it
		frappe.logger("esaylov").warning("filings are not counted: the cache is away")
		return ""
	if place:
		raise InLine(place, min(max(SOONEST_SECONDS, place // PACE), LATEST_SECONDS))
	return hand


def _share(limit: int) -> int:
	return max(limit - max(limit // OTHERS, 1), 1)


def _leave(hand: str) -> None:
	try:
		frappe.cache.zrem(_keys()[0], hand)
	except AWAY:  # away, full, loading: whatever it is, we go on without it
		frappe.logger("esaylov").warning("the cache is away: a filing that ended counts until its end")


def _keys() -> tuple[bytes, bytes, bytes]:
	running, line, asked = (
		frappe.cache.make_key(f"esaylov-filings|{kind}") for kind in ("running", "line", "asked")
	)
	return running, line, asked
