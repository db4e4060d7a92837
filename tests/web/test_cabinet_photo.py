"""A photo in the cabinet: moved inside its frame by keyboard, mouse and finger; without script the middle is taken."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from factories import cabinet
from factories.certificates import face
from factories.look import photograph
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect
from test_cabinet_axe import check

pytestmark = pytest.mark.web
MEDIA = "media@esaylov.example"
TYPE = "A58"  # accreditation of media representatives: a photo of each
FIELD = "a.persons.0.photo"
PHOTO = "#a-persons-0-photo"
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(scope="module")
def media(base_url) -> cabinet.Browser:
	return cabinet.logged_in(base_url, MEDIA, "en")


@pytest.fixture
def draft(media) -> str:
	"""Address of a new draft with one person."""
	media.get(f"/cabinet/new/{TYPE}")
	answer = media.post(f"/cabinet/new/{TYPE}", {"election": cabinet.ELECTION})
	assert answer.url.endswith("/form"), unescape(answer.text)[-1500:]
	return answer.url.removesuffix("/form").removeprefix(media.base_url.rstrip("/"))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
	"""halves.png, middle.png: red on the left, blue on the right; face.jpg: somebody who stands far off; text.jpg: no picture."""
	folder = tmp_path_factory.mktemp("pictures")
	halves = Image.new("RGB", (1600, 1000), RED)
	halves.paste(BLUE, (800, 0, 1600, 1000))
	halves.save(folder / "halves.png")
	halves.crop((200, 0, 1400, 1000)).save(folder / "middle.png")
	standing = Image.new("RGB", (1500, 1500), "#DDE6EA")
	standing.paste(Image.open(io.BytesIO(face(450, 600))), (700, 300))
	standing.save(folder / "face.jpg", quality=92)
	(folder / "text.jpg").write_bytes(b"no picture at all")
	return folder


def kept(media: cabinet.Browser, draft: str) -> Image.Image:
	"""The photo as the cabinet shows it."""
	page = media.get(f"{draft}/form").text
	address = re.search(r'preview-photo" src="([^"]+)"', page)
	assert address, "no photo is kept"
	return Image.open(io.BytesIO(media.session.get(media.base_url + address[1], timeout=60).content))


def is_near(dot: tuple[int, ...], colour: tuple[int, ...]) -> bool:
	return all(abs(one - other) < 15 for one, other in zip(dot, colour, strict=True))


def sides(photo: Image.Image) -> tuple[tuple[int, ...], tuple[int, ...]]:
	assert (photo.format, photo.size) == ("JPEG", (354, 472))
	return photo.getpixel((6, 236)), photo.getpixel((347, 236))


@pytest.fixture
def own(browser, base_url, media) -> Iterator[BrowserContext]:
	"""A phone whose owner has logged in as the media outlet."""
	context = browser.new_context(
		base_url=base_url,
		locale="en",
		viewport={"width": 390, "height": 844},
		has_touch=True,
		bypass_csp=True,
	)
	cookies = [{"name": one.name, "value": one.value, "url": base_url} for one in media.session.cookies]
	context.add_cookies(cookies)
	yield context
	context.close()


def chosen(context: BrowserContext, draft: str, picture: Path) -> Page:
	"""The form after a picture was chosen."""
	page = context.new_page()
	page.goto(f"{draft}/form")
	page.set_input_files(PHOTO, picture)
	expect(page.locator(".crop")).to_be_visible()
	return page


def use(page: Page) -> None:
	page.get_by_role("button", name="Use this photo").click()
	expect(page.locator(".preview-photo")).to_be_visible()


def test_without_script_the_middle_is_kept(media, draft, pictures):
	fields = {"action": "save", "a.persons.rows": "1"}
	with (pictures / "middle.png").open("rb") as picture:
		media.get(f"{draft}/form")
		answer = media.post(f"{draft}/form", fields, files={FIELD: ("men.png", picture, "image/png")})
	assert answer.status_code == 200, unescape(answer.text)[-1500:]
	left, right = sides(kept(media, draft))
	assert is_near(left, RED)
	assert is_near(right, BLUE)


def test_what_is_no_picture_is_told_at_the_field(media, draft, pictures):
	media.get(f"{draft}/form")
	with (pictures / "text.jpg").open("rb") as picture:
		fields = {"action": "save", "a.persons.rows": "1"}
		answer = media.post(f"{draft}/form", fields, files={FIELD: ("men.jpg", picture, "image/jpeg")})
	assert answer.status_code == 422
	assert f'href="{PHOTO}"' in answer.text


def test_the_keyboard_moves_the_picture(own, media, draft, pictures, keep):
	page = chosen(own, draft, pictures / "halves.png")
	zoom = page.get_by_label("Larger")
	expect(zoom).to_be_focused()
	page.keyboard.press("PageUp")
	page.keyboard.press("PageUp")
	page.keyboard.press("Tab")
	expect(page.get_by_label("To the left or right")).to_be_focused()
	page.keyboard.press("Home")
	check(page, 390)
	photograph(page, keep("photo-390.png"), full_page=True)
	page.keyboard.press("Tab")
	page.keyboard.press("Tab")
	page.keyboard.press("Enter")
	expect(page.locator(".preview-photo")).to_be_visible()
	assert all(is_near(dot, RED) for dot in sides(kept(media, draft)))


@pytest.mark.full
def test_the_mouse_drags_the_picture(own, media, draft, pictures, keep):
	page = chosen(own, draft, pictures / "halves.png")
	page.set_viewport_size({"width": 1280, "height": 900})
	box = page.locator(".crop canvas").bounding_box()
	assert box["width"] / box["height"] == pytest.approx(0.75, abs=0.02)
	middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
	page.mouse.move(*middle)
	page.mouse.down()
	page.mouse.move(middle[0] - box["width"], middle[1], steps=5)
	page.mouse.up()
	photograph(page, keep("photo-1280.png"), full_page=True)
	use(page)
	assert all(is_near(dot, BLUE) for dot in sides(kept(media, draft)))


@pytest.mark.full
def test_two_fingers_bring_a_face_nearer(own, media, draft, pictures, keep):
	page = chosen(own, draft, pictures / "face.jpg")
	canvas = page.locator(".crop canvas")
	canvas.scroll_into_view_if_needed()
	box = canvas.bounding_box()
	x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
	phone = own.new_cdp_session(page)

	def touch(kind: str, *points: tuple[float, float]) -> None:
		named = [{"x": across, "y": down, "id": place} for place, (across, down) in enumerate(points)]
		phone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": named})

	touch("touchStart", (x - 20, y), (x + 20, y))
	for far in (30, 40, 50, 60):
		touch("touchMove", (x - far, y), (x + far, y))
	touch("touchEnd")
	assert 20 < int(page.get_by_label("Larger").input_value()) < 60
	touch("touchStart", (x, y))
	for step in range(1, 11):
		touch("touchMove", (x - step * 8, y + step * 2))
	touch("touchEnd")
	photograph(page, keep("face-390.png"), full_page=True)
	use(page)
	photograph(page, keep("face-kept-390.png"), full_page=True)
	photo = kept(media, draft)
	photo.save(keep("face.jpg"))
	middle = photo.getpixel((177, 200))
	assert not is_near(middle, (0xDD, 0xE6, 0xEA)), "the face is in the middle of what was kept"


@pytest.mark.full
def test_what_the_browser_cannot_open_goes_up_and_is_told(own, draft, pictures):
	page = own.new_page()
	page.goto(f"{draft}/form")
	page.set_input_files(PHOTO, pictures / "text.jpg")
	expect(page.locator(f'.summary a[href="{PHOTO}"]')).to_be_visible()
