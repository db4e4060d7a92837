"""Answers of lists and searches that are kept for guests: until their page changes, and never what is counted or personal."""

import frappe
import pytest
from factories import waiting
from frappe.auth import CookieManager
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.framework import queues
from esaylov.framework.requests import limits
from esaylov.portal import guests, renderer, routes
from esaylov.portal.built import answers, invalidation, jobs, middleware, pages

LIST = "/uz/decisions?outcome=Granted"


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
	"""Pages and notes of this test alone, and an address that nobody else has."""
	(tmp_path / "notes").mkdir()
	monkeypatch.setattr(pages, "root", lambda: tmp_path / "pages")
	monkeypatch.setattr(invalidation, "folder", lambda: tmp_path / "notes")
	monkeypatch.setattr(queues, "wake_now", lambda *_, **__: True)
	monkeypatch.setattr(answers, "_key", lambda request, key=answers._key: f"{tmp_path.name}|{key(request)}")
	monkeypatch.setattr(frappe.local, "request_ip", f"test-{tmp_path.name}", raising=False)
	frappe.set_user("Guest")


@pytest.fixture
def ask(monkeypatch):
	"""`ask(address)`: the answer, and whether it came before a page was made."""

	def asked(address: str, **options: object) -> tuple[object, bool]:
		path, _, query = address.partition("?")
		environment = EnvironBuilder(path=path, query_string=query, **options).get_environ()
		monkeypatch.setattr(frappe.local, "request", Request(environment), raising=False)
		monkeypatch.setattr(frappe.local, "cookie_manager", CookieManager(), raising=False)
		try:
			middleware.answer()
		except HTTPException as answered:
			return answered.get_response(environment), True
		return renderer.PortalRenderer(path).render(), False

	return asked


def tick() -> None:
	"""The clock of files goes on."""
	at = invalidation.moment()
	waiting.until(lambda: invalidation.moment() > at, pause=0.001)


@pytest.mark.parametrize(
	"address", [LIST, "/ru/candidates?q=karimov", "/uz/candidates/DC?page=2", "/uz/station?region=1703&q=1"]
)
def test_an_answer_is_kept_for_whoever_asks_the_same(ask, address):
	made, _ = ask(address)
	kept, is_early = ask(f"{address}&utm_source=x")
	assert is_early
	assert kept.get_data() == made.get_data()
	assert kept.headers["Content-Security-Policy"] == made.headers["Content-Security-Policy"]
	assert kept.headers["Set-Cookie"].startswith("preferred_language=")
	assert not ask(f"{address}1")[1]


def test_the_head_of_an_answer_is_told_without_making_the_page(ask, count_queries):
	address = "/uz/candidates/DC?page={}"
	page, _ = ask(address.format(2))
	found = []
	sent = count_queries(lambda: found.append(ask(address.format(3), method="HEAD")))
	head, is_early = found[0]
	assert is_early
	assert sent == 0
	assert (head.status_code, head.get_data()) == (200, b"")
	assert "Content-Length" not in head.headers
	same = (
		"Content-Type",
		"Content-Language",
		"Content-Security-Policy",
		"Cache-Control",
		"Vary",
		"Set-Cookie",
	)
	assert [head.headers[name] for name in same] == [
		page.headers.get(name, head.headers[name]) for name in same
	]


def test_the_head_of_what_is_not_there_is_not_found(ask):
	head, _ = ask("/uz/candidates/NONE?page=3", method="HEAD")
	assert head.status_code == 404


def test_it_is_compressed_for_whoever_can_read_it(ask):
	plain, _ = ask(LIST)
	zipped, _ = ask(LIST, headers={"Accept-Encoding": "gzip"})
	assert zipped.headers["Content-Encoding"] == "gzip"
	assert len(zipped.get_data()) < len(plain.get_data()) / 2


def test_a_theme_has_an_answer_of_its_own(ask):
	dark = {"headers": {"Cookie": "esaylov_theme=dark"}}
	ask("/uz/voters", **dark)
	kept, is_early = ask("/uz/voters", **dark)
	assert is_early
	assert b'data-theme="dark"' in kept.get_data()
	assert b'data-theme="dark"' not in ask("/uz/voters")[0].get_data()


def test_a_change_ends_the_answers_of_its_page_and_no_others(ask):
	ask(LIST)
	ask("/uz/candidates?q=karimov")
	invalidation._store({"decisions"})
	tick()
	assert ask("/uz/candidates?q=karimov")[1]
	assert not ask(LIST)[1]
	assert ask(LIST)[1]  # made after the note: good until the next one
	jobs.rebuild()
	assert invalidation.notes() == []
	assert not ask(LIST)[1]  # the page was built after it
	assert ask(LIST)[1]


@pytest.mark.parametrize(
	"address", ["/{}/nothing", "/{}/wp-login.php?x=1", "/{}/candidate/none/photo-96.jpg"]
)
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_what_is_not_there_is_said_by_one_page(ask, address, language):
	made, _ = ask(address.format(language))
	again, is_early = ask(f"/{language}/nothing/else")
	assert (made.status_code, again.status_code) == (404, 404)
	assert is_early
	assert again.get_data() == made.get_data()
	assert b"wp-login" not in made.get_data()
	assert f'lang="{language}"'.encode() in made.get_data()
	assert made.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/nothing?q=1", "/de/candidates", "/verify/a/b"])
def test_so_is_what_has_no_language_and_no_page(ask, address):
	cookie = {"headers": {"Cookie": "preferred_language=ru"}}
	made, _ = ask(address, **cookie)
	assert (made.status_code, made.headers["Content-Language"]) == (404, "ru")
	assert made.get_data() == ask("/ru/nothing")[0].get_data()


def test_who_has_logged_in_is_answered_by_no_page_of_guests(ask):
	ask("/uz/nothing")
	wanted = routes.requested("uz", "nothing")
	assert answers.nothing(wanted)
	frappe.set_user("party@esaylov.example")
	assert answers.nothing(wanted) is None
	assert answers.missing(wanted, renderer.not_found) is None


@pytest.mark.parametrize(
	"address",
	[
		"/uz/track?number=1&code=2",
		"/uz/feedback?number=1&code=2",
		"/uz/candidates/NONE?page=2",
	],
)
def test_what_is_counted_or_not_there_is_not_kept(ask, address):
	ask(address)
	assert not ask(address)[1]


def test_for_a_login_nothing_is_kept(ask):
	ask(LIST)
	frappe.set_user("Administrator")
	assert not ask(LIST)[1]


@pytest.fixture
def points(monkeypatch):
	monkeypatch.setitem(frappe.conf, guests.CONFIG, 20)


def asked_of(monkeypatch, path: str, **options: object) -> object:
	"""The answer of the hook, None where the request goes on."""
	environment = EnvironBuilder(path=path, **options).get_environ()
	monkeypatch.setattr(frappe.local, "request", Request(environment), raising=False)
	try:
		guests.limit()
	except HTTPException as refused:
		return refused.get_response(environment)
	return None


def spend(monkeypatch, path: str, **options: object) -> object:
	for _ in range(100):
		if refused := asked_of(monkeypatch, path, **options):
			return refused
	raise AssertionError("nobody is limited")


@pytest.mark.parametrize(
	("path", "language", "words"),
	[
		("/uz/candidates", "uz", "Soʻrovlar juda koʻp"),
		("/ru/nothing", "ru", "Слишком много"),
		("/login", "en", "Too many"),
	],
)
def test_a_network_that_has_spent_its_points_is_told_when_to_come_back(
	monkeypatch, points, path, language, words
):
	refused = spend(monkeypatch, path, headers={"Accept-Language": language})
	assert refused.status_code == 429
	assert 1 <= int(refused.headers["Retry-After"]) <= guests.SECONDS
	assert refused.headers["Content-Language"] == language
	assert words in refused.get_data(as_text=True)
	assert "default-src 'none'" in refused.headers["Content-Security-Policy"]


def test_a_program_gets_the_envelope_of_all_refusals(monkeypatch, points):
	refused = spend(
		monkeypatch, "/api/method/esaylov.api.open_data.candidates", headers={"Accept-Language": "ru"}
	)
	assert refused.status_code == 429
	assert refused.get_json()["error"]["code"] == "too_many"
	assert "попыток" in refused.get_json()["error"]["message"].lower()


def test_whoever_reads_everything_keeps_nobody_of_its_network_from_logging_in(monkeypatch, points):
	spend(monkeypatch, "/uz/candidates")
	assert asked_of(monkeypatch, "/cabinet/login") is None
	assert asked_of(monkeypatch, "/uz/for/voters/feedback", method="POST") is None


def test_another_network_and_a_login_are_not_counted(monkeypatch, points):
	spend(monkeypatch, "/uz/candidates")
	monkeypatch.setattr(frappe.local, "request_ip", "another")
	assert asked_of(monkeypatch, "/uz/candidates") is None
	frappe.set_user("Administrator")
	assert not [1 for _ in range(100) if asked_of(monkeypatch, "/uz/candidates")]


def test_a_gateway_reports_its_deliveries_whatever_its_address_has_spent(monkeypatch, points):
	callback = "/api/method/esaylov.api.sms.callback"
	spend(monkeypatch, "/uz/candidates")
	spend(monkeypatch, "/login")
	assert not [1 for _ in range(100) if asked_of(monkeypatch, callback, method="POST")]


def test_what_is_dear_costs_more(monkeypatch, points):
	asked_of(monkeypatch, "/api/method/esaylov.api.open_data.voters")
	key = f"{guests.READING}|{frappe.local.request_ip}"
	assert limits.count("guest", key) == guests.METHODS["esaylov.api.open_data."]


def test_an_answer_that_took_more_than_its_address_says_is_charged_for_it(monkeypatch, points):
	key = f"{guests.READING}|{frappe.local.request_ip}"
	monkeypatch.setattr(guests, "_rows_read", lambda: 10 * guests.ROWS_OF_POINT)
	asked_of(monkeypatch, "/uz/candidates")
	assert limits.count("guest", key) == routes.Route.cost
	guests.charge()
	assert limits.count("guest", key) >= 10
	guests.charge()  # nothing was asked since
	taken = limits.count("guest", key)
	monkeypatch.setattr(guests, "_rows_read", lambda: 30 * guests.ROWS_OF_POINT)
	asked_of(monkeypatch, "/uz/candidates")
	guests.charge()
	assert limits.count("guest", key) >= taken + 30
	assert asked_of(monkeypatch, "/uz/candidates").status_code == 429


def test_a_cheap_answer_costs_the_points_of_its_address(monkeypatch, points):
	monkeypatch.setattr(guests, "measured", lambda seconds, rows: 1)
	asked_of(monkeypatch, "/uz/candidates")
	guests.charge()
	assert limits.count("guest", f"{guests.READING}|{frappe.local.request_ip}") == routes.Route.cost


def test_rows_that_were_read_count_as_processor_time_does():
	before = guests._rows_read()
	frappe.db.sql("select count(*) from `tabDocField` where fieldname like '%x%'")
	assert guests._rows_read() - before > 1_000
	assert guests.measured(0.15, 0) == guests.measured(0, 15 * guests.ROWS_OF_POINT) == 15


@pytest.mark.parametrize(
	("address", "expected"),
	[
		("/", (guests.READING, 0)),
		("/verify", (guests.READING, guests.OTHER)),
		("/nothing", (guests.READING, guests.OTHER)),
		("/login", (guests.DOING, guests.OTHER)),
		("/cabinet/login", (guests.DOING, guests.OTHER)),
		("/api/method/ping", (guests.READING, 0)),
		("/api/method/esaylov.api.sms.callbacks", (guests.DOING, guests.OTHER)),
		("/api/method/esaylov.api.chain.export", (guests.READING, 50)),
		("/api/v2/method/esaylov.api.chain.export", (guests.READING, 50)),
		("//api//v1/method/esaylov.api.chain.export/x", (guests.READING, 50)),
	],
)
def test_a_method_costs_the_same_by_each_of_its_addresses_and_reading_keeps_nobody_from_logging_in(
	monkeypatch, address, expected
):
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict())
	environment = EnvironBuilder().get_environ() | {"PATH_INFO": address}
	assert guests.cost(Request(environment)) == expected


def test_what_stands_beside_the_address_is_what_costs(monkeypatch):
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(cmd="esaylov.api.chain.export"))
	environment = EnvironBuilder(path="/api/method/esaylov.api.sms.callback").get_environ()
	assert guests.cost(Request(environment)) == (guests.READING, 50)


def test_an_answer_names_the_host_that_asked_for_it_and_no_other(ask, monkeypatch):
	read = frappe.db.get_single_value
	monkeypatch.setattr(
		frappe.db,
		"get_single_value",
		lambda doctype, field, **rest: "" if field == "portal_url" else read(doctype, field, **rest),
	)
	ask(LIST, base_url="http://elsewhere.example")
	assert b"elsewhere.example" not in ask(LIST)[0].get_data()
