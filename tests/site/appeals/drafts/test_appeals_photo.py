"""A photo of a draft: cut on the server to the part that was chosen, else to the middle; the cut is what is signed."""

import io
import json

import frappe
import pytest
from factories import appeals as make
from factories import settled
from PIL import Image

from esaylov.appeals.drafts import attachments
from esaylov.core.records.payload import sha256_hex
from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import photos, pictures

RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(autouse=True)
def _field():
	row = {
		"field_name": "photo",
		"kind": "Photo",
		"file_kinds": "jpg, png",
		"minimum": "2048",
		"maximum_bytes": 5_000_000,
		**{f"label_{language}": "Photo" for language in ("uz", "ru", "en")},
	}
	document = frappe.get_doc("Appeal Type", "A56")
	document.append("form_fields", row)
	settled.saved(document)


def picture(form: str = "JPEG", size: tuple[int, int] = (1200, 900), **options) -> bytes:
	"""Red on the left, blue on the right."""
	out = io.BytesIO()
	made = Image.new("RGB", size, RED)
	made.paste(BLUE, (size[0] // 2, 0, *size))
	made.save(out, form, **options)
	return out.getvalue()


def attached(content: bytes, file_name: str = "men.jpg", crop: str = "") -> tuple[Image.Image, bytes]:
	name = make.draft()
	found = attachments.attach(name, "photo", file_name, content, crop)
	row = next(row for row in make.stored(name).attachments if row.field == "photo")
	kept = frappe.get_doc("File", row.file).get_content()
	assert found.sha256 == row.sha256 == sha256_hex(kept)
	assert json.loads(make.stored(name).answers)["photo"] == found.sha256
	assert (found.kind, found.file_name[-4:]) == ("image/jpeg", ".jpg")
	return Image.open(io.BytesIO(kept)), kept


def is_near(dot: tuple[int, ...], colour: tuple[int, ...]) -> bool:
	return all(abs(one - other) < 12 for one, other in zip(dot, colour, strict=True))


@pytest.mark.parametrize(("form", "name"), [("JPEG", "men.jpg"), ("PNG", "men.png")])
def test_without_a_choice_the_middle_is_taken(form, name):
	photo, _ = attached(picture(form), name)
	assert (photo.format, photo.size) == ("JPEG", (pictures.WIDTH, pictures.HEIGHT))
	assert is_near(photo.getpixel((40, 236)), RED)
	assert is_near(photo.getpixel((pictures.WIDTH - 40, 236)), BLUE)


@pytest.mark.parametrize(("crop", "colour"), [("0,0.1,0.4,0.7", RED), ("0.55,0.1,0.4,0.7", BLUE)])
def test_the_part_that_was_chosen_is_taken(crop, colour):
	photo, _ = attached(picture(), crop=crop)
	assert photo.size == (pictures.WIDTH, pictures.HEIGHT)
	assert all(is_near(photo.getpixel((x, 236)), colour) for x in (2, 177, 351))


def test_the_part_is_meant_of_the_upright_picture():
	data = Image.Exif()
	data[pictures.ORIENTATION] = 6  # lies on its side: red is above when it stands
	photo, _ = attached(picture(exif=data), crop="0.1,0,0.8,0.45")
	assert all(is_near(photo.getpixel((177, y)), RED) for y in (2, 236, 469))


def test_nothing_of_the_camera_is_kept():
	data = Image.Exif()
	data[0x010F] = "Kamera"
	data.get_ifd(0x8825)[1] = "N"  # the place
	_, kept = attached(picture(exif=data, comment=b"sharh"))
	assert not any(word in kept for word in (b"Exif", b"Kamera", b"sharh"))


def test_a_large_picture_is_cut_too():
	photo, _ = attached(picture(size=(6000, 8000)), crop="0.25,0.25,0.2,0.2")
	assert photo.size == (pictures.WIDTH, pictures.HEIGHT)


@pytest.mark.parametrize(
	("content", "crop", "code"),
	[
		(picture(), "0,0,0.1,0.1", "photo_small"),
		(picture(), "0.5,0.5,0.6,0.6", "photo_crop"),
		(picture(), "-0.1,0,0.5,0.5", "photo_crop"),
		(picture(), "0,0,0,0", "photo_crop"),
		(picture(), "nan,0,0.5,0.5", "photo_crop"),
		(picture(), "inf,0,0.5,0.5", "photo_crop"),
		(picture(), "0,0,1", "photo_crop"),
		(picture(), "a,b,c,d", "photo_crop"),
		(picture(size=(2400, 900)), "", "photo_ratio"),
		(picture(size=(150, 200), quality=100), "", "photo_small"),
		(picture("GIF"), "", "file_kind"),
		(picture(size=(60, 80), quality=10), "", "file_too_small"),
	],
)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(content, crop, code):
	name = make.draft(with_file=False)
	with pytest.raises(FormInvalid) as refused:
		attachments.attach(name, "photo", "men.jpg", content, crop)
	assert [(finding.code, finding.path) for finding in refused.value.findings] == [(code, "photo")]
	assert make.stored(name).attachments == []


def test_a_wide_picture_is_taken_where_its_part_was_chosen():
	photo, _ = attached(picture(size=(2400, 900)), crop="0.1,0,0.28,1")
	assert photo.size == (pictures.WIDTH, pictures.HEIGHT)


def test_a_cut_photo_is_not_cut_again():
	_, kept = attached(picture())
	assert photos.cut(kept) == kept


def test_it_is_filed_with_the_appeal():
	name = make.draft()
	attachments.attach(name, "photo", "men.jpg", picture())
	assert make.submit(name).number
