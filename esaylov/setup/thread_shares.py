"""Shares of a web process's threads: a burst of one class of requests does not hold up the others.

gunicorn has one line for all connections, and does not know what they ask for. So it is given more threads than may work at
once: a thread reads the head of its request, which says the class, and waits there until its class has room. A thread that
waits holds no connection to the database. No class can hold all threads, whatever it is asked.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator

from esaylov.setup.request_log import Application, Environ, what

AT_ONCE = {"health": 2, "filings": 4, "logins": 2, "cabinet": 2, "desk": 2, "guests": 2}
"""Requests of each class that may work at once in a web process [ours]."""
WAITING = 32
"""Requests of each class that may wait in a web process; one more is refused."""
SECONDS = 30.0
"""A request waits at most so long [ours]; browsers, nginx and HAProxy wait longer."""
THREADS = sum(AT_ONCE.values()) + len(AT_ONCE) * WAITING + 8
"""Threads that gunicorn needs for all of them, and for those that are refused just now."""

SESSION = re.compile(r"(?:^|;)\s*sid=(?!Guest(?:;|$))[^;\s]")
FOR_OPERATORS = ("health", "esaylov.api.metrics.metrics")
FILING = "esaylov.api.appeals.submit"
LOGIN_PAGES = re.compile(r"/+cabinet/(?:login|recovery)(?:/|$)")
OF_LOGINS = ("login", "esaylov.api.login.", "esaylov.api.passkeys.")
OF_CABINET = ("cabinet", "portal", "verify", "esaylov.api.appeals.", "esaylov.api.files.")
"""Beginnings of what is asked: an applicant's drafts, files and pages."""

Refusal = Callable[[Environ, Callable[..., object]], Iterable[bytes]]

log = logging.getLogger("gunicorn.error")


def wrapped(application: Application, threads: int, refuse: Refusal) -> Application:
	"""The application behind shares of the threads, or as it is where gunicorn has too few of them."""
	if threads >= THREADS:
		return WithShares(application, refuse)
	log.warning("%s threads are not divided among classes of requests: that needs %s", threads, THREADS)
	return application


def class_of(environ: Environ) -> str:
	"""The class of a request, a key of AT_ONCE. A forged session changes the class and permits nothing."""
	asked, path = what(environ), str(environ.get("PATH_INFO", ""))
	if asked in FOR_OPERATORS:
		return "health"
	if asked.startswith(OF_LOGINS) or LOGIN_PAGES.match(path):
		return "logins"
	if asked == "assets" or not _has_login(environ):
		return "guests"
	if environ.get("REQUEST_METHOD") == "POST" and (asked == FILING or _is_signature(asked, path)):
		return "filings"
	return "cabinet" if asked.startswith(OF_CABINET) else "desk"


def _has_login(environ: Environ) -> bool:
	return bool(environ.get("HTTP_AUTHORIZATION") or SESSION.search(environ.get("HTTP_COOKIE", "")))


def _is_signature(asked: str, path: str) -> bool:
	return asked == "cabinet" and path.rstrip("/").endswith("/sign")


class Share:
	"""Room for the requests of one class: some work, some wait."""

	def __init__(self, at_once: int) -> None:
		self.working = threading.Semaphore(at_once)
		self.inside = threading.Semaphore(at_once + WAITING)

	def enter(self) -> bool:
		"""Wait for room; False where too many wait already, or none came in time."""
		if not self.inside.acquire(blocking=False):
			return False
		if self.working.acquire(timeout=SECONDS):
			return True
		self.inside.release()
		return False

	def leave(self) -> None:
		"""Give the room to the next request."""
		self.working.release()
		self.inside.release()


class Body:
	"""The body of an answer, whose request leaves its share when it is closed: until then it is sent by the thread."""

	def __init__(self, body: Iterable[bytes], share: Share) -> None:
		self.body, self.share = body, share

	def __iter__(self) -> Iterator[bytes]:
		return iter(self.body)

	def close(self) -> None:
		"""Called by gunicorn, once, however the answer ended."""
		try:
			getattr(self.body, "close", bool)()
		finally:
			self.share.leave()


class WithShares:
	"""The application, of which each class of requests has its share of the threads."""

	def __init__(self, application: Application, refuse: Refusal) -> None:
		self.application, self.refuse = application, refuse
		self.shares = {name: Share(number) for name, number in AT_ONCE.items()}

	def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
		share = self.shares[class_of(environ)]
		if not share.enter():
			return self.refuse(environ, start_response)
		try:
			body = self.application(environ, start_response)
		except BaseException:
			share.leave()
			raise
		return Body(body, share)
