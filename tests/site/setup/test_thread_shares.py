"""Each class of requests has its own share of a web process's threads: a class that is full holds up no other."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import frappe
import pytest
from werkzeug.test import Client, TestResponse

from esaylov.setup import thread_shares, web_server
from esaylov.setup.thread_shares import AT_ONCE, THREADS, WAITING, class_of

URL = f"http://{os.environ.get('FRAPPE_SITE', 'test.localhost')}"
LOGGED_IN = "full_name=Karimov; sid=0a1b2c3d; preferred_language=uz"
EXAMPLES = {
	"health": ("GET", "/health", ""),
	"filings": ("POST", "/api/method/esaylov.api.appeals.submit", LOGGED_IN),
	"logins": ("POST", "/api/method/login", ""),
	"cabinet": ("POST", "/api/method/esaylov.api.appeals.create", LOGGED_IN),
	"desk": ("GET", "/api/method/frappe.desk.reportview.get", LOGGED_IN),
	"guests": ("GET", "/uz/track", ""),
}


@pytest.mark.parametrize(
	("verb", "path", "cookie", "expected"),
	[
		*((*given, name) for name, given in EXAMPLES.items()),
		("GET", "/api/method/esaylov.api.metrics.metrics", "", "health"),
		("POST", "/cabinet/appeals/2026-1/sign", LOGGED_IN, "filings"),
		("GET", "/cabinet/appeals/2026-1/sign", LOGGED_IN, "cabinet"),
		("POST", "/api/v2/method/esaylov.api.appeals.submit", LOGGED_IN, "filings"),
		("POST", "/api/method/esaylov.api.appeals.submit", "", "guests"),
		("POST", "/api/method/esaylov.api.appeals.submit", "sid=Guest", "guests"),
		("GET", "/cabinet/login/eds", "", "logins"),
		("POST", "/api/method/esaylov.api.login.sms_request", "", "logins"),
		("GET", "/uz", LOGGED_IN, "cabinet"),
		("GET", "/private/files/qaror.pdf", LOGGED_IN, "desk"),
		("POST", "/api/method/esaylov.api.sessions.vote", LOGGED_IN, "desk"),
		("GET", "/desk/commission", LOGGED_IN, "desk"),
		("GET", "/assets/esaylov/images/mark.svg", LOGGED_IN, "guests"),
		("GET", "/KARIMOV", "", "guests"),
	],
)
def test_a_request_is_classified_by_its_head(verb, path, cookie, expected):
	environ = {"REQUEST_METHOD": verb, "PATH_INFO": path, "HTTP_COOKIE": cookie}
	assert class_of(environ) == expected


def test_a_program_with_a_key_is_no_guest():
	environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/method/esaylov.api.appeals.submit"}
	assert class_of({**environ, "HTTP_AUTHORIZATION": "token key:secret"}) == "filings"


class Held:
	"""An application whose requests with the header `X-Held` wait until the test lets them go."""

	def __init__(self) -> None:
		self.begun = threading.Semaphore(0)
		self.release = threading.Event()

	def __call__(self, environ: dict, start_response: Callable) -> list[bytes]:
		if environ.get("HTTP_X_HELD"):
			self.begun.release()
			assert self.release.wait(300)
		start_response("200 OK", [("Content-Type", "text/plain")])
		return [b"answered"]


def send(
	application: Callable, given: tuple[str, ...], data: dict | None = None, **headers: str
) -> TestResponse:
	verb, path, cookie = given
	sent = {"Cookie": cookie, "Origin": URL, **headers}
	client = Client(application, use_cookies=False)  # its jar would take the header's place
	return client.open(path, base_url=URL, method=verb, headers=sent, data=data, buffered=True)


def ask(application: Callable, given: tuple[str, ...], data: dict | None = None) -> TestResponse:
	"""The answer, in a thread of its own as gunicorn's: a refusal ends the framework's state of its thread."""
	with ThreadPoolExecutor(1) as own:
		return own.submit(send, application, given, data).result()


@pytest.fixture(autouse=True)
def sites(monkeypatch: pytest.MonkeyPatch) -> None:
	"""As gunicorn: the folder of the sites is named."""
	monkeypatch.setenv("SITES_PATH", os.path.abspath(frappe.local.sites_path))


@pytest.fixture
def held(pool: ThreadPoolExecutor) -> Iterator[Held]:
	made = Held()
	yield made
	made.release.set()


def shares_of(held: Held, monkeypatch: pytest.MonkeyPatch, waiting: int) -> web_server.Application:
	"""The application behind shares, in which so many wait; a request waits as long as the test."""
	monkeypatch.setattr(thread_shares, "WAITING", waiting)
	monkeypatch.setattr(thread_shares, "SECONDS", 600)
	return thread_shares.WithShares(held, web_server.refuse_crowded)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
	with ThreadPoolExecutor(THREADS) as threads:
		yield threads


def occupy(
	shares: web_server.Application, held: Held, pool: ThreadPoolExecutor, name: str, waiting: int
) -> list[Future[TestResponse]]:
	"""Fill the share of a class, and its line."""
	asked = [
		pool.submit(send, shares, EXAMPLES[name], **{"X-Held": "1"}) for _ in range(AT_ONCE[name] + waiting)
	]
	for _ in range(AT_ONCE[name]):
		assert held.begun.acquire(timeout=120)
	return asked


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_class_that_is_full_holds_up_no_other(name, held, pool, monkeypatch):
	shares = shares_of(held, monkeypatch, waiting=0)
	asked = occupy(shares, held, pool, name, waiting=0)
	answers = {other: ask(shares, given).status_code for other, given in EXAMPLES.items()}
	assert answers == {other: 503 if other == name else 200 for other in EXAMPLES}
	held.release.set()
	assert {one.result().status_code for one in asked} == {200}
	assert ask(shares, EXAMPLES[name]).status_code == 200


def test_more_of_a_class_wait_for_their_turn(held, pool, monkeypatch):
	shares = shares_of(held, monkeypatch, waiting=3)
	asked = occupy(shares, held, pool, "filings", waiting=3)
	held.release.set()
	assert [one.result().status_code for one in asked] == [200] * (AT_ONCE["filings"] + 3)


def test_who_waits_too_long_is_told_to_come_again(held, pool, monkeypatch):
	shares = shares_of(held, monkeypatch, waiting=1)
	occupy(shares, held, pool, "desk", waiting=0)
	monkeypatch.setattr(thread_shares, "SECONDS", 0.01)
	assert ask(shares, EXAMPLES["desk"]).status_code == 503
	assert ask(shares, EXAMPLES["desk"]).status_code == 503  # the place in line was given back


def test_a_failure_gives_its_thread_back(monkeypatch):
	def fails(environ: dict, start_response: Callable) -> list[bytes]:
		raise OSError("a failure of the application")

	monkeypatch.setattr(thread_shares, "WAITING", 0)
	shares = thread_shares.WithShares(fails, web_server.refuse_crowded)
	for _ in range(AT_ONCE["desk"] + 1):
		with pytest.raises(OSError, match="a failure of the application"):
			ask(shares, EXAMPLES["desk"])


def test_the_thread_is_given_back_when_the_answer_is_closed_and_that_fails(monkeypatch):
	class Body(list):
		def close(self) -> None:
			raise OSError("a failure at the end")

	def application(environ: dict, start_response: Callable) -> list[bytes]:
		start_response("200 OK", [])
		return Body([b"answered"])

	monkeypatch.setattr(thread_shares, "WAITING", 0)
	shares = thread_shares.WithShares(application, web_server.refuse_crowded)
	environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/uz/candidates"}
	for _ in range(AT_ONCE["guests"] + 1):
		body = shares(environ, lambda *_: None)
		assert list(body) == [b"answered"]
		with pytest.raises(OSError, match="a failure at the end"):
			body.close()  # type: ignore[attr-defined] # an answer of ours


@pytest.fixture
def crowded(held, pool, monkeypatch) -> Callable[..., TestResponse]:
	"""`crowded(name, verb, path, cookie)`: the answer to a request of a class whose share is used up."""

	def refused(name: str, *given: str, data: dict | None = None) -> TestResponse:
		shares = shares_of(held, monkeypatch, waiting=0)
		occupy(shares, held, pool, name, waiting=0)
		answer = ask(shares, given, data)
		assert answer.status_code == 503
		assert 0 < int(answer.headers["Retry-After"]) <= 60
		assert answer.headers["Cache-Control"] == "no-store"
		return answer

	return refused


def test_a_reader_gets_a_page_that_says_what_to_do(crowded):
	answer = crowded("guests", "GET", "/ru/track?number=26-1", "")
	assert "Сейчас очень много обращений к сервису" in answer.text
	assert 'href="/ru/track?number=26-1"' in answer.text
	assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_program_gets_the_envelope_of_refusals(crowded):
	answer = crowded("filings", *EXAMPLES["filings"])
	assert answer.json["error"]["code"] == "busy"


def test_what_was_signed_stays_on_the_page_and_can_be_sent_again(crowded):
	posted = {"signature": "MIIB+a/b==", "key": "0123"}
	answer = crowded("filings", "POST", "/cabinet/appeals/2026-1/sign", LOGGED_IN, data=posted)
	assert "MIIB+a/b==" in answer.text
	assert 'action="/cabinet/appeals/2026-1/sign"' in answer.text


def test_gunicorn_is_given_as_many_threads_as_all_shares_need():
	assert web_server.threads >= sum(AT_ONCE.values()) + WAITING * len(AT_ONCE)
	assert web_server.worker_class == "gthread"


def test_fewer_threads_than_the_shares_need_are_not_divided():
	application = object()
	assert thread_shares.wrapped(application, 4, web_server.refuse_crowded) is application  # type: ignore[arg-type]
	divided = thread_shares.wrapped(application, THREADS, web_server.refuse_crowded)  # type: ignore[arg-type]
	assert isinstance(divided, thread_shares.WithShares)
