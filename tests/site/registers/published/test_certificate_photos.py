"""The photo on a certificate: cut to 3x4 on the server, without the camera's data, from the filing that was granted."""

import io

import frappe
import pytest
from factories import certificates as samples
from factories import effects as make
from factories import pages
from PIL import Image

from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import photos, pictures
from esaylov.portal.built import invalidation
from esaylov.registers.certificates.issue import jobs
from esaylov.registers.published import candidates


def picture(width: int, height: int, form: str = "JPEG", **options) -> bytes:
	out = io.BytesIO()
	Image.new("RGB", (width, height), "#3C97AB").save(out, form, **options)
	return out.getvalue()


@pytest.mark.parametrize(
	("width", "height"), [(354, 472), (900, 1200), (1000, 1000), (600, 1100), (1400, 1000), (178, 237)]
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_is_cut_to_3x4(width, height, form):
	cut = Image.open(io.BytesIO(photos.cut(picture(width, height, form))))
	assert (cut.format, cut.size) == ("JPEG", (pictures.WIDTH, pictures.HEIGHT))


@pytest.mark.parametrize(
	("content", "code"),
	[
		(b"no picture", "photo_unreadable"),
		(picture(900, 1200)[:500], "photo_unreadable"),
		(picture(900, 1200, "GIF"), "photo_unreadable"),
		(picture(170, 230), "photo_small"),
		(picture(2000, 1000), "photo_ratio"),
		(picture(400, 1000), "photo_ratio"),
	],
)
def test_what_cannot_be_a_photo_is_said(content, code):
	with pytest.raises(FormInvalid) as refused:
		photos.cut(content)
	assert [finding.code for finding in refused.value.findings] == [code]


def test_the_cameras_data_is_gone_and_the_picture_upright():
	data = Image.Exif()
	data[0x0112], data[0x010F] = 6, "Kamera"  # lies on its side
	cut = photos.cut(picture(1200, 900, exif=data))
	assert b"Exif" not in cut
	assert b"Kamera" not in cut
	assert Image.open(io.BytesIO(cut)).size == (pictures.WIDTH, pictures.HEIGHT)


def candidate(photo: bytes | None) -> frappe.model.document.Document:
	values = {"party_membership": "Member", **make.person("Karimova Nodira Anvarovna")}
	appeal = make.filed("register_candidate", values, election_types=["DC"], certificate_kind="candidate")
	if photo:
		make.attached(appeal, "photo", photo)
	decision = make.decided(appeal).decision
	name = frappe.get_all("Certificate", {"decision": decision}, pluck="name")[0]
	jobs.draw(name)
	return frappe.get_doc("Certificate", name)


def test_the_photo_of_the_filing_is_on_the_certificate():
	found = candidate(samples.face(900, 1200))
	assert found.status == "Valid"
	file = frappe.get_doc("File", {"file_url": found.photo})
	assert (file.is_private, file.attached_to_name) == (1, found.name)
	assert Image.open(io.BytesIO(file.get_content())).size == (pictures.WIDTH, pictures.HEIGHT)
	assert found.printed()["photo"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("photo", [None, picture(100, 100)])
def test_without_a_usable_photo_the_frame_stays_empty(photo):
	found = candidate(photo)
	assert (found.status, found.photo) == ("Valid", None)
	assert found.printed()["photo"] == ""


@pytest.fixture
def registered() -> frappe.model.document.Document:
	"""The register entry of a candidate whose filing had a photo."""
	certificate = candidate(samples.face(900, 1200))
	return frappe.get_doc("Candidate", certificate.register_name)


def test_the_register_shows_the_file_of_the_filing(registered):
	file = frappe.get_doc("File", {"file_url": registered.photo})
	row = frappe.get_doc("Appeal", registered.appeal).attachments[0]
	assert (file.name, file.is_private) == (row.file, 1)
	assert frappe.get_meta("Candidate").get_field("photo_shown").options == "photo"


def test_the_page_of_a_registered_candidate_shows_it_small(monkeypatch, registered):
	html = pages.rendered(monkeypatch, f"/en/candidate/{registered.name}")
	assert f'src="/uz/candidate/{registered.name}/photo-96.jpg"' in html
	assert 'alt="Photo of ' in html
	assert registered.photo not in html
	for width in (96, 192):
		shown = candidates.photo(registered.name, width)
		assert Image.open(io.BytesIO(shown)).size == (width, width * 4 // 3)
		assert b"Exif" not in shown
		assert len(shown) < 12_000


def test_who_stands_no_longer_is_shown_without(monkeypatch, registered):
	registered.db_set("status", "Withdrawn")
	html = pages.rendered(monkeypatch, f"/en/candidate/{registered.name}")
	assert "photo-96" not in html
	assert 'class="initials"' in html
	with pytest.raises(frappe.DoesNotExistError):
		candidates.photo(registered.name, 96)


def test_without_a_photo_there_is_no_address_of_one(monkeypatch):
	entry = frappe.get_doc("Candidate", candidate(None).register_name)
	assert entry.photo is None
	assert "photo-96" not in pages.rendered(monkeypatch, f"/uz/candidate/{entry.name}")
	with pytest.raises(frappe.DoesNotExistError):
		candidates.photo(entry.name, 96)


def test_the_page_and_its_photo_become_stale_together(registered):
	assert {f"candidate/{registered.name}", f"candidate/{registered.name}/*"} <= set(
		invalidation.STALE["Candidate"](registered)
	)
