"""The language and script of a person: chosen in the header of the cabinet and the Desk, stored, taken at the next login."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import cabinet, inside
from factories.desk import Desk
from factories.http import PASSWORD
from factories.look import photograph
from factories.profile import few
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
AS_BEFORE = """
from esaylov.identity.logins import language
if given["former"] is None:
	answer = [frappe.db.get_value("User", given["user"], "language"), language.chosen(given["user"])]
else:
	frappe.db.set_value("User", given["user"], "language", given["former"][0], update_modified=False)
	frappe.defaults.clear_default(language.CHOSEN, parent=given["user"])
	if given["former"][1]:
		frappe.db.set_default(language.CHOSEN, given["former"][1], parent=given["user"])
	frappe.clear_cache(user=given["user"])
	frappe.db.commit()
"""
STORED = 'answer = frappe.db.get_value("User", given["user"], "language")'


@pytest.fixture
def reader() -> Iterator[Callable[[str], str]]:
	"""A user whose language is afterwards as it was before."""
	former: dict[str, list[str]] = {}

	def borrowed(user: str) -> str:
		former[user] = inside.run(AS_BEFORE, user=user, former=None)
		return user

	yield borrowed
	for user, before in former.items():
		inside.run(AS_BEFORE, user=user, former=before)


def test_what_is_chosen_in_the_cabinet_is_read_at_the_next_login(base_url, reader):
	user = reader(cabinet.PARTY)
	here = cabinet.logged_in(base_url, user)
	assert 'form="language"' in here.get("/cabinet/appeals").text
	answer = here.post("/cabinet/language", {"language": "ru", "next": "/cabinet/appeals"})
	assert (answer.url, answer.headers["Content-Language"]) == (f"{base_url}/cabinet/appeals", "ru")
	assert inside.run(STORED, user=user) == "ru"
	elsewhere = cabinet.logged_in(base_url, user)
	assert elsewhere.get("/cabinet").headers["Content-Language"] == "ru"


@pytest.mark.parametrize(
	("sent", "status"),
	few([({"language": "xx"}, 404), ({"language": "RU"}, 404), ({}, 404)], ({"language": "RU"}, 404).__eq__),
	ids=str,
)
@pytest.mark.full
def test_no_other_language_is_stored(base_url, reader, sent, status):
	user = reader(cabinet.RIVAL)
	before = inside.run(STORED, user=user)
	here = cabinet.logged_in(base_url, user)
	here.get("/cabinet")
	assert here.post("/cabinet/language", sent).status_code == status
	assert inside.run(STORED, user=user) == before


@pytest.mark.full
def test_it_leads_back_to_no_other_site_and_a_link_chooses_nothing(base_url, reader):
	user = reader(cabinet.RIVAL)
	here = cabinet.logged_in(base_url, user)
	here.get("/cabinet")
	assert here.get("/cabinet/language?language=ru").status_code == 404
	answer = here.post("/cabinet/language", {"language": "uz", "next": "//evil.example"})
	assert answer.url == f"{base_url}/cabinet"


@pytest.mark.full
def test_the_desk_is_read_in_what_is_chosen_in_its_head(page: Page, keep: Callable[[str], Path], reader):
	user = reader("regional.chair@esaylov.example")
	inside.run(
		'frappe.db.set_value("User", given["user"], "language", "uz"); frappe.clear_cache(user=given["user"])',
		user=user,
	)
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	page.set_viewport_size({"width": 1280, "height": 900})
	desk.open("")
	field = page.locator("select.esaylov-language:visible").first
	expect(field).to_have_value("uz")
	photograph(page, keep("desk-language-1280-uz.png"))
	with page.expect_navigation():
		field.select_option("ru")
	page.wait_for_function("window.frappe?.boot?.lang === 'ru'")
	expect(page.locator("select.esaylov-language:visible").first).to_have_value("ru")
	photograph(page, keep("desk-language-1280-ru.png"))
	page.goto("/cabinet/logins")
	assert page.locator("html").get_attribute("lang") == "ru"
