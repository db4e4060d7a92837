"""The page that checks certificates without network, in Chromium with the network off; and the same codes over HTTP."""

import base64
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from factories import inside
from factories.look import photograph
from factories.profile import few
from PIL import Image, ImageFilter, ImageOps
from playwright.sync_api import BrowserContext, Page, expect

from esaylov.portal.texts import Texts

pytestmark = pytest.mark.web

LARGEST = 60_000
"""Bytes of everything that the page needs without network."""
OFFLINE = {"Revoked": "Ended", "Replaced": "Ended"}
"""Status online -> status without network: the list does not say which of the two it was."""
WAIT = 120_000
"""Milliseconds for a page on a busy machine."""


@pytest.fixture(scope="module")
def corpus() -> Iterator[list[tuple[str, str]]]:
	"""The codes of `factories.certificate_codes`, on the site while these tests run."""
	forget = "from esaylov.registers.certificates import verifying\nverifying.forget_endings()\n"
	yield [
		tuple(pair)
		for pair in inside.run(
			f"from factories import certificate_codes\n{forget}answer = certificate_codes.corpus()"
		)
	]
	inside.run(f"from factories import certificate_codes\n{forget}certificate_codes.remove()")


@pytest.fixture
def context(browser) -> Iterator[BrowserContext]:
	made = browser.new_context(locale="uz", viewport={"width": 390, "height": 844})
	yield made
	made.close()


def opened(context: BrowserContext, base_url: str) -> Page:
	"""The page, kept by the service worker."""
	page = context.new_page()
	page.goto(f"{base_url}/verify/offline")
	expect(page.locator("[data-ready=yes]")).to_be_attached(timeout=WAIT)
	expect(page.locator("[data-place=kept]")).to_be_visible(timeout=WAIT)
	return page


def cut_off(context: BrowserContext, page: Page) -> None:
	"""Switch the network off, and see that it is."""
	context.set_offline(True)
	assert page.evaluate("fetch('/api/method/ping').then(() => 'reached', () => 'cut off')") == "cut off"
	page.reload()
	expect(page.locator("[data-ready=yes]")).to_be_attached(timeout=WAIT)


@pytest.mark.full
def test_a_thousand_bad_codes_are_refused_without_network(context, base_url, corpus):
	page = opened(context, base_url)
	cut_off(context, page)
	found = page.evaluate(
		"async (codes) => { const page = document.querySelector('[data-offline]'); const found = [];"
		" for (const code of codes) found.push((await page.check(code)).status); return found; }",
		[code for code, _expected in corpus],
	)
	wanted = [OFFLINE.get(expected, expected) for _code, expected in corpus]
	assert Counter(wanted) == {"Valid": 200, "Expired": 200, "Ended": 200, "unknown": 600}
	wrong = [pair for pair in zip(found, wanted, strict=True) if pair[0] != pair[1]]
	assert wrong == []


def test_the_link_of_a_code_opens_without_network(context, base_url, corpus, keep):
	page = opened(context, base_url)
	cut_off(context, page)
	for status in ("Valid", "Ended", "Expired", "unknown"):
		code = next(code for code, expected in corpus if OFFLINE.get(expected, expected) == status)
		page.goto("about:blank")
		page.goto(f"{base_url}/verify#{code}")
		expect(page.locator(f"[data-status={status}]")).to_be_visible(timeout=WAIT)
		photograph(page, keep(f"offline-{status}-390.png"), full_page=True)
	page.set_viewport_size({"width": 1280, "height": 900})
	photograph(page, keep("offline-1280.png"), full_page=True)


def test_a_code_is_typed_without_network(context, base_url, corpus):
	page = opened(context, base_url)
	cut_off(context, page)
	page.fill("#code", f"https://e-saylov.example/verify#{corpus[0][0]}")
	page.keyboard.press("Tab")
	page.keyboard.press("Enter")
	expect(page.locator("[data-status=Valid]")).to_contain_text("SINOV SHAXS 0", timeout=WAIT)


def test_a_list_that_somebody_wrote_is_not_believed(context, base_url, corpus):
	"""A list without the revoked ones, from between the phone and us: the page keeps what was signed."""
	page = opened(context, base_url)
	revoked = next(code for code, expected in corpus if expected == "Revoked")
	content = json.dumps({"announced": {}, "at": "2099-01-01T00:00:00", "ended": [], "version": 1})
	key = page.evaluate(
		"Object.keys(JSON.parse(document.querySelector('[data-offline]').dataset.offline).keys)[0]"
	)
	forged = json.dumps({"content": content, "key": key, "signature": "A" * 86 + "=="})
	context.route(
		"**/verify/endings.json", lambda route: route.fulfill(body=forged, content_type="application/json")
	)
	status = page.evaluate(
		"async (code) => { const page = document.querySelector('[data-offline]'); await page.refresh();"
		" return (await page.check(code)).status; }",
		revoked,
	)
	assert status == "Ended"


def test_everything_that_is_kept_is_small(base_url):
	page = requests.get(f"{base_url}/verify/offline", timeout=60)
	files = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text))
	assert len(files) == 2
	parts = [page, *(requests.get(base_url + each, timeout=60) for each in [*files, "/verify/worker.js"])]
	assert all(part.status_code == 200 for part in parts)
	assert sum(len(part.content) for part in parts) <= LARGEST


def test_the_worker_answers_for_the_links_of_codes(base_url):
	worker = requests.get(f"{base_url}/verify/worker.js", timeout=60)
	assert worker.headers["Service-Worker-Allowed"] == "/verify"
	assert worker.headers["Content-Type"].startswith("text/javascript")
	assert (
		"camera=(self)"
		in requests.get(f"{base_url}/verify/offline", timeout=60).headers["Permissions-Policy"]
	)
	assert "camera=()" in requests.get(f"{base_url}/verify", timeout=60).headers["Permissions-Policy"]


def test_the_same_codes_online(base_url, corpus):
	"""Two of each kind, for the endpoint answers sixty a minute; the mass is in tests/site."""
	for place in range(0, len(corpus), 100):
		code, expected = corpus[place]
		answer = requests.get(
			f"{base_url}/api/method/esaylov.api.certificates.verify", {"code": code}, timeout=60
		)
		if expected == "unknown":
			assert answer.status_code == 404, answer.text
		else:
			said = answer.json()["message"]
			assert (said["valid"], said["status"]) == (expected == "Valid", expected)


def test_the_reader_of_the_page_reads_a_picture(context, base_url, corpus):
	"""What the camera shows is read by the reader that is loaded when it is asked for."""
	page = opened(context, base_url)
	reader = page.evaluate("JSON.parse(document.querySelector('[data-offline]').dataset.offline).reader")
	picture = inside.run(
		"from esaylov.registers.certificates.papers import pictures\nanswer = pictures.qr(given['text'])",
		text=corpus[0][0],
	)
	page.add_script_tag(url=reader)
	read = page.evaluate(
		"""async (address) => {
			const image = new Image(); image.src = address; await image.decode();
			const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
			[canvas.width, canvas.height] = [image.width + 80, image.height + 80];
			pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); pen.drawImage(image, 40, 40);
			return globalThis.esaylovReadCode(pen.getImageData(0, 0, canvas.width, canvas.height));
		}""",
		picture,
	)
	assert read == corpus[0][0]


def film(path: Path, text: str) -> Path:
	"""A film of a camera that looks at a QR code: ten frames of 640 x 480 in Y4M, somewhat turned and blurred."""
	address, dots = inside.run(
		"from esaylov.registers.certificates.papers import pictures\nanswer = (pictures.qr(given['text']), pictures.DOTS)",
		text=text,
	)
	code = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("L")
	side = 6 * code.width // dots  # six dots a module
	code = ImageOps.expand(code.resize((side, side), Image.Resampling.NEAREST), 30, 255)
	seen = Image.new("L", (640, 480), 120)
	turned = code.rotate(7, expand=True, fillcolor=120, resample=Image.Resampling.BICUBIC)
	seen.paste(turned, ((640 - turned.width) // 2, (480 - turned.height) // 2))
	luma = seen.filter(ImageFilter.GaussianBlur(0.8)).tobytes()
	grey = bytes([128]) * (640 * 480 // 2)
	frames = (b"FRAME\n" + luma + grey) * 10
	path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frames)
	return path


@pytest.mark.parametrize("status", few(["Valid", "Ended"], "Ended".__eq__))
def test_the_camera_reads_a_code_without_network(launched, base_url, corpus, tmp_path, keep, status):
	"""A whole way of who stands at the door of a polling station: camera, reader, signature, list."""
	code = next(code for code, expected in corpus if OFFLINE.get(expected, expected) == status)
	filmed = film(tmp_path / "code.y4m", f"https://e-saylov.example/verify#{code}")
	chromium = launched(
		"--use-fake-ui-for-media-stream",
		"--use-fake-device-for-media-stream",
		f"--use-file-for-fake-video-capture={filmed}",
	)
	context = chromium.new_context(
		locale="uz", viewport={"width": 390, "height": 844}, permissions=["camera"]
	)
	page = opened(context, base_url)
	assert page.evaluate("'BarcodeDetector' in globalThis") is False, (
		"the reader of the page is what is tried"
	)
	expect(page.locator("[data-place=scan]")).to_be_visible()
	reader = page.evaluate("JSON.parse(document.querySelector('[data-offline]').dataset.offline).reader")
	page.wait_for_function("address => caches.match(address)", arg=reader, timeout=WAIT)
	cut_off(context, page)
	page.click("[data-place=scan]")
	expect(page.locator("[data-place=video]")).to_be_visible()
	expect(page.locator(f"[data-status={status}]")).to_be_visible(timeout=WAIT)
	expect(page.locator("[data-place=video]")).to_be_hidden()
	photograph(page, keep(f"camera-{status}-390.png"), full_page=True)


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_a_paper_of_practice_is_not_valid_without_network(context, base_url, keep, language):
	token = inside.run(
		"from esaylov.core.records.token import Claims, make\n"
		"from esaylov.trust import keys\n"
		"claims = Claims(id='mashq00001', kind='observer_party', holder='Sinov', commission='CEC',\n"
		"\tvalid_from='2024-10-16', valid_to='2099-01-01', decision='M1', election='mashq-1', is_practice=True)\n"
		"answer = make(claims, keys.server_key(), keys.server_key_id())\n"
	)
	page = context.new_page()
	page.goto(f"{base_url}/verify/offline?lang={language}")
	expect(page.locator("[data-ready=yes]")).to_be_attached(timeout=WAIT)
	cut_off(context, page)
	page.evaluate("token => { location.hash = token; }", token)
	panel = page.locator("section[data-status=Practice]")
	expect(panel).to_be_visible(timeout=WAIT)
	said = Texts(language)
	assert panel.locator("h2").inner_text() == f"✕ {said('verify.invalid')}"
	assert said("verify.status.Practice") in panel.inner_text()
	photograph(page, keep(f"practice-{language}.png"), full_page=True)
