"""The photo on a certificate: cut to 3x4 on the server, without the camera's data, from the filing that was granted."""

import io

import frappe
import pytest
from factories import certificates as samples
from factories import effects as make
from PIL import Image

from esaylov import photos
from esaylov.certificates import jobs
from esaylov.errors import FormInvalid


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
	assert (cut.format, cut.size) == ("JPEG", (photos.WIDTH, photos.HEIGHT))


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
	assert Image.open(io.BytesIO(cut)).size == (photos.WIDTH, photos.HEIGHT)


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
	assert Image.open(io.BytesIO(file.get_content())).size == (photos.WIDTH, photos.HEIGHT)
	assert found.printed()["photo"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize("photo", [None, picture(100, 100)])
def test_without_a_usable_photo_the_frame_stays_empty(photo):
	found = candidate(photo)
	assert (found.status, found.photo) == ("Valid", None)
	assert found.printed()["photo"] == ""
