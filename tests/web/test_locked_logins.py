"""Wrong passwords are answered alike whether or not an account has the name, before and after the framework locks it."""

import re
import secrets

import pytest
import requests
from factories import cabinet, inside
from factories.http import PASSWORD, Client

from esaylov.core.texts import text

pytestmark = pytest.mark.web
TRIES = 9
WRONG = "begona"
LOCKED = "chair@esaylov.example"
FORGET = (
	"from esaylov.identity.logins import failed_passwords\nfailed_passwords.forget_failures(given['user'])"
)
EVICT = "frappe.cache.delete_value(['login_failed_count', 'login_failed_time'])"
FORMS = (
	("/api/method/login", {"Accept": "application/json"}, {}),
	("/api/method/login", {"Accept": "application/json"}, {"tmp_id": "begona"}),
	("/", {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}, {"cmd": "login"}),
	("/", {"Accept": "text/html"}, {"cmd": "login"}),
)


@pytest.fixture(autouse=True)
def unlocked():
	inside.run(FORGET, user=LOCKED)
	yield
	inside.run(FORGET, user=LOCKED)


def answers(address: str, user: str, form: tuple, password: str = WRONG) -> list[tuple[int, str, str]]:
	"""What tries with a password are answered, each from another network: status, kind, content."""
	path, headers, more = form
	found = []
	for _ in range(TRIES):
		client = Client(address, inside.SITE)
		client.session.headers["X-Forwarded-For"] = (
			f"198.51.{secrets.randbelow(250)}.{secrets.randbelow(250)}"
		)
		sent = {"usr": user, "pwd": password, **more}
		answer = client.session.post(f"{address}{path}", data=sent, headers=headers, timeout=60)
		kind = answer.headers["Content-Type"].partition(";")[0]
		found.append((answer.status_code, kind, answer.text.replace(user, "")))
	return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form[0]} {form[1]['Accept']} {form[2]}")
def test_no_answer_tells_whether_there_is_an_account(guest, form):
	known = answers(guest.address, LOCKED, form)
	unknown = answers(guest.address, f"{secrets.token_hex(4)}@esaylov.example", form)
	assert {(status, kind) for status, kind, _ in known} == {(401, form[1]["Accept"])}
	assert known == unknown


def test_a_locked_account_does_not_say_that_the_password_was_right(guest):
	wrong = answers(guest.address, LOCKED, FORMS[0])
	right = answers(guest.address, LOCKED, FORMS[0], PASSWORD)
	assert set(right) == {wrong[-1]}


def test_the_page_of_the_cabinet_answers_alike(base_url):
	found = {}
	for user in (LOCKED, f"{secrets.token_hex(4)}@esaylov.example"):
		said = []
		for _ in range(TRIES):
			browser = cabinet.guest(base_url)
			browser.session.headers["X-Forwarded-For"] = (
				f"198.51.{secrets.randbelow(250)}.{secrets.randbelow(250)}"
			)
			browser.get("/cabinet/login")
			answer = browser.post("/cabinet/login", {"usr": user, "pwd": WRONG})
			note = re.search(r'role="alert".*?</', answer.text, re.DOTALL)
			said.append((answer.status_code, note and note[0]))
		found[user] = said
	known, unknown = found.values()
	assert known == unknown
	assert {status for status, _ in known} == {401}


def test_a_cache_that_evicts_its_counters_unlocks_no_password(guest):
	answers(guest.address, LOCKED, FORMS[0])
	inside.run(EVICT)
	assert {status for status, _, _ in answers(guest.address, LOCKED, FORMS[0], PASSWORD)} == {401}


@pytest.mark.parametrize("form", FORMS[1:], ids=lambda form: f"{form[0]} {form[1]['Accept']} {form[2]}")
def test_a_locked_address_says_how_long_and_how_else_to_log_in(base_url, form):
	path, headers, more = form
	client = Client(base_url, inside.SITE)
	client.session.headers["X-Forwarded-For"] = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
	client.session.headers["Accept-Language"] = "en"

	def tried(user: str) -> requests.Response:
		sent = {"usr": user, "pwd": WRONG, **more}
		return client.session.post(f"{base_url}{path}", data=sent, headers=headers, timeout=60)

	said = [tried(f"{secrets.token_hex(4)}@esaylov.example").status_code for _ in range(TRIES)]
	assert said == [401] * 6 + [429] * 3
	for user in (LOCKED, f"{secrets.token_hex(4)}@esaylov.example"):
		answer = tried(user)
		assert answer.status_code == 429
		assert answer.headers["Content-Type"].startswith(headers["Accept"])
		assert 0 < int(answer.headers["Retry-After"]) <= 300
		assert re.search(r"Try again in \d min, or log in now through OneID", answer.text), answer.text


def test_the_page_of_the_cabinet_says_so_as_well(base_url):
	browser = cabinet.guest(base_url, "en")
	browser.session.headers["X-Forwarded-For"] = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
	sent = {"usr": f"{secrets.token_hex(4)}@esaylov.example", "pwd": WRONG}
	browser.get("/cabinet/login")
	found = [browser.post("/cabinet/login", sent) for _ in range(7)]
	assert [each.status_code for each in found] == [401] * 6 + [429]
	assert text("passwords_too_many", "en", {"minutes": 5}) in found[-1].text
	assert 'href="/cabinet/login/code' in found[-1].text
	assert int(found[-1].headers["Retry-After"]) > 0
