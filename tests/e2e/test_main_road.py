"""The main road: a party registers observers, from an empty form to mandates that anybody can verify.

One story in a real browser, step by step; a picture of each step is kept in tests/artefacts for a person to look at.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom
from urllib.parse import urlsplit

import pytest
import requests
import zxingcpp
from factories import cabinet, waiting
from factories.desk import focused
from factories.look import photograph
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from esaylov.core.people import identity
from esaylov.core.people.names import uzbek_letters

pytestmark = pytest.mark.web

REASON = "JShShIR hujjatga mos kelmadi"
COMMISSION, SIBLING = "DC-1726277", "DC-1726294"
NAMES = ("Bo'ronov Bo'ron Bo'ronovich", "G'aniyeva Gulnora G'anijonovna", "Sobirov Sobir Sobirovich")
PHONES = ("+998 90 123 45 67", "901234568", "90-123-45-69")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until the page has drawn itself in its new size, for the picture's sake only."""


def made_up_pinfl() -> str:
	"""A person of the 1880s with place code 000, another one in (nearly) every run."""
	chance = SystemRandom()
	born = date(1880, 1, 1) + timedelta(days=chance.randrange(3650))
	return identity.with_check_digit(f"1{born:%d%m}{born.year % 100:02d}000{chance.randrange(1000):03d}")


def wrong_check_digit(pinfl: str) -> str:
	return f"{pinfl[:-1]}{(int(pinfl[-1]) + 1) % 10}"


class Album:
	"""Numbered pictures of the steps, wide and as on a phone."""

	def __init__(self, keep: Callable[[str], Path]) -> None:
		self.keep = keep
		self.number = 0

	def picture(self, page: Page, name: str, widths: tuple = (WIDE, PHONE)) -> None:
		self.number += 1
		for size in widths:
			page.set_viewport_size(size)
			page.evaluate(DRAWN)
			photograph(page, self.keep(f"{self.number:02d}-{name}-{size['width']}.png"), full_page=True)
		page.set_viewport_size(WIDE)


class Register:
	"""What stands in the database, asked over REST."""

	def __init__(self, base_url: str, user: str, password: str) -> None:
		self.base_url = base_url
		self.session = requests.Session()
		self.session.headers["Accept"] = "application/json"
		answer = self.session.post(
			f"{base_url}/api/method/login", data={"usr": user, "pwd": password}, timeout=60
		)
		answer.raise_for_status()

	def rows(self, doctype: str, fields: list[str], **filters: object) -> list[dict]:
		parameters = {
			"fields": str(fields).replace("'", '"'),
			"filters": str([[key, "=", value] for key, value in filters.items()]).replace("'", '"'),
			"order_by": "creation asc",
			"limit_page_length": 0,
		}
		answer = self.session.get(f"{self.base_url}/api/resource/{doctype}", params=parameters, timeout=60)
		answer.raise_for_status()
		return answer.json()["data"]

	def status_of(self, doctype: str, name: str) -> int:
		return self.session.get(f"{self.base_url}/api/resource/{doctype}/{name}", timeout=60).status_code


@pytest.fixture
def album(keep):
	return Album(keep)


@pytest.fixture
def administrator(base_url):
	return Register(base_url, "Administrator", "admin")


@pytest.fixture
def other_context(browser, base_url):
	"""Another person at another machine."""
	opened: list[BrowserContext] = []

	def another() -> Page:
		opened.append(browser.new_context(base_url=base_url, locale="uz-UZ", viewport=WIDE))
		return opened[-1].new_page()

	yield another
	for context in opened:
		context.close()


def test_observers_of_a_party_from_an_empty_form_to_a_verified_mandate(
	page: Page, base_url: str, album: Album, administrator: Register, other_context: Callable[[], Page]
):
	counted = observers_on_front_page(page)
	people = [made_up_pinfl(), made_up_pinfl(), wrong_check_digit(made_up_pinfl())]

	log_in_to_cabinet(page, album)
	draft = start(page, album)
	fill_in(page, album, people)
	mend_and_check(page, album, people)
	number, code = sign(page, album)

	chair = other_context()
	decide(chair, album, draft, number)

	decision = observers_are_registered(administrator, draft)
	messages_stand_in_the_outbox(administrator, decision)
	mandates = fetch_mandates(page, base_url, album, draft)
	for mandate, name in zip(mandates, NAMES, strict=False):
		check_paper(mandate, name)
	track(page, album, number, code)
	verify(other_context(), base_url, album, mandates[0])

	assert observers_on_front_page(page) == counted + 2
	album.picture(page, "front-page-counts")
	the_sibling_sees_none(base_url, other_context(), album, draft, decision)


def observers_on_front_page(page: Page) -> int:
	page.goto("/uz?map=observers")
	return int(re.sub(r"\D", "", page.locator("[data-total=observers]").inner_text()))


def log_in_to_cabinet(page: Page, album: Album) -> None:
	page.goto("/cabinet")
	expect(page).to_have_url(re.compile("/cabinet/login"))
	page.fill("#usr", cabinet.PARTY)
	page.fill("#pwd", cabinet.PASSWORD)
	album.picture(page, "login")
	page.click("main button[type=submit]")
	expect(page.locator("h1")).to_have_text("Shaxsiy kabinet")
	album.picture(page, "cabinet")


def start(page: Page, album: Album) -> str:
	"""Start the appeal; gives its name."""
	page.click("a[href='/cabinet/new/A56'] >> nth=0")
	album.picture(page, "what-you-will-need")
	if (
		election := page.locator(f"input[name=election][value={cabinet.ELECTION}]")
	).count():  # open in several
		election.check()
	page.click("form[action='/cabinet/new/A56'] button[type=submit]")
	expect(page).to_have_url(re.compile(r"/cabinet/appeal/\w+/form$"))
	return page.url.split("/")[-2]


def fill_in(page: Page, album: Album, people: list[str]) -> None:
	"""Three observers; the PINFL of the second is typed too short."""
	page.fill("#a-party_decision_no", "12-Q")
	page.fill("#a-party_decision_date", date.today().isoformat())
	page.set_input_files(
		"#a-party_decision", {"name": "qaror.pdf", "mimeType": "application/pdf", "buffer": cabinet.PDF}
	)
	expect(page.locator(".file-kept")).to_contain_text("qaror.pdf")
	for index, (pinfl, name, phone) in enumerate(zip(people, NAMES, PHONES, strict=True)):
		if not page.locator(f"#a-persons-{index}-pinfl").count():
			page.click("button[value='add:persons']")
		page.fill(f"#a-persons-{index}-pinfl", pinfl[:6] if index == 1 else pinfl)
		page.fill(f"#a-persons-{index}-full_name", name)
		page.fill(f"#a-persons-{index}-phone", phone)
	expect(page.locator("[data-saved-line]")).to_have_text(re.compile(r"\d\d:\d\d da saqlandi"))
	album.picture(page, "form")


def mend_and_check(page: Page, album: Album, people: list[str]) -> None:
	"""The short PINFL stops and is mended by its link; the wrong check digit is a warning, seen and accepted."""
	page.click("button[value=next]:visible")
	errors, warnings = page.locator(".summary:not(.summary-warning) li"), page.locator(".summary-warning li")
	expect(errors).to_have_count(1)
	expect(warnings).to_have_count(1)
	album.picture(page, "findings")
	errors.locator("a").click()
	expect(page).to_have_url(re.compile("#a-persons-1-pinfl$"))
	page.fill("#a-persons-1-pinfl", people[1])
	page.click("button[value=next]:visible")
	expect(page).to_have_url(re.compile("/check$"))
	expect(page.locator(".summary-warning li")).to_have_count(1)
	album.picture(page, "check-your-answers")
	page.check("input[name=seen]")
	page.click("form[action$='/sign'] button")


def sign(page: Page, album: Album) -> tuple[str, str]:
	"""Sign with the key file, once with a wrong password; gives number and tracking code of the receipt."""
	expect(page).to_have_url(re.compile("/sign"))
	page.set_input_files("#p12", cabinet.key_file("party"))
	page.fill("#p12-password", "not it")
	page.click("[data-sign] button[type=submit]")
	expect(page.locator("[data-sign-message]")).to_contain_text("Kalit paroli notoʻgʻri")
	page.fill("#p12-password", cabinet.PASSWORD)
	album.picture(page, "sign")
	page.click("[data-sign] button[type=submit]")
	expect(page).to_have_url(re.compile("/receipt$"))
	album.picture(page, "receipt")
	number = page.locator(".panel-big").inner_text()
	assert re.fullmatch(r"26277-\d+", number)
	return number, page.locator("dd strong.number").inner_text()


def decide(page: Page, album: Album, appeal: str, number: str) -> None:
	"""The chair finds the appeal in the Desk, grants two, refuses the third with a reason, and signs."""
	log_in_to_desk(page, cabinet.CHAIR)
	page.goto("/app/appeal")
	row = page.locator(f".list-row-container:visible [data-name='{appeal}']").first
	expect(row).to_be_visible()
	album.picture(page, "desk-inbox", (WIDE,))
	page.goto(f"/app/appeal/{appeal}")
	expect(page.locator(".esaylov-matter:visible")).to_contain_text(NAMES[2])
	album.picture(page, "desk-appeal", (WIDE,))
	page.locator(".page-container:visible .primary-action:visible").first.click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=outcome_2] select")).to_be_visible()
	focused(page)
	for place, outcome in enumerate(
		("Granted", "Granted", "Refused")
	):  # no register knows them: none is preset
		dialog.locator(f"[data-fieldname=outcome_{place}] select").select_option(outcome)
	dialog.locator("[data-fieldname=ground_2] select").select_option("documents_incomplete")
	dialog.locator("[data-fieldname=reason_2] input").fill(REASON)
	album.picture(page, "desk-decide", (WIDE,))
	dialog.locator(".btn-modal-primary").click()
	key = page.locator(".modal.show [data-key]")
	expect(key).to_be_visible()
	key.set_input_files(cabinet.key_file("chair"))
	focused(page)
	page.locator(".modal.show [data-password]").fill(cabinet.PASSWORD)
	album.picture(page, "desk-sign", (WIDE,))
	page.locator(".modal.show .btn-modal-primary:visible").click()
	page.wait_for_function("cur_frm && cur_frm.doc.status === 'Partly Granted'")
	album.picture(page, "desk-decided", (WIDE,))
	assert page.evaluate("cur_frm.doc.number") == number


def log_in_to_desk(page: Page, user: str) -> None:
	page.goto("/login")
	page.fill("#usr", user)
	page.fill("#pwd", cabinet.PASSWORD)
	page.click("main button[type=submit]")
	page.wait_for_url(re.compile(r"/(desk|app)\b"))


def observers_are_registered(administrator: Register, appeal: str) -> str:
	"""Two observers stand in the register, by the decision of this appeal; gives the decision."""
	fields = ["full_name", "status", "commission", "decision"]
	observers = administrator.rows("Observer", fields, appeal=appeal)
	assert sorted(row["full_name"] for row in observers) == sorted(NAMES[:2])
	assert {(row["status"], row["commission"]) for row in observers} == {("Registered", COMMISSION)}
	return observers[0]["decision"]


def messages_stand_in_the_outbox(administrator: Register, decision: str) -> None:
	"""Each registered observer and the applicant are told, in Uzbek, which is their language."""
	certificates = administrator.rows("Certificate", ["holder"], decision=decision)
	assert len(certificates) == 2
	for certificate in certificates:
		told = administrator.rows(
			"SMS Message", ["template", "text", "language"], receiver_person=certificate["holder"]
		)
		mandate = [row for row in told if row["template"] == "S36"]
		assert len(mandate) == 1, told
		assert "kuzatuvchi" in mandate[0]["text"]
		assert {row["language"] for row in told} <= {"uz", "uz-Cyrl"}
	applicant = administrator.rows("Person", ["name"], user=cabinet.PARTY)[0]["name"]
	templates = [
		row["template"] for row in administrator.rows("SMS Message", ["template"], receiver_person=applicant)
	]
	assert {"S04", "S61"} <= set(templates)


def fetch_mandates(page: Page, base_url: str, album: Album, appeal: str) -> list[bytes]:
	"""The mandates, from the status page of the cabinet, once the job has drawn them."""
	links = page.locator("a[href*='certificates.pdf']")
	page.goto(f"/cabinet/appeal/{appeal}")
	# the job stands behind the jobs of all tests before
	waiting.until(lambda: page.reload() and links.count() == 2, lambda: page.url, pause=1)
	expect(page.locator("main")).to_contain_text(REASON)
	album.picture(page, "status")
	found = []
	for index in range(2):
		answer = page.context.request.get(f"{base_url}{links.nth(index).get_attribute('href')}")
		assert answer.headers["content-type"] == "application/pdf"
		found.append(answer.body())
	return found


def check_paper(mandate: bytes, name: str) -> None:
	"""The words of the booklet's sample C1 stand on the paper."""
	reader = PdfReader(io.BytesIO(mandate))
	assert len(reader.pages) == 1
	text = " ".join(reader.pages[0].extract_text().split())
	for part in uzbek_letters(name).upper().split():
		assert part in text
	for words in (
		"MANDAT",
		"KUZATUVCHI",
		"Shayxontohur",
		"partiyasidan",
		"haqiqiydir",
		"Shaxsini tasdiqlovchi hujjat",
	):
		assert words in text


def qr_of(mandate: bytes, folder: Path) -> str:
	"""What a phone reads from the picture of the paper."""
	paper = folder / "mandate.pdf"
	paper.write_bytes(mandate)
	tool = shutil.which("pdftoppm")
	if not tool:
		pytest.fail("pdftoppm is missing: apt-get install poppler-utils")
	subprocess.run(
		[tool, "-r", "200", "-png", "-singlefile", str(paper), str(folder / "mandate")], check=True
	)
	codes = zxingcpp.read_barcodes(Image.open(folder / "mandate.png"), formats=zxingcpp.BarcodeFormat.QRCode)
	assert len(codes) == 1
	return codes[0].text


def track(page: Page, album: Album, number: str, code: str) -> None:
	"""Whoever holds number and code sees the state, and nothing of the contents."""
	page.goto(f"/uz/track?number={number}&code={code}")
	expect(page.locator(".panel")).to_contain_text("Qisman qanoatlantirilgan")
	assert NAMES[0] not in page.content()
	album.picture(page, "track")


def verify(page: Page, base_url: str, album: Album, mandate: bytes) -> None:
	"""The QR's page says valid, for whom, until when, by which decision; a changed code is not valid."""
	address = urlsplit(qr_of(mandate, album.keep("mandate.pdf").parent))
	assert address.path == "/verify"
	page.goto(f"/verify#{address.fragment}")
	panel = page.locator("[data-outcome=valid]")
	expect(panel).to_contain_text("Hujjat haqiqiy")
	expect(panel).to_contain_text(uzbek_letters(NAMES[0]).upper())
	expect(panel).to_contain_text("Shayxontohur")
	expect(panel).to_contain_text(re.compile(r"Amal qilish muddati\s*\d\d\.\d\d\.\d{4}"))
	expect(panel).to_contain_text(re.compile(r"\d+-son qaror"))
	album.picture(page, "verified")
	forged = address.fragment[:-5] + ("A" if address.fragment[-5] != "A" else "B") + address.fragment[-4:]
	page.goto("about:blank")
	page.goto(f"/verify#{forged}")
	expect(page.locator("[data-outcome=invalid]")).to_be_visible()
	album.picture(page, "forged")


def the_sibling_sees_none(base_url: str, page: Page, album: Album, appeal: str, decision: str) -> None:
	"""The chair of the next district's commission finds neither the appeal nor what came of it."""
	sibling = Register(base_url, cabinet.SIBLING_CHAIR, cabinet.PASSWORD)
	assert sibling.rows("Appeal", ["name"], name=appeal) == []
	assert sibling.rows("Observer", ["name"], appeal=appeal) == []
	assert sibling.rows("Certificate", ["name"], decision=decision) == []
	assert sibling.status_of("Appeal", appeal) in (403, 404)
	assert sibling.status_of("Decision", decision) in (403, 404)
	log_in_to_desk(page, cabinet.SIBLING_CHAIR)
	page.goto("/app/appeal")
	expect(page.locator(".no-result:visible, .list-row-container:visible").first).to_be_visible()
	expect(page.locator(f"[data-name='{appeal}']")).to_have_count(0)
	album.picture(page, "desk-of-the-sibling", (WIDE,))
