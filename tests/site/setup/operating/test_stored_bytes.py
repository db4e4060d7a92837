"""Files of ours stand once under the hash of their bytes; whatever else lies there is not handed out, and is told."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import frappe
import pytest
from factories import appeals as make
from factories import decisions
from factories.papers import pdf
from PIL import Image

from esaylov.appeals.review import filed_files
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.framework.files import content_store, photos, stored_files
from esaylov.registers.certificates.issue import access, forming
from esaylov.setup.operating import file_sweep

Told = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
	"""Jobs that were put in line, not run."""
	jobs: Told = []
	monkeypatch.setattr(
		content_store.queues, "wake_now", lambda job, *_, **values: jobs.append((job, values))
	)
	return jobs


def stored(content: bytes = b"salom", name: str = "xat.txt") -> Any:
	return stored_files.hang("E-saylov Settings", "E-saylov Settings", name, content)


def path_of(file: str) -> Path:
	return Path(frappe.get_doc("File", file).get_full_path())


def overwrite(file: str, content: bytes) -> None:
	"""What somebody does who has the disk."""
	path = path_of(file)
	path.unlink()
	path.write_bytes(content)


@pytest.fixture
def mandate() -> Any:
	"""A formed certificate with its paper."""
	decision = decisions.decided(decisions.filed(decisions.observers(1))).decision
	name = frappe.db.get_value("Certificate", {"decision": decision})
	forming.complete(name)
	return frappe.get_doc("Certificate", name)


def test_the_address_is_the_hash_and_the_name_stays():
	file = stored()
	sign = hashlib.sha256(b"salom").hexdigest()
	assert file.file_url.startswith(f"/private/files/{sign}-")
	assert (file.file_name, path_of(file.name).read_bytes()) == ("xat.txt", b"salom")
	assert path_of(file.name).stat().st_mode & 0o222 == 0
	assert stored_files.content(file.name) == b"salom"


def test_the_same_bytes_have_a_copy_for_each_record_whatever_else_has_them():
	other = frappe.get_doc(doctype="File", file_name="b.txt", is_private=1, content="salom").insert()
	first, second = stored(), stored()
	assert len({other.file_url, first.file_url, second.file_url}) == 3
	third = frappe.get_doc(doctype="File", file_name="c.txt", is_private=1, content="salom").insert()
	assert third.file_url not in (first.file_url, second.file_url)
	frappe.delete_doc("File", first.name, force=True)
	assert stored_files.content(second.name) == b"salom"


@pytest.mark.parametrize("gone", [False, True])
def test_other_bytes_are_not_read_and_told_in_a_transaction_of_their_own(told, gone):
	file = stored()
	overwrite(file.name, b"boshqa")
	if gone:
		path_of(file.name).unlink()
	with pytest.raises(LawBroken) as refusal:
		stored_files.content(file.name)
	assert refusal.value.code == "file_changed"
	assert [(job, values["file"]) for job, values in told] == [
		("esaylov.setup.operating.file_sweep.tell", file.name)
	]


@pytest.mark.parametrize(
	"change",
	[
		"file_url='/private/files/sinov-boshqa.txt'",
		"content_hash=replace(content_hash, 'sha256:', 'sha256:0')",
		"content_hash=''",
	],
)
def test_a_record_that_is_pointed_elsewhere_or_loses_one_of_its_two_hashes(told, change):
	file = stored()
	path_of(file.name).with_name("sinov-boshqa.txt").write_bytes(b"boshqa")
	frappe.db.sql(f"update tabFile set {change} where name=%s", file.name)  # noqa: S608 # a fixed list
	row = frappe.get_all("File", {"name": file.name}, content_store.COLUMNS)
	if "file_url" in change:
		assert content_store.changed(row) == [file.name]
	else:
		overwrite(file.name, b"boshqa")
		assert content_store.changed(row) == [file.name]
	path_of(file.name).with_name("sinov-boshqa.txt").unlink()


def test_a_night_finds_it_once_in_the_chain_and_in_the_auditors_desk():
	file = stored()
	frappe.db.set_global(file_sweep.REACHED, "")
	assert file.name not in file_sweep.compare()
	overwrite(file.name, b"boshqa")
	for _ in range(2):
		frappe.db.set_global(file_sweep.REACHED, "")
		assert file.name in file_sweep.compare()
	event = {"kind": filed_files.KIND, "commission": "CEC", "body": ["like", f"%{file.name}%"]}
	assert frappe.db.count("Chain Event", event) == 1
	notice = {"document_type": "File", "document_name": file.name, "for_user": "auditor@esaylov.example"}
	assert frappe.db.count("Notification Log", notice) == 1


def test_a_night_that_ends_goes_on_where_it_was(monkeypatch):
	for _ in range(2):
		stored()
	monkeypatch.setattr(file_sweep, "TURN_SECONDS", -1)
	monkeypatch.setattr(file_sweep, "BATCH", 1)
	frappe.db.set_global(file_sweep.REACHED, "")
	file_sweep.compare()
	reached = frappe.db.get_global(file_sweep.REACHED)
	file_sweep.compare()
	assert frappe.db.get_global(file_sweep.REACHED) > reached > ""


def test_a_night_reads_no_faster_than_the_settings_say(monkeypatch):
	now, waited = [0.0], []
	monkeypatch.setattr(content_store, "monotonic", lambda: now[0])
	monkeypatch.setattr(content_store, "sleep", waited.append)
	pace = content_store.Pace(2)
	pace(3_000_000)
	now[0] = 2.0
	pace(3_000_000)
	assert waited == [1.5, 1.0]
	frappe.db.set_single_value("E-saylov Settings", "compared_megabytes", 0)
	assert content_store.pace()._bytes_a_second == content_store.MEGABYTES * 1_000_000


def test_a_mandate_whose_file_and_record_were_replaced_together_is_found(mandate):
	"""The event of its forming names its paper: with the disk and the database, that is still there."""
	file = frappe.db.get_value("File", {"file_url": mandate.pdf, "attached_to_name": mandate.name})
	assert not file_sweep._changed(frappe.get_all("File", {"name": file}, file_sweep.COLUMNS))
	forged = pdf("Boshqa")
	sign = hashlib.sha256(forged).hexdigest()
	url = f"/private/files/{sign}-{'0' * 12}.pdf"
	Path(frappe.get_site_path(url.strip("/"))).write_bytes(forged)
	frappe.db.set_value("File", file, {"file_url": url, "content_hash": f"sha256:{sign}:{file}"})
	rows = frappe.get_all("File", {"name": file}, file_sweep.COLUMNS)
	assert content_store.changed(rows) == []
	assert file_sweep._changed(rows) == [file]
	Path(frappe.get_site_path(url.strip("/"))).unlink()


def test_the_paper_of_a_mandate_is_not_handed_out_when_it_was_changed(mandate, told):
	file = frappe.db.get_value("File", {"file_url": mandate.pdf, "attached_to_name": mandate.name})
	overwrite(file, pdf("Boshqa"))
	with pytest.raises(LawBroken):
		access.pdf(mandate.name, "Administrator")
	file_sweep.tell(told[0][1]["file"])
	event = frappe.get_last_doc("Chain Event", {"kind": filed_files.KIND, "body": ["like", f"%{file}%"]})
	assert event.commission == mandate.issuer_commission


def test_a_paper_that_is_whole_again_is_not_told():
	file = stored()
	file_sweep.tell(file.name)
	assert not frappe.db.exists("Chain Event", {"kind": filed_files.KIND, "body": ["like", f"%{file.name}%"]})


def test_a_read_costs_one_question_more_at_most(count_queries):
	file = stored(os.urandom(1000))
	assert count_queries(lambda: stored_files.content(file.name)) <= 1


def test_what_was_attached_is_read_from_the_store():
	name = make.draft()
	(row,) = make.stored(name).attachments
	assert content_store.ADDRESS.fullmatch(frappe.db.get_value("File", row.file, "file_url"))[1] == row.sha256


def test_a_preview_is_a_picture_of_our_own_with_nothing_else_of_the_file():
	drawn = io.BytesIO()
	image = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
	exif = image.getexif()
	exif[0x010F] = "Kamera"
	image.save(drawn, "PNG", exif=exif)
	made = photos.preview(drawn.getvalue() + b"<script>iz()</script>")
	assert b"script" not in made
	assert b"Kamera" not in made
	with Image.open(io.BytesIO(made)) as picture:
		assert (picture.format, picture.size, picture.getpixel((0, 0))) == (
			"JPEG",
			(480, 160),
			(255, 255, 255),
		)
	with pytest.raises(FormInvalid):
		photos.preview(drawn.getvalue()[:60])
