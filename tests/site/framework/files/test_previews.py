"""Pages of papers as pictures of our own: what cannot be drawn within the limits is refused, and a server without poppler says so."""

import io
import shutil
import zlib

import pytest
from factories.papers import PDF, nested_forms, stream
from PIL import Image

from esaylov.api import files
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound
from esaylov.framework.files import file_processes, previews
from esaylov.framework.files.file_results import results_folder

JPEG, PNG = "image/jpeg", "image/png"


@pytest.fixture(autouse=True)
def _without_stored_results():
	shutil.rmtree(results_folder())


def picture(form: str, size: tuple[int, int]) -> bytes:
	out = io.BytesIO()
	Image.new("RGB", size, "#00697F").save(out, form, exif=Image.Exif())
	return out.getvalue()


def paper(contents: bytes, pages: int = 1, box: bytes = b"0 0 595 842") -> bytes:
	"""A PDF whose pages all have these contents."""
	kids = b" ".join(b"3 0 R" for _ in range(pages))
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
		b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<>>>>" % box,
		stream(b"/Filter/FlateDecode", zlib.compress(contents)),
	]
	body = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
	return b"%PDF-1.4\n" + body + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
	("kind", "content", "longest"),
	[
		("application/pdf", PDF, previews.SIDE),
		(JPEG, picture("JPEG", (3000, 2000)), previews.SIDE),
		(PNG, picture("PNG", (300, 200)), 300),
	],
	ids=("pdf", "jpeg", "png"),
)
def test_a_page_is_a_picture_of_our_own(kind, content, longest):
	assert previews.pages(kind, content) == 1
	drawn = previews.page(kind, content, 1)
	with Image.open(io.BytesIO(drawn)) as page:
		assert (page.format, max(page.size), page.getexif()) == ("JPEG", longest, {})
	assert content not in drawn


def test_pages_are_counted_and_others_are_not_there():
	content = paper(b"0 0 1 rg 0 0 300 300 re f", pages=3)
	assert previews.pages("application/pdf", content) == 3
	assert previews.page("application/pdf", content, 3)[:2] == b"\xff\xd8"
	for number in (0, 4, -1):
		with pytest.raises(NotFound):
			previews.page("application/pdf", content, number)
	with pytest.raises(NotFound):
		previews.page(JPEG, picture("JPEG", (30, 20)), 2)


def test_of_a_long_paper_the_first_pages_are_shown(monkeypatch):
	"""A window makes an entry for each page; who wants the rest downloads the file."""
	monkeypatch.setattr(previews, "MOST_PAGES", 3)
	content = paper(b"0 0 1 rg 0 0 300 300 re f", pages=4)
	monkeypatch.setattr(files, "_handed_out", lambda name: ("application/pdf", content))
	assert files.pages.__wrapped__(file="x") == {
		"pages": previews.MOST_PAGES,
		"whole": previews.MOST_PAGES + 1,
	}
	assert previews.page("application/pdf", content, 3)[:2] == b"\xff\xd8"
	with pytest.raises(NotFound):
		previews.page("application/pdf", content, 4)


def test_other_kinds_are_not_shown():
	assert previews.pages("text/html", b"<script>alert(1)</script>") == 0
	with pytest.raises(NotFound):
		previews.page("text/html", b"<script>alert(1)</script>", 1)


@pytest.mark.parametrize(
	("limit", "value", "content"),
	[
		("PROCESSOR_SECONDS", 1, paper(b"0 0 595 842 re f\n" * 200_000)),
		("SECONDS", 0.05, paper(b"0 0 595 842 re f\n" * 200_000)),
		("MEMORY", 1 << 20, PDF),
		("MEMORY", 1 << 30, b"%PDF-1.4\n%%EOF"),
		("PROCESSOR_SECONDS", 1, nested_forms()),
	],
	ids=("busy", "slow", "large", "damaged", "nested"),
)
def test_what_is_not_drawn_within_the_limits_is_refused(monkeypatch, limit, value, content):
	monkeypatch.setattr(file_processes, limit, value)
	with pytest.raises(FormInvalid) as refusal:
		previews.page("application/pdf", content, 1)
	assert [found.code for found in refusal.value.findings] == ["file_unreadable"]


def test_a_page_as_large_as_a_field_is_drawn_as_small_as_others():
	drawn = previews.page("application/pdf", paper(b"0 0 900 900 re f", box=b"0 0 14400 14400"), 1)
	with Image.open(io.BytesIO(drawn)) as page:
		assert page.size == (previews.SIDE, previews.SIDE)


def test_a_server_without_poppler_says_what_is_missing(monkeypatch):
	monkeypatch.setattr(previews, "PROGRAMS", ("no-such-program",))
	with pytest.raises(LawBroken) as refusal:
		previews.page("application/pdf", PDF, 1)
	assert refusal.value.code == "preview_unavailable"
	assert previews.page(PNG, picture("PNG", (30, 20)), 1)


def test_the_process_that_draws_has_no_environment_of_ours(monkeypatch, tmp_path):
	"""Whatever takes it over finds no name of a setting in it."""
	program = tmp_path / "pdfinfo"
	program.write_text(
		"#!/bin/sh\n/usr/bin/env 1>&2\n/usr/bin/env | /usr/bin/wc -l | /bin/sed 's/^/Pages: /'\n"
	)
	program.chmod(0o755)
	monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
	monkeypatch.setenv("ESAYLOV_SECRET", "sir")
	assert previews.pages("application/pdf", PDF) <= 3  # what the shell itself adds
