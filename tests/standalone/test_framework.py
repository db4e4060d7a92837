"""The stand-in does what a stock bench does, where the fork did not."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from factories import inside

pytestmark = [pytest.mark.web, pytest.mark.full]


@pytest.fixture(scope="module")
def administrator(base_url: str) -> requests.Session:
	session = requests.Session()
	answer = session.post(
		f"{base_url}/api/method/login", {"usr": "Administrator", "pwd": "admin"}, timeout=60
	)
	answer.raise_for_status()
	return session


def test_a_wrong_typed_argument_is_refused(administrator: requests.Session, base_url: str):
	address = f"{base_url}/api/method/frappe.desk.search.search_link"
	good = {"doctype": "User", "txt": "", "page_length": "5"}
	assert administrator.get(address, params=good, timeout=60).status_code == 200
	answer = administrator.get(address, params=good | {"page_length": "many"}, timeout=60)
	assert answer.status_code == 417
	assert answer.json()["exc_type"] == "FrappeTypeError"


def test_a_print_format_comes_out_as_a_pdf_with_its_text(administrator: requests.Session, base_url: str):
	from pypdf import PdfReader

	address = f"{base_url}/api/method/frappe.utils.print_format.download_pdf"
	answer = administrator.get(address, params={"doctype": "User", "name": "Guest"}, timeout=60)
	assert answer.headers["Content-Type"] == "application/pdf"
	pages = PdfReader(io.BytesIO(answer.content)).pages
	assert "guest@example.com" in "".join(page.extract_text() for page in pages)


PICTURES = """<style>@font-face { font-family: Ours; src: url("/assets/esaylov/fonts/Inter-Bold.ttf") } b { font-family: Ours }</style>
<b>Nusxa</b> <img src="/assets/esaylov/images/mark.svg"> <img src="{file}"> <img src="{site}{file}">
<img src="https://elsewhere.example/x.png"> <img src="/private/files/none.png"> <img src="file:///etc/hostname">"""


CONFIRMED = """
from esaylov.permissions.configuration.waiting import changes
change = frappe.get_value("Configuration Change", {"reference_name": given["name"], "status": "Proposed"})
frappe.conf.esaylov_emergency = 1  # another file of tests may have brought people who could confirm
changes.confirm_by_bench(change, "sinov")
"""


@pytest.fixture
def printed_with_pictures(administrator: requests.Session, base_url: str) -> Iterator[dict[str, str]]:
	"""A print format that an administrator wrote, with a picture of the site in it; what `download_pdf` takes."""
	resource, name = f"{base_url}/api/resource", f"Pictures {secrets.token_hex(4)}"
	files = {"file": (f"{name}.png", _picture())}
	answer = administrator.post(f"{base_url}/api/method/upload_file", files=files, timeout=60)
	answer.raise_for_status()
	file = answer.json()["message"]
	html = PICTURES.replace("{file}", file["file_url"].replace(" ", "%20")).replace("{site}", base_url)
	values = {
		"name": name,
		"doc_type": "User",
		"custom_format": 1,
		"print_format_type": "Jinja",
		"html": html,
	}
	administrator.post(f"{resource}/Print Format", json=values, timeout=60).raise_for_status()
	inside.run(CONFIRMED, name=name)
	try:
		yield {"doctype": "User", "name": "Guest", "format": name}
	finally:
		administrator.delete(f"{resource}/Print Format/{name}", timeout=60).raise_for_status()
		administrator.delete(f"{resource}/File/{file['name']}", timeout=60).raise_for_status()


def test_a_print_format_shows_the_pictures_and_fonts_of_the_site_and_no_others(
	administrator: requests.Session, base_url: str, printed_with_pictures: dict[str, str]
):
	from pypdf import PdfReader

	address = f"{base_url}/api/method/frappe.utils.print_format.download_pdf"
	answer = administrator.get(address, params=printed_with_pictures, timeout=60)
	assert answer.headers["Content-Type"] == "application/pdf", answer.text[:500]
	(page,) = PdfReader(io.BytesIO(answer.content)).pages
	fonts = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
	assert any("Ours" in font or "Inter" in font for font in fonts), fonts
	assert {image.image.size for image in page.images} == {(31, 17)}
	assert b"hostname" not in answer.content


def _picture() -> bytes:
	from PIL import Image

	out = io.BytesIO()
	Image.new("RGB", (31, 17), "#00697F").save(out, "PNG")
	return out.getvalue()


@pytest.mark.parametrize(
	"headers",
	[{"Host": "no.such.site"}, {"X-Frappe-Site-Name": "no.such.site"}, {"X-Frappe-Site-Name": "../sites"}],
)
def test_a_host_that_is_no_site_is_not_found(base_url: str, headers: dict[str, str]):
	assert requests.get(f"{base_url}/api/method/ping", headers=headers, timeout=60).status_code == 404


def test_public_files_are_the_sites_own(administrator: requests.Session, base_url: str):
	name = "standalone-public.txt"
	answer = administrator.post(
		f"{base_url}/api/method/upload_file",
		files={"file": (name, b"of this site")},
		data={"is_private": 0},
		timeout=60,
	)
	answer.raise_for_status()
	file = answer.json()["message"]
	try:
		public = requests.get(f"{base_url}{file['file_url']}", timeout=60)
		assert public.text == "of this site"
		assert public.headers["Content-Disposition"].startswith("attachment")
		assert public.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
		assert public.headers["X-Content-Type-Options"] == "nosniff"
		outside = requests.get(f"{base_url}/files/../../site_config.json", timeout=60)
		assert "db_password" not in outside.text
	finally:
		administrator.delete(f"{base_url}/api/resource/File/{file['name']}", timeout=60)


def test_nothing_on_the_schedule_asks_for_updates(site_hooks: dict[str, list[str]]):
	methods = [method for kind, each in site_hooks.items() if kind != "cron" for method in each]
	assert not [method for method in methods if "check_for_update" in method or "changelog" in method]


@pytest.fixture
def site_hooks() -> dict[str, list[str]]:
	hooks = pytest.importorskip("frappe.hooks")
	return hooks.scheduler_events


def test_apps_find_the_module_tools_where_they_expect_them():
	for name in ("import_file", "export_file", "utils", "patch_handler"):
		pytest.importorskip(f"frappe.modules.{name}")
	from frappe.modules.import_file import import_file_by_path
	from frappe.modules.utils import get_doc_module

	assert callable(import_file_by_path)
	assert callable(get_doc_module)


def test_the_built_framework_names_frappe_alone():
	import frappe

	package = Path(frappe.__file__).parent
	named = [path for path in package.rglob("*.py") if b"monoframe" in path.read_bytes().lower()]
	assert named == []
