"""What waits for the end of a transaction: steps of this process, and jobs. Names of their queues, and the one way to have a job run: `wake`.

A queue may be full, away or emptied at any time, and nothing that somebody filed or decided may hang on it. So whatever a
job is to do stands in the database first, the job finds it there, and the scheduler starts it again; waking it after the
commit only saves the wait until then.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import frappe
import redis
from frappe.utils.background_jobs import get_job_status, get_queue
from rq.job import JobStatus

from esaylov.framework.cache_away import AWAY

R = TypeVar("R")

DOCUMENTS: Final = "default"
"""PDFs of certificates and mandates."""

MESSAGES: Final = "short"
"""SMS of the outbox."""

REGISTERS: Final = "long"
"""Questions to state registers, which may take their time."""

PAGES: Final = "short"
"""Public pages that are built again, for readers who wait for them …"""

PAGES_REST: Final = REGISTERS
"""… and what is left of them when that took long: a worker looks into this queue last."""

ALL: Final = (DOCUMENTS, MESSAGES, REGISTERS)

REACHED_SECONDS = 1.0
"""So long a request waits for an answer of the queue's Redis."""
AWAY_SECONDS = 5.0
"""So long nobody asks again after there was none."""
FULL = 400
"""The framework refuses whatever comes when 500 jobs wait, and takes the transaction along."""
WOKEN_SECONDS = 30
"""A job that was woken and died is forgotten after this."""
TURN_SECONDS = 45.0
"""So long a job goes on for others who commit meanwhile, before the next one of its queue has its turn."""
LIVELY, LINGER_SECONDS = 3, 1.0
"""Where so many committed something for a job while it looked, it waits so long and looks again (own design)."""
_away_until: dict[str, float] = {}
_asked: WeakKeyDictionary[Any, list[tuple[tuple[object, ...], Callable[[Any], object]]]] = WeakKeyDictionary()
"""By connection, what its transaction asks the cache once it is committed, and who gets the answer."""


def after_commit(step: Callable[[], object]) -> None:
	"""Run a step once this transaction is committed. An attribute that the database object gets when it is made.

	What is committed is done: a step that fails is logged, and neither ends the request nor the steps after it.
	"""
	frappe.db.after_commit.add(partial(_afterwards, step))


def ask_after_commit(then: Callable[[Any], object], *words: object) -> None:
	"""Ask the cache once this transaction is committed, in one word for all that is asked so, by steps after the commit too.

	then: a step with the answer, None while the cache is away.
	"""
	database: Any = frappe.local.db
	waiting = _asked.setdefault(database, [])
	waiting.append((words, then))
	database.after_commit.add(partial(_ask, waiting))
	database.after_rollback.add(waiting.clear)


def _ask(waiting: list[tuple[tuple[object, ...], Callable[[Any], object]]]) -> None:
	asked = [*waiting]
	waiting.clear()
	if not asked:
		return
	answers: list[object] = [None] * len(asked)
	with suppress(AWAY):
		together = frappe.cache.pipeline(transaction=False)
		for words, _then in asked:
			together.execute_command(*words)  # type: ignore[no-untyped-call] # of redis
		answers = together.execute(raise_on_error=False)
	for (_words, then), answer in zip(asked, answers, strict=True):
		_afterwards(partial(then, None if isinstance(answer, Exception) else answer))


def after_rollback(step: Callable[[], object]) -> None:
	"""Run a step when this transaction is taken back."""
	frappe.db.after_rollback.add(step)


def _afterwards(step: Callable[[], object]) -> None:
	try:
		step()
	except Exception:
		frappe.logger("esaylov").exception("a step after a commit failed: %s", step)


def wake(
	job: str, queue: str, key: str = "", timeout: int | None = None, at_front: bool = False, **arguments: Any
) -> None:
	"""Have a job run once this transaction is committed; not at all when it is rolled back. See `wake_now`."""
	after_commit(partial(wake_now, job, queue, key, timeout, at_front, **arguments))


def wake_now(
	job: str, queue: str, key: str = "", timeout: int | None = None, at_front: bool = False, **arguments: Any
) -> bool:
	"""Have a job run at once; whether one will begin: the queue took it, or one of this key waits there. Never raises: what the queue
	refuses is only logged.

	job: dotted path. key: while a job of this key waits or runs, no other one is put beside it. timeout: seconds.
	"""
	said = list(frappe.local.message_log)
	try:
		if not answers():
			frappe.logger("esaylov").warning("the queue does not answer: %s waits for the scheduler", job)
			return False
		status = get_job_status(key) if key else None
		if status in (JobStatus.QUEUED, JobStatus.STARTED):
			# the framework would say so in its log of errors, with all that the request has sent
			return bool(status == JobStatus.QUEUED)
		once = {"job_id": key, "deduplicate": True} if key else {}
		frappe.enqueue(job, queue=queue, timeout=timeout, at_front=at_front, **{**arguments, **once})
	except Exception:
		frappe.logger("esaylov").warning(
			"the queue took no %s: it waits for the scheduler", job, exc_info=True
		)
		frappe.local.message_log = said  # a full queue is no word to who files
		return False
	return True


def wake_first(job: str, queue: str, key: str = "") -> None:
	"""`wake` for the first of many who commit before the job has ended; the others say one word to Redis, and nothing to the queue.

	For jobs that run by `swept`.
	"""
	ask_after_commit(partial(_wake_one, job, queue, key), "INCRBY", _woken(job), 1)


def _wake_one(job: str, queue: str, key: str, place: int | None) -> None:
	if place is not None and place > 1:
		return
	with suppress(AWAY):  # nobody remembers then: a job too many does no harm
		frappe.cache.expire(_woken(job), WOKEN_SECONDS)
	if not wake_now(job, queue, key):
		begun(job)


def swept(job: str, sweep: Callable[[], int]) -> int:
	"""Run the sweep of a job that `wake_first` wakes; how much it did. sweep: works off all that stands, and says how much that was.

	A job costs a process, a connection and a site read anew, which is more than what one filing leaves to do. So while many commit
	something for it, it goes on instead of being woken again and again. Whoever commits finds its mark as long as it looks; that ends
	by itself should the job be killed. After the mark is gone it looks once more, for those who found it last.
	"""
	ends = time.monotonic() + TURN_SECONDS
	_hold(job)
	done = sweep()
	while _woken_since(job) >= LIVELY and time.monotonic() < ends:
		_hold(job)
		time.sleep(LINGER_SECONDS)
		done += sweep()
	begun(job)
	return done + sweep()


def begun(job: str) -> None:
	"""Whoever commits something for the job from here on wakes it again."""
	try:
		frappe.cache.delete(_woken(job))
	except AWAY:
		frappe.logger("esaylov").warning("the cache is away: %s goes on without it", job)


def _hold(job: str) -> None:
	with suppress(AWAY):
		frappe.cache.set(_woken(job), 1, ex=WOKEN_SECONDS)


def _woken_since(job: str) -> int:
	"""How many committed something for the job since it began to look."""
	try:
		return int(frappe.cache.get(_woken(job)) or 1) - 1
	except AWAY:
		return 0


def _woken(job: str) -> bytes:
	key: bytes = frappe.cache.make_key(f"esaylov-woken|{job}")
	return key


def takes(queue: str) -> bool:
	"""Whether a queue is there and far from full; for what the framework itself puts in line within a transaction."""
	try:
		return answers() and get_queue(queue).count < FULL
	except Exception:  # whatever it is: we go on without the queue
		frappe.logger("esaylov").warning("the queue cannot be asked", exc_info=True)
		return False


def answers() -> bool:
	"""Whether the queue's Redis answers soon. The framework itself would try for five seconds, or wait without an end."""
	url = str(frappe.conf.redis_queue or "")
	if frappe.conf.redis_queue_sentinel_enabled or not url:
		return True
	if time.monotonic() < _away_until.get(url, 0):
		return False
	try:
		_client(url).ping()
	except (redis.ConnectionError, redis.TimeoutError):
		_away_until[url] = time.monotonic() + AWAY_SECONDS
		return False
	except redis.RedisError:
		return True  # it is there and asks for a password, which the framework has
	return True


def run_durably(step: Callable[[Any], R]) -> R:
	"""What a step returns with the Redis of the queue, which evicts nothing: small values may be stored beside the jobs.

	With the cache while the queue does not answer, and where it admits the framework's own keys alone (`use_rq_auth`).
	"""
	url = str(frappe.conf.redis_queue or "")
	is_closed = frappe.conf.use_rq_auth or frappe.conf.redis_queue_sentinel_enabled
	if is_closed or not url or time.monotonic() < _away_until.get(url, 0):
		return step(frappe.cache)
	try:
		return step(_client(url))
	except (redis.ConnectionError, redis.TimeoutError):
		_away_until[url] = time.monotonic() + AWAY_SECONDS
		return step(frappe.cache)


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
	return redis.Redis.from_url(url, socket_connect_timeout=REACHED_SECONDS, socket_timeout=REACHED_SECONDS)
