"""Systems in the cabinet: the head of a body makes a key, sees it and ends it; nobody else does."""

import re
from datetime import date, timedelta

import pytest
import requests
from factories import cabinet, inside
from factories.look import photograph

pytestmark = pytest.mark.web
BRANCH = "OZLIDEP-1726277"
NEW = "/cabinet/systems/new"
WITHOUT = "frappe.db.delete('Integrator Key', {'body': given['body']})"
TITLE = "Sinov tizimi <b>"


@pytest.fixture(scope="module", autouse=True)
def alone():
	inside.run(WITHOUT, body=BRANCH)
	yield
	inside.run(WITHOUT, body=BRANCH)


@pytest.fixture
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY, "en")


def typed(**values: object) -> dict[str, object]:
	known = {"body": f"Party Branch:{BRANCH}", "title": TITLE, "scopes": ["appeals:read", "integrators:read"]}
	return {**known, "ends_on": (date.today() + timedelta(days=3)).isoformat(), **values}


def who_am_i(base_url: str, secret: str) -> requests.Response:
	address = f"{base_url}/api/method/esaylov.api.integrators.whoami"
	return requests.get(address, headers={"Authorization": f"Bearer {secret}"}, timeout=60)


def test_the_head_makes_a_key_sees_it_and_ends_it(party, base_url):
	assert "/cabinet/systems" in party.get("/cabinet/people").text
	party.get(NEW)
	made = party.post(NEW, typed())
	(secret,) = re.findall(r"data-secret>(esk_\w+_[\w-]+)<", made.text)
	assert "no-store" in made.headers["Cache-Control"]
	assert who_am_i(base_url, secret).json()["message"]["body"] == BRANCH
	listed = party.get("/cabinet/systems").text
	assert "Sinov tizimi &lt;b&gt;" in listed
	assert "read appeals and forms" in listed
	assert secret not in listed
	address = re.findall(r'href="(/cabinet/systems/\w+/end)"', listed)[0]  # the newest
	rival = cabinet.logged_in(base_url, cabinet.RIVAL, "en")
	assert rival.get(address).status_code == 404
	assert address not in rival.get("/cabinet/systems").text
	assert "End this key?" in party.get(address).text
	ended = party.post(address, {})
	assert "The key has ended." in ended.text
	assert address not in ended.text
	assert who_am_i(base_url, secret).json()["error"]["code"] == "key_revoked"
	assert party.get(address).status_code == 404


def test_what_does_not_hold_is_told_beside_its_field_and_stays(party):
	party.get(NEW)
	answer = party.post(NEW, typed(scopes=[], ends_on="2099-01-01"))
	assert answer.status_code == 422
	assert re.findall(r'id="(\w+)-error"', answer.text) == ["scopes", "ends_on"]
	assert 'value="Sinov tizimi &lt;b&gt;"' in answer.text


def test_who_heads_nothing_makes_none(base_url):
	chair = cabinet.logged_in(base_url, cabinet.CHAIR, "en")
	assert chair.get(NEW).status_code == 404


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_and_have_names_for_all(page, party, keep, width):
	page.context.add_cookies(
		[{"name": one.name, "value": one.value, "url": party.base_url} for one in party.session.cookies]
	)
	party.get(NEW)
	party.post(NEW, typed(title="K" * 100))
	page.set_viewport_size({"width": width, "height": 900})
	for address in ("/cabinet/systems", NEW):
		page.goto(address)
		assert page.evaluate("document.documentElement.scrollWidth") <= width
		photograph(page, keep(f"systems{address.count('/')}-{width}.png"), full_page=True)
