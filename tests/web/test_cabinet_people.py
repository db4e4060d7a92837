"""Delegation in the cabinet: the head names who else acts for the body, sees it, ends it; nobody else does."""

import re
import secrets
from html import unescape

import pytest
import requests
from factories import cabinet, inside
from factories.look import photograph

from esaylov.core.people.identity import with_check_digit
from esaylov.core.texts import text

pytestmark = pytest.mark.web
NEW = "/cabinet/people/new"
NAMED = "The representative is named."
MISSING = "0000000000"
BRANCH = "OZLIDEP-1726277"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def head_alone():
	"""For the branch nobody acts but its head, whoever was named by other tests, and afterwards again."""
	program = (
		"of_branch = frappe.get_all('Body Representative', {'body': given['body']}, ['name', 'user'])\n"
		"others = [row.name for row in of_branch if row.user != given['head']]\n"
		"frappe.db.delete('Body Representative', {'name': ['in', others]})"
	)
	inside.run(program, body=BRANCH, head=cabinet.PARTY)
	yield
	inside.run(program, body=BRANCH, head=cabinet.PARTY)


@pytest.fixture
def party(base_url, head_alone):
	"""The head of a party's branch."""
	return cabinet.logged_in(base_url, cabinet.PARTY, "en")


@pytest.fixture
def rival(base_url):
	return cabinet.logged_in(base_url, cabinet.RIVAL, "en")


def pinfl() -> str:
	"""Of a made-up person of 05.06.1880 whom nobody knows."""
	return with_check_digit(f"1050680{secrets.randbelow(10**6):06d}")


def typed(**values: str) -> dict[str, str]:
	"""The form of a new representative as a browser posts it."""
	fields = {"pinfl": pinfl(), "surname": "Vakilov", "given_name": "Vakil", "patronymic": "Vakilovich"}
	today = inside_today()
	fields |= {"starts_on": today, "ends_on": "", "body": f"Party Branch:{BRANCH}", **values}
	return {f"a.{name}": value for name, value in fields.items()}


def inside_today() -> str:
	"""The day that the site has."""
	from datetime import datetime
	from zoneinfo import ZoneInfo

	return datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()


def name_one(party: cabinet.Browser, **values: str) -> requests.Response:
	party.get(NEW)
	return party.post(NEW, typed(**values))


def ends_in(html: str) -> list[str]:
	"""Addresses of the buttons that end a representation."""
	return re.findall(r'href="(/cabinet/people/[\w-]+/end)"', html)


def shown(answer: requests.Response, name: str) -> tuple[int, str]:
	"""Status and page, without the name that was asked for."""
	return answer.status_code, answer.text.replace(name, "NAME")


def test_a_person_is_named_seen_and_ended(party):
	answer = name_one(party)
	assert answer.url.endswith("/cabinet/people?named=1")
	assert NAMED in answer.text
	assert "Vakilov Vakil Vakilovich" in answer.text
	(address,) = ends_in(answer.text)
	asked = party.get(address)
	assert "Vakilov Vakil Vakilovich" in asked.text
	assert ends_in(party.get("/cabinet/people").text) == [address], "asking ends nothing"
	ended = party.post(address)
	assert ended.url.endswith("/cabinet/people?ended=1")
	assert "The authority has ended." in ended.text
	assert ends_in(ended.text) == []
	assert party.get(address).status_code == 404


@pytest.mark.full
def test_until_when_is_shown(party):
	last = inside_today()
	page = name_one(party, ends_on=last).text
	day = int(last[8:])
	assert re.search(rf"until {day}.[A-Z][a-z]+ {last[:4]}|to {day}.[A-Z][a-z]+ {last[:4]}", page)


@pytest.mark.parametrize(
	("values", "field", "code"),
	[
		({"pinfl": "123"}, "pinfl", "pinfl_structure"),
		({"surname": ""}, "surname", "required"),
		({"starts_on": ""}, "starts_on", "required"),
		({"starts_on": "2020-01-01"}, "starts_on", "delegation_past"),
		({"ends_on": "31.12.2099"}, "ends_on", "date_unreal"),
		({"body": ""}, "pinfl", ""),
	],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(party, values, field, code):
	answer = name_one(party, **values)
	if not code:  # the form of the head of one body carries it along
		assert answer.status_code == 422
		return
	assert answer.status_code == 422
	assert f'id="a-{field}-finding"' in answer.text
	assert text(code, "en") in unescape(answer.text)
	assert 'value="Vakilovich"' in answer.text
	assert f'href="#a-{field}"' in answer.text


def test_the_last_day_is_not_before_the_first(party):
	answer = name_one(party, starts_on="2099-02-02", ends_on="2099-02-01")
	assert answer.status_code == 422
	assert 'value="Vakilovich"' in answer.text


def test_a_check_digit_that_does_not_fit_is_asked_about_once(party):
	wrong = pinfl()
	wrong = wrong[:13] + str((int(wrong[13]) + 1) % 10)
	asked = name_one(party, pinfl=wrong)
	assert asked.status_code == 422
	assert text("pinfl_check_digit", "en") in unescape(asked.text)
	assert f'name="seen" value="{wrong}"' in asked.text
	assert NAMED in party.post(NEW, {**typed(pinfl=wrong), "seen": wrong}).text


def test_who_acts_already_is_not_named_twice(party):
	number = pinfl()
	name_one(party, pinfl=number)
	again = name_one(party, pinfl=number)
	assert again.status_code == 409
	assert text("delegation_twice", "en") in unescape(again.text)


def test_a_pinfl_tells_no_strangers_name(party):
	number = pinfl()
	inside.run(
		"from esaylov.identity import persons\npersons.add(given['number'], 'Begonayev', 'Begona', '')",
		number=number,
	)
	pages = [name_one(party, pinfl=one) for one in (number, pinfl())]
	for page in pages:
		assert page.status_code == 200
		assert NAMED in page.text
		assert "Begonayev" not in page.text


def test_who_was_named_may_leave(base_url, party, rival):
	known = {"surname": "Botirov", "given_name": "Botir", "patronymic": "Botirovich"}
	(address,) = ends_in(name_one(party, pinfl=with_check_digit("1010180000102"), **known).text)
	page = rival.get(f"/cabinet/people?body=Party%20Branch:{BRANCH}")
	assert ends_in(page.text) == [address]
	assert "Stop acting for it" in page.text
	asked = rival.get(address)
	assert "Stop acting for this body?" in asked.text
	assert "The authority has ended." in rival.post(address).text
	assert rival.get(address).status_code == party.get(address).status_code == 404
	(own,) = set(ends_in(rival.get("/cabinet/people?body=all").text)) or {""}
	assert own == "", "a head does not leave a body without a head"


@pytest.mark.full
def test_the_named_person_sees_the_body_and_names_and_ends_nobody(base_url, party, rival):
	"""The rival's head is named for this party too: of two bodies he heads one."""
	known = {"surname": "Botirov", "given_name": "Botir", "patronymic": "Botirovich"}
	(address,) = ends_in(name_one(party, pinfl=with_check_digit("1010180000102"), **known).text)
	page = rival.get(f"/cabinet/people?body=Party%20Branch:{BRANCH}").text
	assert "Anvarov Anvar" in page
	assert NEW not in page
	assert ends_in(page) == [address], "their own alone"
	form = rival.get(NEW).text
	assert BRANCH not in form
	assert rival.post(NEW, typed()).status_code == 422
	assert ends_in(party.get("/cabinet/people").text) == [address]


def test_another_bodys_representative_is_as_one_that_is_not_there(party, rival):
	(address,) = ends_in(name_one(party).text)
	name = address.split("/")[3]
	for ask in (rival.get, rival.post):
		theirs, missing = ask(address), ask(address.replace(name, MISSING))
		assert shown(theirs, name) == shown(missing, MISSING)
		assert theirs.status_code == 404
	assert ends_in(party.get("/cabinet/people").text) == [address]


def test_who_heads_no_body_has_no_such_page(base_url):
	candidate = cabinet.logged_in(base_url, "candidate@esaylov.example", "en")
	assert candidate.get(NEW).status_code == 404
	assert candidate.post(NEW, typed()).status_code == 404
	assert NEW not in candidate.get("/cabinet/people").text


@pytest.mark.full
def test_it_works_in_a_browser_without_script_on_a_phone(browser, base_url, party, keep):
	context = browser.new_context(
		base_url=base_url, java_script_enabled=False, viewport=PHONE, locale="uz-UZ"
	)
	context.add_cookies(
		[
			{"name": cookie.name, "value": cookie.value, "url": base_url}
			for cookie in party.session.cookies
			if cookie.name == "sid"
		]
	)
	page = context.new_page()
	page.goto("/cabinet/people")
	photograph(page, keep("people-390.png"), full_page=True)
	page.get_by_role("link", name="Vakil tayinlash").click()
	page.fill("#a-pinfl", "123")
	page.fill("#a-surname", "Vakilov")
	page.locator("main button[type=submit]").click()
	page.locator("#a-pinfl-finding").wait_for()
	photograph(page, keep("wrong-390.png"), full_page=True)
	assert page.input_value("#a-surname") == "Vakilov"
	page.fill("#a-pinfl", pinfl())
	page.fill("#a-given_name", "Vakil")
	page.locator("main button[type=submit]").click()
	page.get_by_text("Vakil tayinlandi.").wait_for()
	photograph(page, keep("named-390.png"), full_page=True)
	page.locator("a[href$='/end']").click()
	photograph(page, keep("end-390.png"), full_page=True)
	page.get_by_role("button", name="Ha, tugatish").click()
	page.get_by_text("Vakolat tugatildi.").wait_for()
	context.close()


class TestOverHttp:
	def test_the_people_of_a_body(self, login, head_alone):
		body = {"body_type": "Party Branch", "body": BRANCH}
		answer = login("party").get("bodies.people", **body).json()["message"]
		assert answer["may_delegate"] is True
		(head,) = [row for row in answer["people"] if row["is_head"]]
		assert head["name"].startswith("Anvarov Anvar")
		assert set(head) == {"representative", "name", "position", "is_head", "starts_on", "ends_on"}

	@pytest.mark.parametrize("local", ["rival", "candidate", "chair"])
	def test_anothers_is_as_one_that_is_not_there(self, login, local):
		client = login(local)
		answers = [
			client.get("bodies.people", body_type="Party Branch", body=body) for body in (BRANCH, MISSING)
		]
		assert {(one.status_code, one.json()["error"]["code"]) for one in answers} == {(404, "not_found")}
