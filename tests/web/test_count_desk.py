"""A count protocol as a precinct enters it, on a phone: sums as they are typed, a signature; and what the endpoints refuse."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import certificates, counts, inside
from factories.desk import focused
from factories.http import PASSWORD, Client
from factories.look import photograph
from factories.steps import SITE
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.web
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
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


def test_a_protocol_over_http_from_two_entries_to_the_table(login, kept):
	name, votes = kept["protocol"], {kept["one"]: 400, kept["other"]: 280}
	chair, secretary, above = login("deputy"), login("member"), login("chair")
	right = {"station": kept["station"], **counts.typed(votes)}
	wrong = chair.post("counting.enter", protocol=name, typed={**right, "invalid": 11}).json()["message"]
	assert [(one["path"], one["article"]) for one in wrong["findings"]] == [("votes", "94")]
	assert code(chair.post("counting.finish_entry", protocol=name)) == (422, "form_invalid")
	assert code(chair.get("counting.payload", protocol=name)) == (422, "form_invalid")
	assert chair.post("counting.enter", protocol=name, typed=right).json()["message"] == {"findings": []}
	assert chair.post("counting.finish_entry", protocol=name).ok
	assert secretary.get("counting.entry", protocol=name).json()["message"]["typed"] == {}
	everything = secretary.session.get(f"{secretary.address}/api/resource/Count Entry", timeout=60)
	assert everything.status_code == 403
	assert secretary.post("counting.enter", protocol=name, typed={**right, "early": 47}).ok
	seen = secretary.post("counting.finish_entry", protocol=name).json()["message"]
	assert seen["differences"] == {"early": [50, 47]}
	seen = secretary.post("counting.reenter", protocol=name, typed={"early": 50}).json()["message"]
	assert (seen["differences"], "sign" in seen["steps"]) == ({}, True)
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
def test_two_persons_type_on_a_phone_and_a_desktop_resolve_a_difference_and_one_signs(
	browser: Browser, base_url: str, sites: Path, kept, keep
):
	numbers = counts.typed({kept["one"]: 400, kept["other"]: 280}) | {"station": kept["station"]}
	phone = opened(browser, base_url, "deputy", kept["protocol"], PHONE)
	typed_into(phone, {**numbers, "invalid": 11})
	expect(phone.locator("[data-error=votes]")).to_contain_text("691")
	photograph(phone, keep("wrong.png"), full_page=True)
	assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	phone.locator("[data-path=invalid]").fill("10")
	expect(phone.locator("[data-sum]")).to_have_attribute("data-findings", "0")
	press(phone, "Finish My Entry")
	expect(phone.locator("[data-path=voters]")).to_have_attribute("readonly", "")

	desktop = opened(browser, base_url, "member", kept["protocol"], DESKTOP)
	expect(desktop.locator("[data-path=voters]")).to_have_value("")
	expect(desktop.locator("[data-path=station]")).to_be_focused()
	for value in in_order({**numbers, "early": 47}):
		desktop.keyboard.type(str(value))
		desktop.keyboard.press("Enter")
	photograph(desktop, keep("second.png"), full_page=True)
	desktop.keyboard.press("Control+Enter")
	expect(desktop.locator(".esaylov-count-difference")).to_have_count(1)
	photograph(desktop, keep("difference.png"), full_page=True)
	desktop.locator("[data-path=early]").fill("50")
	desktop.keyboard.press("Control+Enter")
	expect(desktop.locator(".esaylov-count-difference")).to_have_count(0)
	desktop.locator("[data-add=scan]").click()
	desktop.locator(".modal.show [data-material]").set_input_files(
		{"name": "skan.jpg", "mimeType": "image/jpeg", "buffer": certificates.face()}
	)
	desktop.locator(".modal.show .btn-modal-primary").click()
	desktop.locator(".esaylov-viewer img").first.wait_for()
	photograph(desktop, keep("agreed.png"), full_page=True)

	phone.reload()
	phone.locator("[data-path=voters]").wait_for()
	press(phone, "Sign")
	signing = phone.locator(".modal.show", has=phone.locator("[data-key]"))
	expect(signing.locator("[data-text=text]")).to_have_value(re.compile("Karimova Nodira: 400"))
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "deputy.p12")
	focused(phone)
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	expect(phone.locator(".esaylov-count li")).to_have_count(1)
	photograph(phone, keep("signed.png"), full_page=True)
	status = inside.run(
		"answer = frappe.db.get_value('Count Protocol', given['name'], 'status')", name=kept["protocol"]
	)
	assert status == "Signing"


def in_order(numbers: dict) -> list[int]:
	"""The numbers in the order of the screen."""
	names = [*(name for name in numbers if name not in ("station", "votes"))]
	return [numbers["station"], *(numbers[name] for name in names), *numbers["votes"].values()]


def typed_into(page: Page, numbers: dict) -> None:
	for path, value in numbers.items():
		if path != "votes":
			page.locator(f"[data-path='{path}']").fill(str(value))
	for line, value in numbers["votes"].items():
		page.locator(f"[data-path='votes.{line}']").fill(str(value))


def press(page: Page, label: str) -> None:
	page.evaluate("(label) => cur_frm.custom_buttons[__(label)].click()", label)


def opened(browser: Browser, base_url: str, local: str, protocol: str, size: dict[str, int]) -> Page:
	"""The form of a protocol as a member of its precinct sees it."""
	context = browser.new_context(viewport=size, base_url=base_url)
	page = context.new_page()
	page.set_default_timeout(SLOW)
	form = {"usr": f"{local}@esaylov.example", "pwd": PASSWORD}
	page.goto("/login")
	assert context.request.post("/api/method/login", form=form).ok
	page.goto(f"/app/count-protocol/{protocol}")
	page.locator("[data-path=voters]").wait_for()
	return page
