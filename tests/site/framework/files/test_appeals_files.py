"""Files of a draft: by content and not by name, private, known by their hash."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO

import frappe
import frappe.core.doctype.file.file as stock_file
import pytest
from factories import appeals as make
from factories import settled
from factories.papers import page_loop, pdf, xref_loop
from factories.profile import few
from PIL import Image
from pypdf import PdfReader

from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.review import filed_files
from esaylov.core.records import payload as bytes_of
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound
from esaylov.framework.files import stored_files

BOUNDARY = b'{"type": "Polygon", "coordinates": [[[69, 41], [70, 41], [70, 42], [69, 41]]]}'
LOOKS = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from esaylov.framework.files import photos

def look(form, content):
	photos.check(content, form, "photo")
	return 1

png, jpeg = (Path(sys.argv[1], name).read_bytes() for name in ("a.png", "a.jpg"))
with ThreadPoolExecutor(4) as threads:
	list(threads.map(bool, range(100)))  # their stacks count
	taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
	resource.setrlimit(resource.RLIMIT_AS, (taken + 160_000_000,) * 2)
	asked = [("PNG", png)] * 4 + [("JPEG", jpeg)]
	print(sum(threads.map(look, *zip(*asked))))
"""
"""Prints how many pictures it could look at."""


def test_a_paper_of_the_tests_is_whole():
	"""A sample that only a tolerant reader opens would hide what a strict one says to everybody's papers."""
	assert len(PdfReader(BytesIO(make.PDF), strict=True).pages) == 1


class TestAttachments:
	def test_a_file_is_private_and_known_by_its_hash(self):
		name = make.draft()
		(row,) = make.stored(name).attachments
		file = frappe.get_doc("File", row.file)
		assert (row.kind, row.size, row.sha256) == (
			"application/pdf",
			len(make.PDF),
			bytes_of.sha256_hex(make.PDF),
		)
		assert (file.is_private, file.attached_to_doctype, file.attached_to_name) == (1, "Appeal", name)
		assert json.loads(make.stored(name).answers)["party_decision"] == row.sha256

	@pytest.mark.parametrize(
		("file_name", "content", "code"),
		[
			("a.pdf", b"", "file_empty"),
			("a.pdf", make.PDF + b" " * 6_000_000, "file_too_large"),
			("a.pdf", b"MZ\x90\x00" + b"\0" * 300, "file_kind"),  # a program with another name
			("a.exe", make.PDF, "file_disguised"),
			("a", make.PDF, "file_disguised"),
			("a.png", make.PDF, "file_disguised"),
			("a.pdf", b"PK\x03\x04" + b"\0" * 300, "file_kind"),
			("a.html", b"<html><script>1</script></html>", "file_kind"),
			("a.geojson", BOUNDARY, "file_kind"),  # a boundary, where a paper is asked for
			("a.pdf", BOUNDARY, "file_kind"),
		],
	)
	def test_an_unfit_file_is_refused(self, file_name, content, code):
		name = make.draft(with_file=False)
		with pytest.raises(FormInvalid) as refusal:
			attachments.attach(name, "party_decision", file_name, content)
		assert [(finding.code, finding.path) for finding in refusal.value.findings] == [
			(code, "party_decision")
		]
		assert make.stored(name).attachments == []

	@pytest.mark.parametrize(
		("file_name", "content", "code"),
		[
			("a.pdf", lambda: b"%PDF-", "file_unreadable"),
			("a.pdf", lambda: b"%PDF-1.4\n" + b" " * 400, "file_unreadable"),
			("a.pdf", lambda: make.PDF[:-200], "file_unreadable"),  # the end did not come through
			("a.pdf", lambda: damaged(make.PDF), "file_unreadable"),
			("a.pdf", xref_loop, "file_unreadable"),
			("a.pdf", page_loop, "file_unreadable"),
			("a.pdf", lambda: scripted(make.PDF), "file_unsafe"),
			("a.pdf", lambda: make.PDF + archive(), "file_unsafe"),
			("a.jpg", lambda: picture("JPEG", 400) + archive(), "file_unsafe"),
			("a.png", lambda: picture("PNG", 400) + archive(), "file_unsafe"),
			("a.jpg", lambda: b"\xff\xd8\xff", "file_unreadable"),
			("a.jpg", lambda: picture("JPEG", 400)[:-900], "file_unreadable"),
			("a.jpg", lambda: resized(picture("JPEG"), 13_000), "picture_too_large"),
			("a.jpg", lambda: resized(picture("JPEG"), 7_000), "picture_too_large"),
			(
				"a.jpg",
				lambda: passed_over(200),
				"file_unreadable",
			),  # of so many dots as are taken, 5 MB took four minutes
			("a.png", lambda: picture("PNG")[:33], "file_unreadable"),
			("a.png", lambda: picture("PNG", 400)[:-60], "file_unreadable"),
		],
	)
	def test_what_cannot_be_opened_or_costs_too_much_is_refused(self, file_name, content, code):
		name = make.draft(with_file=False)
		with pytest.raises(FormInvalid) as refusal:
			attachments.attach(name, "party_decision", file_name, content())
		assert [finding.code for finding in refusal.value.findings] == [code]

	def test_no_reader_without_a_limit_opens_a_paper(self, monkeypatch):
		"""Not of a filer, nor of staff. Frappe 15 has no such reader."""
		monkeypatch.setattr(stock_file, "pdf_contains_js", None, raising=False)
		attachments.attach(make.draft(with_file=False), "party_decision", "a.pdf", make.PDF)
		content = make.PDF.replace(b"%%EOF", b"%%EOF%xodim\n%%EOF", 1)
		values = {"doctype": "File", "file_name": "sinov.pdf", "is_private": 1, "content": content}
		assert frappe.get_doc(values).insert().file_size == len(content)

	def test_staff_store_no_paper_whose_pointers_lead_back(self):
		values = {"doctype": "File", "file_name": "sinov.pdf", "is_private": 1, "content": xref_loop()}
		with pytest.raises(FormInvalid):
			frappe.get_doc(values).insert()

	@pytest.mark.full
	def test_pictures_that_come_at_once_take_the_memory_of_one(self, tmp_path):
		"""A process that may take 160 MB more looks at four pictures of 24 million dots (100 MB each) and a JPEG of 39 million."""
		Image.new("RGB", (5_000, 4_800), "teal").save(tmp_path / "a.png")
		Image.new("RGB", (6_200, 6_200), "teal").save(tmp_path / "a.jpg")
		one_arena = {**os.environ, "MALLOC_ARENA_MAX": "1"}
		looking = [sys.executable, "-c", LOOKS, str(tmp_path)]
		answer = subprocess.run(looking, env=one_arena, capture_output=True, text=True, timeout=600)
		assert (answer.stdout, answer.returncode) == ("5\n", 0), answer.stderr[-2000:]

	@pytest.mark.parametrize(("form", "extension"), [("PNG", "png"), ("JPEG", "jpg"), ("JPEG", "JPEG")])
	def test_pictures_are_taken(self, form, extension):
		name = make.draft(with_file=False)
		found = attachments.attach(name, "party_decision", f"rasm.{extension}", picture(form))
		assert found.kind == f"image/{form.lower()}"
		assert make.submit(name).number  # the stored bytes are those that were signed

	@pytest.mark.parametrize("form", ["PNG", "JPEG"])
	def test_a_picture_is_kept_upright_and_without_camera_data(self, form):
		name = make.draft(with_file=False)
		content = turned(form, 6)
		found = attachments.attach(name, "party_decision", f"rasm.{form.lower()}", content)
		(row,) = make.stored(name).attachments
		kept = stored_files.content(row.file)
		assert b"Olim" in content
		assert b"Olim" not in kept
		assert bytes_of.sha256_hex(kept) == found.sha256
		with Image.open(BytesIO(kept)) as shown:
			assert (shown.size, dict(shown.getexif())) == ((40, 60), {})
			assert shown.convert("RGB").getpixel((20, 5))[0] > 200  # the red side is up

	@pytest.mark.parametrize(
		"file_name", ["../../etc/x.pdf", "..\\x.pdf", "x<script>.pdf", "a" * 300 + ".pdf"]
	)
	def test_a_strange_name_is_made_safe(self, file_name):
		name = make.draft(with_file=False)
		found = attachments.attach(name, "party_decision", file_name, make.PDF)
		assert len(found.file_name) <= 104
		assert not set(found.file_name) & set("/\\<>")

	@pytest.mark.parametrize("field", ["party", "persons", "no_such_field", ""])
	def test_only_a_file_field_takes_one(self, field):
		name = make.draft(with_file=False)
		with pytest.raises(FormInvalid):
			attachments.attach(name, field, "a.pdf", make.PDF)

	def test_a_new_file_takes_the_place_of_the_old_one(self):
		name = make.draft()
		(old,) = make.stored(name).attachments
		attachments.attach(name, "party_decision", "yangi.pdf", make.PDF + b"\n")
		(new,) = make.stored(name).attachments
		assert new.sha256 != old.sha256
		assert not frappe.db.exists("File", old.file)

	def test_a_file_is_taken_off_a_draft(self):
		name = make.draft()
		attachments.detach(name, "party_decision")
		assert make.stored(name).attachments == []
		assert codes(name) == [("required", "party_decision")]
		with pytest.raises(NotFound):
			attachments.detach(name, "party_decision")

	def test_a_file_typed_without_being_attached_is_missing(self):
		name = make.draft(typed=make.answers(party_decision="ab" * 32), with_file=False)
		assert codes(name) == [("file_missing", "party_decision")]

	def test_the_same_content_has_a_copy_for_each_appeal(self):
		first, second = make.draft(), make.draft()
		urls = [
			frappe.db.get_value("File", make.stored(name).attachments[0].file, "file_url")
			for name in (first, second)
		]
		assert urls[0] != urls[1]
		frappe.set_user(make.PARTY)
		attachments.detach(first, "party_decision")
		assert make.submit(second).number

	def test_bytes_changed_on_the_disk_stop_the_filing(self):
		name = make.draft()
		(row,) = make.stored(name).attachments
		path = frappe.get_doc("File", row.file).get_full_path()
		os.chmod(path, 0o600)  # whoever has the disk may
		with open(path, "ab") as file:
			file.write(b"more")
		with pytest.raises(FormInvalid) as refusal:
			make.submit(name)
		assert refusal.value.findings[0].code == "file_missing"

	def test_a_filed_paper_that_holds_other_bytes_is_found_once_in_its_chain_and_not_read(self):
		name = make.filed()
		(row,) = make.stored(name).attachments
		other = frappe.get_doc(
			doctype="File", file_name="b.pdf", is_private=1, content=pdf("Boshqa")
		).insert()
		assert row.file not in filed_files.verify_all()
		frappe.db.set_value("File", row.file, "file_url", other.file_url)  # as an administrator may
		for _ in range(2):
			assert row.file in filed_files.verify_all()
		told = {"kind": "file.changed", "body": ["like", f"%{row.file}%"]}
		event = frappe.get_last_doc("Chain Event", told)
		assert json.loads(event.body) == {"kind": "file.changed", "document": name, "file": row.file}
		assert event.commission == make.stored(name).recipient
		assert frappe.db.count("Chain Event", told) == 1
		with pytest.raises(LawBroken) as refusal:
			filed_files.require_unchanged([row])
		assert refusal.value.code == "file_changed"

	@pytest.mark.parametrize(
		"url",
		few(["/private/files/gone.pdf", "https://example.org/a.pdf", "/etc/passwd"], "/etc/passwd".__eq__),
	)
	def test_a_filed_paper_without_its_bytes_is_found(self, url):
		name = make.filed()
		(row,) = make.stored(name).attachments
		frappe.db.set_value("File", row.file, "file_url", url)
		assert row.file in filed_files.verify_all()

	def test_a_filed_file_is_deleted_by_nobody(self):
		name = make.filed()
		(row,) = make.stored(name).attachments
		frappe.set_user("Administrator")
		with pytest.raises(LawBroken) as refusal:
			frappe.delete_doc("File", row.file)
		assert refusal.value.code == "file_is_filed"
		with open(frappe.get_doc("File", row.file).get_full_path(), "rb") as kept:
			assert kept.read() == make.PDF


class TestFilesOfRows:
	"""A photo of each person: known by the path of its row, and moving with it."""

	@pytest.fixture(autouse=True)
	def _photos(self):
		row = {
			"field_name": "photo",
			"kind": "File",
			"parent_field": "persons",
			"file_kinds": "png",
			"label_uz": "Surat",
			"label_ru": "Фотография",
			"label_en": "Photo",
			"maximum_bytes": 1_000_000,
		}
		document = frappe.get_doc("Appeal Type", "A56")
		document.append("form_fields", row)
		settled.saved(document)

	def test_a_file_stands_in_its_row_and_is_filed_with_it(self):
		name = make.draft()
		found = attachments.attach(name, "persons[1].photo", "rasm.png", picture("PNG"))
		assert answered(name)["persons"][1]["photo"] == found.sha256
		assert "photo" not in answered(name)["persons"][0]
		assert codes(name) == []
		assert make.submit(name).number

	def test_rows_take_their_files_along(self):
		name = make.draft()
		kept = attachments.attach(name, "persons[1].photo", "rasm.png", picture("PNG"))
		lost = attachments.attach(name, "persons[0].photo", "rasm.png", picture("PNG") + b" ")
		assert kept.sha256 != lost.sha256
		drafting.update(name, {**answered(name), "persons": answered(name)["persons"][1:]})
		files = {
			row.field: row.sha256 for row in make.stored(name).attachments if row.field != "party_decision"
		}
		assert files == {"persons[0].photo": kept.sha256}
		assert codes(name) == []
		attachments.detach(name, "persons[0].photo")
		assert "photo" not in answered(name)["persons"][0]

	@pytest.mark.parametrize(
		"field", ["persons[9].photo", "persons.photo", "photo", "persons[0].pinfl", "persons[0]"]
	)
	def test_a_row_that_is_not_there_takes_none(self, field):
		name = make.draft()
		with pytest.raises(FormInvalid) as refusal:
			attachments.attach(name, field, "rasm.png", picture("PNG"))
		assert [finding.code for finding in refusal.value.findings] == ["unknown_field"]


def answered(name: str) -> dict:
	return json.loads(make.stored(name).answers)


def turned(form: str, orientation: int) -> bytes:
	"""A picture of 60 x 40 dots whose left side is red; how the camera was held, who held it, and a comment."""
	image = Image.new("RGB", (60, 40), "#00697F")
	image.paste("#FF0000", (0, 0, 20, 40))
	exif = image.getexif()
	exif[0x0112], exif[0x013B] = orientation, "Olim"
	out = BytesIO()
	image.save(out, form, exif=exif, **({"comment": "Olim"} if form == "JPEG" else {}))
	return out.getvalue() + b"Olim"


def damaged(content: bytes) -> bytes:
	"""A PDF whose frame is whole and whose trailer is none."""
	return content.replace(b"trailer<<", b"trailer<x")


def scripted(content: bytes) -> bytes:
	"""A PDF that runs a script when it is opened."""
	return content.replace(b"<</Type/Font", b"<</JS(app.alert(1))/Type/Font")


def archive() -> bytes:
	"""A small archive, which readers of archives find by its end."""
	packed = BytesIO()
	with zipfile.ZipFile(packed, "w") as whole:
		whole.writestr("a.class", "iz")
	return packed.getvalue()


def resized(jpeg: bytes, side: int) -> bytes:
	"""A JPEG whose head says that it has so many dots on each side."""
	place = jpeg.index(b"\xff\xc0") + 5
	return jpeg[:place] + side.to_bytes(2) * 2 + jpeg[place + 4 :]


def picture(form: str, side: int = 8) -> bytes:
	"""A picture with camera data in it, as telephones write."""
	drawn = BytesIO()
	image = Image.effect_noise((side, side), 90).convert("RGB")
	exif = image.getexif()
	exif[0x010F] = "Camera"
	image.save(drawn, form, exif=exif)
	return drawn.getvalue()


def passed_over(times: int) -> bytes:
	"""A JPEG whose last pass comes again and again."""
	drawn = BytesIO()
	Image.effect_noise((8, 8), 90).save(drawn, "JPEG", progressive=True)
	whole = drawn.getvalue()[:-2]
	return whole + whole[whole.rindex(b"\xff\xda") :] * times + b"\xff\xd9"


def codes(name: str) -> list[tuple[str, str]]:
	return [(finding.code, finding.path) for finding in before_filing.check(name)]
