"""The stand-in does what a stock bench does, where the fork did not."""

import io
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.web


@pytest.fixture(scope="module")
def administrator(base_url: str) -> requests.Session:
	session = requests.Session()
	answer = session.post(
		f"{base_url}/api/method/login", {"usr": "Administrator", "pwd": "admin"}, timeout=30
	)
	answer.raise_for_status()
	return session


def test_a_wrong_typed_argument_is_refused(administrator: requests.Session, base_url: str):
	address = f"{base_url}/api/method/frappe.desk.search.search_link"
	good = {"doctype": "User", "txt": "", "page_length": "5"}
	assert administrator.get(address, params=good, timeout=30).status_code == 200
	answer = administrator.get(address, params=good | {"page_length": "many"}, timeout=30)
	assert answer.status_code == 417
	assert answer.json()["exc_type"] == "FrappeTypeError"


def test_a_print_format_comes_out_as_a_pdf_with_its_text(administrator: requests.Session, base_url: str):
	from pypdf import PdfReader

	address = f"{base_url}/api/method/frappe.utils.print_format.download_pdf"
	answer = administrator.get(address, params={"doctype": "User", "name": "Guest"}, timeout=60)
	assert answer.headers["Content-Type"] == "application/pdf"
	pages = PdfReader(io.BytesIO(answer.content)).pages
	assert "guest@example.com" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
	"headers",
	[{"Host": "no.such.site"}, {"X-Frappe-Site-Name": "no.such.site"}, {"X-Frappe-Site-Name": "../sites"}],
)
def test_a_host_that_is_no_site_is_not_found(base_url: str, headers: dict[str, str]):
	assert requests.get(f"{base_url}/api/method/ping", headers=headers, timeout=30).status_code == 404


def test_public_files_are_the_sites_own(administrator: requests.Session, base_url: str):
	name = "standalone-public.txt"
	answer = administrator.post(
		f"{base_url}/api/method/upload_file",
		files={"file": (name, b"of this site")},
		data={"is_private": 0},
		timeout=30,
	)
	answer.raise_for_status()
	file = answer.json()["message"]
	try:
		assert requests.get(f"{base_url}{file['file_url']}", timeout=30).text == "of this site"
		outside = requests.get(f"{base_url}/files/../../site_config.json", timeout=30)
		assert "db_password" not in outside.text
	finally:
		administrator.delete(f"{base_url}/api/resource/File/{file['name']}", timeout=30)


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
