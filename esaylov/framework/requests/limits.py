"""Counters that a refused request leaves behind: tries, and requests of a user or an address.

They are in Redis, as the framework's own rate limits are: raising is one step there, so that a hundred guesses at once
are a hundred, and the rollback of a refused request does not take them back. A step that a deadlock broke off counts once.

Tries at passwords, codes and numbers are in the Redis of the queue: the cache evicts keys when it is full, and they
would begin again.
Counts of work are in the cache: guests must not fill the memory of the queue.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

import frappe

from esaylov.framework import queues
from esaylov.framework.errors import TooMany
from esaylov.framework.persistence import repeating
from esaylov.framework.requests import address

R = TypeVar("R")
PREFIX = "esaylov-limit"
LOWER = "if tonumber(redis.call('get', KEYS[1]) or 0) > 0 then redis.call('decr', KEYS[1]) end"
ADD_MEMBERS = """
local new = 0
for place = 3, #ARGV do new = new + 1 - redis.call('sismember', KEYS[1], ARGV[place]) end
if new == 0 then return 1 end
if redis.call('scard', KEYS[1]) + new > tonumber(ARGV[1]) then return 0 end
for place = 3, #ARGV do redis.call('sadd', KEYS[1], ARGV[place]) end
redis.call('expire', KEYS[1], ARGV[2])
return 1
"""
OF_WORK = ("guest", "rate|")
"""How kinds begin that count work …"""
OF_LOGINS = (
	"rate|esaylov.www.cabinet.login",
	"rate|esaylov.www.cabinet.recovery",
	"rate|esaylov.api.login",
	"rate|esaylov.api.passkeys",
)
"""… but for calls of a login."""
LOOK_UPS, LOOK_UP_SECONDS = 30, 10 * 60


def hit(kind: str, key: str, seconds: int, by: int = 1) -> int:
	"""Count one more, or what this one weighs; how many there were within `seconds` of the first one, this one too."""
	name = _name(kind, key)
	return repeating.once(
		f"hit|{kind}|{key}", lambda: _run(kind, lambda server: _raised(server, name, seconds, by))
	)


def take(kind: str, key: str, seconds: int) -> bool:
	"""Whether nobody took this within the seconds before; of two at once one has it."""
	name = _name(kind, key)
	return repeating.once(
		f"take|{kind}|{key}",
		lambda: _run(kind, lambda server: bool(server.set(name, 1, ex=max(seconds, 1), nx=True))),
	)


def add_members(kind: str, key: str, members: Collection[str], seconds: int, most: int) -> bool:
	"""Add members to a set unless it would have more than `most`; whether it has all of them now.

	Members that it has already are not counted again. It ends `seconds` after the last one was added.
	"""
	name = _name(kind, key)
	return _run(kind, lambda server: bool(server.eval(ADD_MEMBERS, 1, name, most, seconds, *sorted(members))))


def members(kind: str, key: str) -> frozenset[str]:
	"""What stands in a set of `add_members` now."""
	return _run(kind, lambda server: frozenset(one.decode() for one in server.smembers(_name(kind, key))))


def count(kind: str, key: str) -> int:
	"""How many there are now."""
	return _run(kind, lambda server: int(server.get(_name(kind, key)) or 0))


def seconds_left(kind: str, key: str) -> int:
	"""Seconds until the count ends; 0 where nothing is counted."""
	return _run(kind, lambda server: max(int(server.ttl(_name(kind, key))), 0))


def take_back(kind: str, key: str) -> None:
	"""Count one less."""
	repeating.once(
		f"back|{kind}|{key}", lambda: _run(kind, lambda server: _lowered(server, _name(kind, key)))
	)


def clear(kind: str, key: str) -> None:
	"""Forget what was counted."""
	_run(kind, lambda server: server.delete(_name(kind, key)))


def caller() -> str:
	"""Who is counted: the user, a guest by their network."""
	user = frappe.session.user
	return user if user and user != "Guest" else address.network()


def look_up(kind: str, number: str) -> None:
	"""Count a look-up of one thing by its number and code; TooMany after thirty of one caller in ten minutes.

	number: as it is stored, not as it was typed: the database takes many writings for one. A code has 8 signs of 31, so that
	a caller who never stops finds one of them in 2**39 tries, 300,000 years.
	"""
	if hit(f"look-up|{kind}", f"{caller()}|{number[:64]}", LOOK_UP_SECONDS) > LOOK_UPS:
		raise TooMany(retry_after=LOOK_UP_SECONDS)


def _raised(server: Any, name: bytes, seconds: int, by: int) -> int:
	# the first one sets the end: later ones do not put it off. Both at once: a count that ended in between would never end again
	pipe = server.pipeline()
	pipe.set(name, 0, ex=max(seconds, 1), nx=True)
	pipe.incrby(name, by)
	return int(pipe.execute()[1])


def _lowered(server: Any, name: bytes) -> None:
	# asked and lowered in one step: a count that ended in between would stand below nothing, without an end
	server.eval(LOWER, 1, name)


def _run(kind: str, step: Callable[[Any], R]) -> R:
	if kind.startswith(OF_WORK) and not kind.startswith(OF_LOGINS):
		return step(frappe.cache)
	return queues.run_durably(step)


def _name(kind: str, key: str) -> bytes:
	return frappe.cache.make_key(f"{PREFIX}|{kind}|{key}")
