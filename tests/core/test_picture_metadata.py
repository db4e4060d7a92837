"""Nothing but the dots stays of a picture: no camera data, no comments, nothing behind its end; and each dot stays the same."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageCms, PngImagePlugin

from esaylov.core.formats.picture_metadata import JPEG, PNG, WEBP, PictureDamaged, without_metadata

SECRET = b"41.3111N 69.2797E Olim"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"


def dots(form: str, **options: object) -> bytes:
	out = io.BytesIO()
	picture = Image.radial_gradient("L").resize((64, 48)).convert("RGB")
	picture.save(out, form, **options)
	return out.getvalue()


def png_part(kind: bytes, data: bytes) -> bytes:
	return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_png_part(kind: bytes, data: bytes) -> bytes:
	content = dots("PNG")
	return content[:33] + png_part(kind, data) + content[33:]


def with_segment(marker: int, body: bytes, content: bytes | None = None) -> bytes:
	content = content or dots("JPEG")
	return content[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + content[2:]


def same_dots(one: bytes, other: bytes) -> bool:
	first, second = (Image.open(io.BytesIO(each)) for each in (one, other))
	return first.size == second.size and first.convert("RGB").tobytes() == second.convert("RGB").tobytes()


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PNGS = {
	"eXIf": with_png_part(b"eXIf", b"MM\0*\0\0\0\x08\0\0" + SECRET),
	"XMP": with_png_part(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
	"tEXt": with_png_part(b"tEXt", b"Author\0" + SECRET),
	"zTXt": with_png_part(b"zTXt", b"Comment\0\0" + zlib.compress(SECRET)),
	"tIME": with_png_part(b"tIME", b"\x07\xe8\x0a\x1b\x08\x00\x00"),
	"own": with_png_part(b"prVt", SECRET),
	"iCCP": with_png_part(b"iCCP", b"x\0\0" + zlib.compress(SECRET)),
	"iCCP-name": with_png_part(b"iCCP", SECRET + b"\0\0" + zlib.compress(PROFILE)),
	"behind": dots("PNG") + SECRET,
}
JPEGS = {
	"COM": with_segment(0xFE, SECRET),
	"Exif": with_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0" + SECRET),
	"XMP": with_segment(0xE1, XMP),
	"MPF": with_segment(0xE2, b"MPF\0" + SECRET),
	"IPTC": with_segment(0xED, b"Photoshop 3.0\0" + SECRET),
	"own": with_segment(0xEB, SECRET),
	"JFIF-thumbnail": with_segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x08\x01" + SECRET),
	"behind": dots("JPEG") + SECRET,
	"progressive": with_segment(0xFE, SECRET, dots("JPEG", progressive=True)) + SECRET,
	"second-picture": dots("JPEG") + with_segment(0xE1, XMP),
	"fill": dots("JPEG").replace(b"\xff\xdb", b"\xff\xff\xff\xdb", 1) + SECRET,
}


@pytest.mark.parametrize(("name", "kind"), [*((n, PNG) for n in PNGS), *((n, JPEG) for n in JPEGS)])
def test_what_a_camera_or_a_program_wrote_is_cut(name: str, kind: str) -> None:
	content = {PNG: PNGS, JPEG: JPEGS}[kind][name]
	found = without_metadata(kind, content)
	assert len(found) < len(content)
	assert SECRET not in found
	assert same_dots(content, found)
	assert without_metadata(kind, found) == found


def test_exif_and_xmp_of_a_webp_are_cut() -> None:
	exif = Image.Exif()
	exif[0x010F] = SECRET.decode()
	content = dots("WEBP", exif=exif, xmp=SECRET, lossless=True) + SECRET
	found = without_metadata(WEBP, content)
	assert SECRET not in found
	assert same_dots(content, found)
	with Image.open(io.BytesIO(found)) as picture:
		assert not picture.getexif()


TEXTS = ("desc", "cprt", "dmdd", "targ", "prVt")
MATRIX = ("wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC")


def tags_of(profile: bytes) -> dict[str, bytes]:
	"""The parts of a profile of colours by their signatures (ICC.1, clause 7.3)."""
	found = {}
	for place in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12):
		start, length = (int.from_bytes(profile[place + by : place + by + 4]) for by in (4, 8))
		found[profile[place : place + 4].decode()] = profile[start : start + length]
	return found


def with_texts(profile: bytes = PROFILE, filling: int = 0) -> bytes:
	"""A profile whose texts and header say something of the camera; filling: bytes of a private part besides."""
	parts = tags_of(profile)
	parts |= {name: b"mluc\0\0\0\0" + SECRET for name in TEXTS}
	parts["prVt"] += bytes(filling)
	table, data = len(parts).to_bytes(4), b""
	for name, part in parts.items():
		table += name.encode() + (132 + 12 * len(parts) + len(data)).to_bytes(4) + len(part).to_bytes(4)
		data += part + bytes(-len(part) % 4)
	head = bytearray(profile[:128])
	head[48:56], head[84:100] = SECRET[:8], SECRET[:16]
	whole = bytes(head) + table + data + SECRET
	return len(whole).to_bytes(4) + whole[4:]


def colours(content: bytes, profile: bytes) -> bytes:
	with Image.open(io.BytesIO(content)) as picture:
		lab = ImageCms.createProfile("LAB")
		seen = ImageCms.profileToProfile(picture.convert("RGB"), io.BytesIO(profile), lab, outputMode="LAB")
		return seen.tobytes()


@pytest.mark.parametrize("filling", [0, 150_000])
@pytest.mark.parametrize("kind", [JPEG, PNG, WEBP])
def test_a_profile_keeps_its_colours_and_no_text(kind: str, filling: int) -> None:
	profile = with_texts(filling=filling)
	content = dots(
		kind.partition("/")[2], icc_profile=profile, **({"lossless": True} if kind == WEBP else {})
	)
	found = without_metadata(kind, content)
	with Image.open(io.BytesIO(found)) as picture:
		kept = picture.info["icc_profile"]
	assert SECRET not in kept
	assert SECRET[:8] not in kept
	parts = tags_of(profile)
	assert {name: part for name, part in tags_of(kept).items() if name in MATRIX} == {
		name: part for name, part in parts.items() if name in MATRIX
	}
	assert not {"dmdd", "targ", "prVt"} & tags_of(kept).keys()
	assert colours(found, kept) == colours(content, profile)
	assert without_metadata(kind, found) == found


def test_colours_and_resolution_stay() -> None:
	profile = PROFILE
	for kind, content in (
		(JPEG, dots("JPEG", icc_profile=profile, dpi=(300, 300))),
		(PNG, dots("PNG", icc_profile=profile, dpi=(300, 300))),
	):
		found = without_metadata(kind, content)
		with Image.open(io.BytesIO(found)) as picture:
			assert colours(found, picture.info["icc_profile"]) == colours(content, profile)
			assert round(picture.info["dpi"][0]) == 300
	out = io.BytesIO()
	Image.new("CMYK", (8, 8), (9, 99, 199, 0)).save(out, "JPEG")
	assert same_dots(out.getvalue(), without_metadata(JPEG, out.getvalue()))


@pytest.mark.parametrize("kind", [PNG, JPEG])
def test_a_plain_picture_stays_byte_for_byte(kind: str) -> None:
	content = dots(kind.partition("/")[2])
	assert without_metadata(kind, content) == content
	assert without_metadata("application/pdf", SECRET) == SECRET


@pytest.mark.parametrize(
	("kind", "content"),
	[
		(PNG, dots("PNG")[:-12]),
		(PNG, dots("PNG")[:40]),
		(JPEG, dots("JPEG")[:-2]),
		(JPEG, b"\xff\xd8\xff\xe1\xff\xff"),
		(JPEG, b"\xff\xd8\xff\xe1"),
		(JPEG, b"GIF89a"),
		(PNG, b"GIF89a"),
		(WEBP, b"GIF89a"),
	],
)
def test_a_cut_picture_is_damaged(kind: str, content: bytes) -> None:
	with pytest.raises(PictureDamaged):
		without_metadata(kind, content)


@given(some.sampled_from([JPEG, PNG, WEBP]), some.binary(max_size=60), some.integers(0, 700))
def test_nothing_is_raised_but_what_is_declared(kind: str, noise: bytes, place: int) -> None:
	content = dots(kind.partition("/")[2])
	try:
		found = without_metadata(kind, content[:place] + noise + content[place + len(noise) :])
	except PictureDamaged:
		return
	assert found


def test_text_of_pillow_itself_is_cut() -> None:
	text = PngImagePlugin.PngInfo()
	text.add_itxt("Comment", SECRET.decode(), zip=True)
	content = dots("PNG", pnginfo=text)
	assert not Image.open(io.BytesIO(without_metadata(PNG, content))).text
