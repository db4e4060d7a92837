"""Wrong passwords are answered alike whether or not an account has the name, before and after the framework locks it."""

import re
import secrets

import pytest
from factories import cabinet, inside
from factories.http import PASSWORD, Client

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
