"""A count protocol as a precinct enters it, on a phone: sums as they are typed, a signature; and what the endpoints refuse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import counts, inside
from factories.desk import focused
from factories.http import PASSWORD, Client
from factories.look import photograph
from factories.steps import SITE
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.web
PHONE = {"width": 390, "height": 844}
SLOW = 120_000


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
	"""An open protocol on the site; the positions of its precinct go away after the test."""
	made = inside.run("from factories import counts, appeals\nappeals.start_anew()\nanswer = counts.kept()\n")
	yield made
	inside.run(
		"from factories import counts\ncounts.forgotten(given['precinct'])\n", precinct=made["precinct"]
	)


def code(answer) -> tuple[int, str]:
	return answer.status_code, answer.json()["error"]["code"]


def test_a_protocol_over_http_from_entry_to_the_table(login, kept):
	name, votes = kept["protocol"], {kept["one"]: 400, kept["other"]: 280}
	chair, secretary, above = login("deputy"), login("member"), login("chair")
	wrong = chair.post("counting.enter", protocol=name, typed=counts.typed(votes, invalid=11)).json()[
		"message"
	]
	assert [(one["path"], one["article"]) for one in wrong["findings"]] == [("votes", "94")]
	assert code(chair.get("counting.payload", protocol=name)) == (422, "form_invalid")
	assert chair.post("counting.enter", protocol=name, typed=counts.typed(votes)).json()["message"] == {
		"findings": []
	}
	for member, state in ((chair, "Signing"), (chair, "Signing"), (secretary, "Signed")):
		assert signed(member, name) == state
	assert code(login("sibling.chair").post("counting.take_in", protocol=name)) == (404, "not_found")
	assert above.post("counting.take_in", protocol=name).json()["message"] == {"status": "Received"}
	assert chair.get("counting.take_in", protocol=name).status_code in (403, 405)


def signed(member: Client, name: str) -> str:
	payload = member.get("counting.payload", protocol=name).json()["message"]["payload"]
	return member.post("counting.sign", protocol=name, signature=member.sign(payload)).json()["message"][
		"status"
	]


@pytest.mark.full
def test_a_precinct_types_on_a_phone_sees_the_sum_that_is_wrong_and_signs(
	context: BrowserContext, sites: Path, kept, keep
):
	page = opened(context, kept["protocol"])
	numbers = counts.typed({kept["one"]: 400, kept["other"]: 280})
	for path, value in {**numbers, "invalid": 11}.items():
		if path != "votes":
			page.locator(f"[data-path='{path}']").fill(str(value))
	for line, value in numbers["votes"].items():
		page.locator(f"[data-path='votes.{line}']").fill(str(value))
	expect(page.locator("[data-error=votes]")).to_contain_text("691")
	photograph(page, keep("wrong.png"), full_page=True)
	assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	page.locator("[data-path=invalid]").fill("10")
	expect(page.locator("[data-sum]")).to_have_attribute("data-findings", "0")
	page.evaluate("cur_frm.custom_buttons[__('Sign')].click()")
	signing = page.locator(".modal.show", has=page.locator("[data-key]"))
	expect(signing.locator("[data-text=text]")).to_have_value(re.compile("Karimova Nodira: 400"))
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "deputy.p12")
	focused(page)
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	expect(page.locator(".esaylov-count li")).to_have_count(1)
	photograph(page, keep("signed.png"), full_page=True)
	status = inside.run(
		"answer = frappe.db.get_value('Count Protocol', given['name'], 'status')", name=kept["protocol"]
	)
	assert status == "Signing"


def opened(context: BrowserContext, protocol: str) -> Page:
	"""The form of a protocol as the chair of its precinct sees it, on a phone."""
	page = context.new_page()
	page.set_default_timeout(SLOW)
	page.set_viewport_size(PHONE)
	page.goto("/login")
	form = {"usr": "deputy@esaylov.example", "pwd": PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok
	page.goto(f"/app/count-protocol/{protocol}")
	page.locator("[data-path=voters]").wait_for()
	return page
