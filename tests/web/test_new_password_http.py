"""The framework's page for a new password takes none that guessers know, whoever asks: with the former one, or by a link."""

import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from factories import inside
from factories.profile import few

pytestmark = pytest.mark.web
WORD, NEXT = "Sinov-parol-2026", "tuya-choynak-deraza"
OWN_NAME = "Qodirjonov-Abduvahob"
UPDATE = "/api/method/frappe.core.doctype.user.user.update_password"
MADE = """
person = frappe.get_doc('Person', codes.person())
people.candidate(person)
from esaylov.identity import persons
from frappe.utils.password import update_password
user = persons.user_for(person.name)
update_password(user, given['word'])
frappe.db.set_value('User', user, {'first_name': 'Abduvahob', 'last_name': 'Qodirjonov'})
answer = user
"""
STAFF = """
from esaylov.framework.guarded_steps import SETTING_UP
from factories import settled
from frappe.utils.password import update_password
values = {'first_name': 'Abduvahob', 'last_name': 'Qodirjonov', 'send_welcome_email': 0}
with SETTING_UP.writing():
	user = frappe.get_doc(doctype='User', email=given['email'], **values).insert()
settled.given(user, 'Desk User')
update_password(user.name, given['word'])
answer = user.name
"""
LINK = """
from esaylov.framework import compat
answer = compat.link_for_a_new_password(frappe.get_doc('User', given['user']))
"""


@pytest.fixture
def user() -> str:
	"""Somebody with a password, who was never here before."""
	return str(inside.run(MADE, word=WORD))


def opens(base_url: str, user: str, word: str) -> bool:
	return requests.post(f"{base_url}/api/method/login", data={"usr": user, "pwd": word}, timeout=60).ok


@pytest.mark.parametrize(
	"word",
	few(
		["short", "Password2026!", "qwertyqwerty", "Saylov-2026-Toshkent", OWN_NAME],
		("Password2026!", OWN_NAME).__contains__,
	),
)
def test_with_the_former_one_none_that_is_easy_is_set(base_url, user, word):
	browser = requests.Session()
	browser.post(
		f"{base_url}/api/method/login", data={"usr": user, "pwd": WORD}, timeout=60
	).raise_for_status()
	answer = browser.post(
		f"{base_url}{UPDATE}", data={"old_password": WORD, "new_password": word}, timeout=60
	)
	assert answer.status_code == 422, answer.text[:500]
	assert "_server_messages" in answer.json(), "the page says why"
	assert opens(base_url, user, WORD)
	assert not opens(base_url, user, word)


@pytest.mark.parametrize("word", few(["Password2026!", OWN_NAME], OWN_NAME.__eq__))
@pytest.mark.full
def test_nor_by_a_link_which_says_whose_it_is(base_url, user, word):
	key = parse_qs(urlsplit(inside.run(LINK, user=user)).query)["key"][0]

	def set_by_link(wanted: str) -> requests.Response:
		return requests.post(f"{base_url}{UPDATE}", data={"key": key, "new_password": wanted}, timeout=60)

	assert set_by_link(word).status_code == 422
	assert not opens(base_url, user, word)
	assert set_by_link(NEXT).ok, "the link was not used up"
	assert opens(base_url, user, NEXT)


@pytest.fixture
def staff() -> Iterator[str]:
	"""Somebody who may use the Desk, and the addresses that only staff reach."""
	email = f"xodim-{secrets.token_hex(4)}@esaylov.example"
	yield str(inside.run(STAFF, email=email, word=WORD))
	inside.run("frappe.db.set_value('User', given['email'], 'enabled', 0)", email=email)


@pytest.mark.parametrize(
	("path", "cmd"),
	few(
		[
			("/api/v1/method/frappe.core.doctype.user.user.update_password", ""),
			("/api/v2/method/frappe.core.doctype.user.user.update_password", ""),
			("/api/v2/method/User/update_password", ""),
			("/", UPDATE.rpartition("/")[2]),
		],
		lambda case: case[0].startswith("/api/v2/method/User"),
	),
)
@pytest.mark.full
def test_by_another_name_of_the_function_neither(base_url, staff, path, cmd):
	browser = requests.Session()
	browser.post(
		f"{base_url}/api/method/login", data={"usr": staff, "pwd": WORD}, timeout=60
	).raise_for_status()

	def set_there(wanted: str) -> requests.Response:
		values = {"old_password": WORD, "new_password": wanted} | ({"cmd": cmd} if cmd else {})
		return browser.post(f"{base_url}{path}", data=values, timeout=60)

	assert set_there("Password2026!").status_code == 422
	assert opens(base_url, staff, WORD)
	assert set_there(NEXT).ok, "the name leads there, and takes a good one"
	assert opens(base_url, staff, NEXT)
