"""Files in the Desk, over HTTP: private, of known kinds, nobody else's; nothing that is sent runs in the reader's name."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from factories import inside
from factories.http import Client, file_appeal
from factories.papers import PDF
from factories.steps import SITE
from PIL import Image

pytestmark = pytest.mark.web
PAGE = b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"


@pytest.fixture(scope="module")
def staff(address: str) -> Client:
	client = Client(address, SITE)
	client.login("secretary@esaylov.example")
	return client


@pytest.fixture(scope="module", autouse=True)
def _tidy(address: str) -> Iterator[None]:
	yield
	inside.run(
		"for name in frappe.get_all('File', {'file_name': ['like', 'sinov-4715%']}, pluck='name'):\n"
		"	frappe.delete_doc('File', name, force=True)"
	)


def upload(client: Client, ending: str, content: bytes, **values: Any) -> requests.Response:
	files = {"file": (f"sinov-4715.{ending}", content)}
	return client.session.post(
		f"{client.address}/api/method/upload_file", files=files, data=values, timeout=60
	)


def insert(client: Client, **values: Any) -> requests.Response:
	document = {"file_name": "sinov-4715.txt", "is_private": 1, **values}
	return client.session.post(f"{client.address}/api/resource/File", json=document, timeout=60)


def test_what_staff_upload_is_private_whatever_they_ask_for(staff):
	file = upload(staff, "txt", b"salom", is_private=0).json()["message"]
	assert (file["is_private"], file["file_url"].startswith("/private/files/")) == (1, True)
	made_public = staff.session.put(
		f"{staff.address}/api/resource/File/{file['name']}", json={"is_private": 0}, timeout=60
	)
	assert made_public.status_code == 403
	assert insert(staff, content="salom", is_private=0).status_code == 403
	assert insert(staff, content="salom", file_url="/files/sinov-4715.txt").status_code == 403


@pytest.mark.parametrize(
	("ending", "content"),
	[
		*((ending, PAGE) for ending in ("xhtml", "html", "svg", "js", "xml", "mht", "pdf", "png")),
		("svgz", b"\x1f\x8b\x08\x00" + b"\0" * 40),
		("exe", b"MZ\x90\x00" + b"\0" * 300),
		("txt", b"MZ\x90\x00" + b"\0" * 300),
		("html.", PAGE),
	],
)
def test_no_page_script_or_disguise_is_stored(staff, ending, content):
	answer = upload(staff, ending, content, is_private=1)
	assert answer.status_code == 409
	assert "file" not in answer.json().get("message", {})
	if ending != "txt":
		assert insert(staff, file_name=f"sinov-4715.{ending}", content=PAGE.decode()).status_code == 409


def test_a_damaged_paper_is_a_finding_and_no_fault(staff):
	answer = upload(staff, "pdf", PDF.replace(b"trailer<<", b"trailer<x"), is_private=1)
	assert answer.status_code == 422


@pytest.mark.parametrize(
	("ending", "head"), [("png", b"\x89PNG\r\n\x1a\n"), ("jpg", b"\xff\xd8\xff\xe0"), ("pdf", b"%PDF-1.7\n")]
)
def test_the_head_of_a_kind_alone_is_no_file_of_it(staff, ending, head):
	answer = upload(staff, ending, head + PAGE, is_private=1)
	assert answer.status_code == 422
	assert "file" not in answer.json().get("message", {})


def test_a_paper_that_acts_by_itself_is_not_stored(staff):
	"""On Frappe 15 too, which does not look by itself; a file in it neither, for which Frappe 16 does not look."""
	for act in (b"/OpenAction<</S/JavaScript/JS(1)>>", b"/Names<</EmbeddedFiles 5 0 R>>"):
		answer = upload(staff, "pdf", PDF.replace(b"/Type/Catalog", b"/Type/Catalog" + act), is_private=1)
		assert answer.status_code == 422
		assert "file" not in answer.json().get("message", {})


@pytest.mark.parametrize("ending", ["txt", "csv", "json", "pdf"])
def test_what_is_sent_runs_nothing(staff, ending):
	content = PDF if ending == "pdf" else PAGE
	url = upload(staff, ending, content, is_private=1).json()["message"]["file_url"]
	answer = staff.session.get(f"{staff.address}{url}", timeout=60)
	assert answer.content == content
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''sinov-4715")
	assert {"sandbox", "frame-ancestors 'none'"} <= {*answer.headers["Content-Security-Policy"].split("; ")}


def test_a_file_of_others_is_neither_copied_nor_lost_by_its_address(login, staff, serial):
	appeal = file_appeal(login("party"), serial)
	url = inside.run(
		"answer = frappe.db.get_value('File', {'attached_to_name': given['appeal']}, 'file_url')",
		appeal=appeal,
	)
	stranger = login("sibling.chair")
	own = upload(stranger, "txt", b"meniki", is_private=1).json()["message"]
	for values in (
		{"file_url": url},
		{"file_url": url, "content": "meniki"},
		{"file_url": f"{stranger.address}{url}"},
		{"file_url": f"http://boshqa.example{url}"},
	):
		assert insert(stranger, **values).status_code == 403
	for address in (url, f"{stranger.address}{url}"):
		named = {"file_url": address, "file_name": "sinov-4715.txt", "is_private": 1}
		sent = stranger.session.post(f"{stranger.address}/api/method/upload_file", data=named, timeout=60)
		assert sent.status_code == 403
	moved = stranger.session.put(
		f"{stranger.address}/api/resource/File/{own['name']}", json={"file_url": url}, timeout=60
	)
	assert moved.status_code == 403
	assert stranger.session.get(f"{stranger.address}{url}", timeout=60).status_code == 403
	assert staff.session.get(f"{staff.address}{url}", timeout=60).content == PDF

	path = "open(frappe.get_site_path(given['url'].lstrip('/')), 'r+b')"
	inside.run("__import__('os').chmod(frappe.get_site_path(given['url'].lstrip('/')), 0o600)", url=url)
	inside.run(f"file = {path}; file.seek(0, 2); file.write(b'more'); file.close()", url=url)
	try:
		for address in (url, f"/api/method/download_file?file_url={url}"):
			assert staff.session.get(f"{staff.address}{address}", timeout=60).status_code == 409
	finally:
		inside.run(f"file = {path}; file.truncate(given['size']); file.close()", url=url, size=len(PDF))
	assert staff.session.get(f"{staff.address}{url}", timeout=60).content == PDF


def test_nobody_gives_a_record_the_hash_of_what_another_will_upload(login, staff, serial):
	# the framework stores one copy of a content, which it knows by its MD5
	stranger, awaited, other = (
		login("sibling.chair"),
		f"kutilgan {serial}".encode(),
		f"boshqa {serial}".encode(),
	)
	own = upload(stranger, "txt", other, is_private=1).json()["message"]
	values = {"content_hash": hashlib.md5(awaited, usedforsecurity=False).hexdigest()}
	record = f"{stranger.address}/api/resource/File/{own['name']}"
	changed = stranger.session.put(record, json=values, timeout=60)
	assert changed.json()["data"]["content_hash"] == own["content_hash"]
	file = upload(staff, "txt", awaited, is_private=1).json()["message"]
	assert staff.session.get(f"{staff.address}{file['file_url']}", timeout=60).content == awaited


@pytest.mark.parametrize(
	"way", ["thumbnail of a shared content", "thumbnail of a remote file", "remote address"]
)
def test_deleting_an_own_record_deletes_no_bytes_of_another(login, staff, serial, way):
	appeal = file_appeal(login("party"), serial)
	url = inside.run(
		"answer = frappe.db.get_value('File', {'attached_to_name': given['appeal']}, 'file_url')",
		appeal=appeal,
	)
	remote = "https://boshqa.example/"
	changes = {
		"thumbnail of a shared content": {"thumbnail_url": url},
		"thumbnail of a remote file": {"file_url": f"{remote}x.txt", "thumbnail_url": url},
		# the framework's `delete_file` reads the last part of an address alone
		"remote address": {"file_url": remote + url.rpartition("/")[2]},
	}[way]
	stranger = login("sibling.chair")
	content = f"meniki {serial} {way}".encode()
	own = upload(stranger, "txt", content, is_private=1).json()["message"]
	if "shared" in way:
		upload(stranger, "txt", content, is_private=1)
	record = f"{stranger.address}/api/resource/File/{own['name']}"
	stranger.session.put(record, json=changes, timeout=60)
	assert stranger.session.delete(record, timeout=60).status_code == 202
	answer = staff.session.get(f"{staff.address}{url}", timeout=60)
	assert (answer.status_code, answer.content) == (200, PDF)


@pytest.mark.parametrize(
	"method",
	[
		"frappe.integrations.doctype.google_settings.google_settings.get_file_picker_settings",
		"frappe.core.api.file.get_max_file_size",
	],
)
def test_what_the_dialogue_for_files_asks_is_no_error(staff: Client, method: str) -> None:
	"""A refusal would stand as a message before the dialogue, and nobody could choose a file."""
	assert staff.session.get(f"{staff.address}/api/method/{method}", timeout=60).status_code == 200


@pytest.mark.full
def test_an_archive_has_no_file_in_it_that_is_not_handed_out_alone(login, staff, serial):
	appeal = file_appeal(login("party"), serial)
	row = "frappe.db.get_value('Appeal Attachment', {'parent': given['appeal']}, ['name', 'file'])"
	name, file = inside.run(f"answer = {row}", appeal=appeal)
	mark = "frappe.db.set_value('Appeal Attachment', given['name'], 'scan', given['scan'])"
	address = f"{staff.address}/api/method/frappe.core.api.file.zip_files"
	for files in (json.dumps([file]), json.dumps({file: 1})):
		for scan in ("Waiting", "Infected"):
			inside.run(mark, name=name, scan=scan)
			answer = staff.session.post(address, data={"files": files}, timeout=60)
			assert answer.status_code == 409, scan
	inside.run(mark, name=name, scan="Clean")
	answer = staff.session.post(address, data={"files": json.dumps([file])}, timeout=60)
	with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
		assert len(archive.namelist()) == 1


@pytest.mark.parametrize("files", ["\xba", "", "1", '{"x": 1}'], ids=len)
def test_what_is_no_list_of_files_is_refused_in_words(staff, files):
	address = f"{staff.address}/api/method/frappe.core.api.file.zip_files"
	answer = staff.session.post(address, data={"files": files}, timeout=60)
	assert answer.status_code == 422, answer.text


def test_a_list_of_files_that_is_nested_too_deeply_is_refused_before_it_is_read(staff):
	address = f"{staff.address}/api/method/frappe.core.api.file.zip_files"
	answer = staff.session.post(address, data={"files": "[" * 5000}, timeout=60)
	assert (answer.status_code, answer.json()["error"]["code"]) == (400, "json_too_large")


def test_an_archive_has_the_very_bytes_that_are_stored(staff):
	"""The framework reads a paper of plain letters as text and writes it anew; two of one name are two."""
	contents = [b"Ism;Familiya\r\n", "\ufeffO\u02bbktam".encode(), b"yo\xe7l"]
	names = [upload(staff, "csv", content).json()["message"]["name"] for content in contents]
	answer = staff.session.post(
		f"{staff.address}/api/method/frappe.core.api.file.zip_files",
		data={"files": json.dumps([*names, "yoq"])},
		timeout=60,
	)
	with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
		assert sorted(archive.read(name) for name in archive.namelist()) == sorted(contents)


def test_pages_of_a_paper_are_pictures_for_whoever_reads_it_alone(login, serial):
	appeal = file_appeal(login("party"), serial)
	file = inside.run(
		"answer = frappe.db.get_value('Appeal Attachment', {'parent': given['appeal']}, 'file')",
		appeal=appeal,
	)
	chair = login("chair")
	assert chair.get("files.pages", file=file).json()["message"] == {"pages": 1, "whole": 1}
	drawn = chair.get("files.page", file=file, number=1)
	assert (drawn.content[:3], drawn.headers["Content-Type"]) == (b"\xff\xd8\xff", "image/jpeg")
	assert drawn.headers["X-Content-Type-Options"] == "nosniff"
	for number in (0, 2, "x", "../1"):
		assert chair.get("files.page", file=file, number=number).status_code in (404, 422), number
	for stranger in ("rival", "sibling.chair", "administrator"):
		for method in ("files.pages", "files.page"):
			assert login(stranger).get(method, file=file).status_code == 404, (stranger, method)
	for name in ("yoq", "", "%"):
		assert chair.get("files.page", file=name).status_code in (404, 422), name


@pytest.mark.full
def test_a_letter_has_no_file_beside_it_that_is_not_handed_out(address, login, serial):
	appeal = file_appeal(login("party"), serial)
	row = "frappe.db.get_value('Appeal Attachment', {'parent': given['appeal']}, ['name', 'file'])"
	name, file = inside.run(f"answer = {row}", appeal=appeal)
	mark = "frappe.db.set_value('Appeal Attachment', given['name'], 'scan', given['scan'])"
	desk = Client(address, SITE)
	desk.session.post(
		f"{address}/api/method/login", data={"usr": "Administrator", "pwd": "admin"}, timeout=60
	)
	letter = {"subject": "sinov", "content": "sinov", "recipients": "a@esaylov.example", "send_email": 0}

	def sent() -> int:
		data = {**letter, "attachments": json.dumps([file])}
		url = f"{address}/api/method/frappe.core.doctype.communication.email.make"
		return desk.session.post(url, data=data, timeout=60).status_code

	try:
		assert sent() == 200
		for scan in ("Waiting", "Infected"):
			inside.run(mark, name=name, scan=scan)
			assert sent() == 409, scan
	finally:
		inside.run(
			"for name in frappe.get_all('Communication', {'subject': 'sinov'}, pluck='name'):\n"
			"	frappe.delete_doc('Communication', name, force=True)"
		)


@pytest.mark.parametrize(("ending", "form"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_pictures_that_staff_upload_have_no_camera_data(staff, ending, form):
	exif = Image.Exif()
	exif[0x013B] = "Olim"
	out = io.BytesIO()
	Image.effect_noise((60, 40), 90).convert("RGB").save(out, form, exif=exif)
	behind = b"" if form == "WEBP" else b"Olim"
	file = upload(staff, ending, out.getvalue() + behind).json()["message"]
	kept = staff.session.get(staff.address + file["file_url"], timeout=60)
	assert kept.status_code == 200
	assert b"Olim" in out.getvalue()
	assert b"Olim" not in kept.content
	assert Image.open(io.BytesIO(kept.content)).tobytes() == Image.open(out).tobytes()
	assert file["file_size"] == len(kept.content)
