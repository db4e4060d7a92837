"""Photos 3x4: cut to shape and made anew, so that nothing of the camera's data is kept. Pixels are judged, never a face."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from PIL import Image, ImageFile, ImageOps

from esaylov.core.findings import Finding
from esaylov.core.picture_metadata import PictureDamaged, without_metadata
from esaylov.framework.errors import FileInWork, FormInvalid
from esaylov.framework.file_processes import waiting_thread

WIDTH, HEIGHT = 354, 472
"""Dots: 30 x 40 mm at 300 dpi."""
LEAST = 0.5
"""Share of these dots that a cut must have: 150 dpi still prints a face."""
FARTHEST = (0.5, 1.5)
"""Width by height of a picture that may be cut unseen: a face in the middle survives it. Own design."""
HEADROOM = 0.4
"""Of what is cut off above and below, the share that goes above: heads stand in the upper half."""
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000}
"""A JPEG is read at the size that is needed; of a PNG every dot has to be held in memory."""
MOST_KEPT_PIXELS = 40_000_000
"""Of a picture that is kept as it is: A4 scanned at 600 dpi has 35 million. The framework holds all dots to take the camera's data out."""
MOST_SCANS = 100
"""Passes over a JPEG; cameras and programs write ten. One of 60 bytes goes over all dots, so a file of 5 MB took four minutes."""
SCAN = b"\xff\xda"
"""Begins a pass; between the bytes of one it does not occur."""
QUALITY = 88
PREVIEW = 480
"""Dots of the longer side of a preview."""
ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The EXIF tag of how the camera was held, and the values at which width and height change places."""

COSTLY_PIXELS = {"JPEG": 16_000_000, "PNG": 8_000_000}
"""A larger picture takes about 0.3 s of a core. Few threads of a web process read such ones or wait for them [ours]."""
UPRIGHT_QUALITY = 92
MAY_BE_TURNED = (b"Exif\0\0", b"eXIf", b"http://ns.adobe.com/")
"""One of these is in each file that states how the camera was held."""

_decoding = threading.Lock()
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crop:
	"""The part of an upright picture that somebody chose; shares of its width and height, from the left and the top."""

	left: float
	top: float
	width: float
	height: float

	@classmethod
	def of(cls, text: str, field: str = "photo") -> Self | None:
		"""From `0.1,0.05,0.8,0.9`; None of an empty text. Raises FormInvalid (`photo_crop`)."""
		if not text:
			return None
		try:
			found = cls(*(float(part) for part in text.split(",")))
		except (TypeError, ValueError) as problem:
			raise FormInvalid([Finding("photo_crop", field)]) from problem
		if not found.lies_inside():
			raise FormInvalid([Finding("photo_crop", field)])
		return found

	def lies_inside(self) -> bool:
		"""Whether it is a part of the picture; a number that is none lies nowhere."""
		across = self.left >= 0 and self.width > 0 and self.left + self.width <= 1.001
		return across and self.top >= 0 and self.height > 0 and self.top + self.height <= 1.001


def cut(content: bytes, field: str = "photo", crop: Crop | None = None) -> bytes:
	"""The picture as a JPEG of WIDTH x HEIGHT without metadata; a photo that `cut` made stays what it is.

	crop: the part that was chosen, of which the largest 3x4 is taken; without one, the middle of the picture.
	Raises FormInvalid (`photo_unreadable`, `photo_small`, `photo_ratio`).
	"""
	with _opened(content, tuple(MOST_PIXELS), Finding("photo_unreadable", field)) as picture:
		width, height = _upright_size(picture)
		if width * height > MOST_PIXELS[str(picture.format)]:
			raise FormInvalid([Finding("photo_unreadable", field)])
		if crop is None and _is_cut(picture):
			picture.load()
			return content
		box = _box(width, height, crop)
		_check(width, height, box, crop, field)
		return _made(picture, (width, height), box)


def check(content: bytes, form: str, field: str) -> None:
	"""Raise FormInvalid (`file_unreadable`, `picture_too_large`) for a picture that is kept as it is. form: JPEG or PNG."""
	with _opened(content, (form,), Finding("file_unreadable", field)) as picture:
		if picture.width * picture.height > MOST_KEPT_PIXELS:
			limit = {"limit": MOST_KEPT_PIXELS // 1_000_000}
			raise FormInvalid([Finding("picture_too_large", field, params=limit)])
		picture.draft("RGB", (picture.width // 8, picture.height // 8))  # a JPEG is read at an eighth
		picture.load()


def without_camera_data(kind: str, content: bytes, field: str) -> bytes:
	"""A picture that is kept, as somebody sees it, without anything but its dots; other kinds stay as they are.

	The dots are only written again where the camera was held on its side: the file says so in what is cut. Raises FormInvalid
	(`file_unreadable`), FileInWork.
	"""
	try:
		return without_metadata(kind, _upright(kind, content, field))
	except PictureDamaged as problem:
		raise FormInvalid([Finding("file_unreadable", field)]) from problem


def _upright(kind: str, content: bytes, field: str) -> bytes:
	form = kind.partition("/")[2].upper()
	if form not in MOST_PIXELS or not any(mark in content for mark in MAY_BE_TURNED):
		return content
	with Image.open(io.BytesIO(content), formats=(form,)) as picture:
		if picture.getexif().get(ORIENTATION, 1) in (0, 1):
			return content
	out = io.BytesIO()
	with _opened(content, (form,), Finding("file_unreadable", field)) as picture:
		kept = {name: picture.info[name] for name in ("icc_profile", "dpi") if name in picture.info}
		if form == "JPEG":
			kept["quality"] = UPRIGHT_QUALITY
		ImageOps.exif_transpose(picture).save(out, form, **kept)
	return out.getvalue()


@contextmanager
def _turn_to_decode(content: bytes, forms: tuple[str, ...]) -> Iterator[None]:
	"""Inside, no other thread of this process reads a picture. Raises FileInWork where that takes too long for a costly one."""
	if not _is_costly(content, forms):
		with _decoding:
			yield
		return
	with waiting_thread() as seconds:
		if not _decoding.acquire(timeout=seconds):
			raise FileInWork
		try:
			yield
		finally:
			_decoding.release()


def _is_costly(content: bytes, forms: tuple[str, ...]) -> bool:
	"""By the head of the file alone. What cannot be opened costs nothing: it is refused when it is read."""
	try:
		with Image.open(io.BytesIO(content), formats=forms) as picture:
			most = COSTLY_PIXELS.get(str(picture.format), min(COSTLY_PIXELS.values()))
			scans = content.count(SCAN) if picture.format == "JPEG" else 1
			return bool(picture.width * picture.height * max(scans // 10, 1) > most)
	except Exception:
		return False


@contextmanager
def _opened(content: bytes, forms: tuple[str, ...], damaged: Finding) -> Iterator[Image.Image]:
	"""A picture whose dots are read inside, one at a time in a process, so that their memory does not add up.

	The framework has pillow fill what is missing of a cut picture with grey, in the whole process; here it raises. Whatever
	goes wrong inside is the picture's fault: the library raises what it likes.
	"""
	with _turn_to_decode(content, forms):
		lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
		try:
			with Image.open(io.BytesIO(content), formats=forms) as picture:
				if picture.format == "JPEG" and content.count(SCAN) > MOST_SCANS:
					raise FormInvalid([damaged])
				try:
					yield picture
				finally:
					picture.close()  # its dots go before the next picture is read, not when its caller lets go of it
		except FormInvalid:
			raise
		except Exception as problem:
			raise FormInvalid([damaged]) from problem
		finally:
			ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def preview(content: bytes, side: int = PREVIEW) -> bytes:
	"""A picture that was kept as it is (`check`) as a small JPEG of our own, on white; side: dots of the longer one, at most.

	Raises FormInvalid (`file_unreadable`).
	"""
	with _opened(content, tuple(MOST_PIXELS), Finding("file_unreadable", "")) as picture:
		if picture.width * picture.height > MOST_KEPT_PIXELS:
			raise FormInvalid([Finding("file_unreadable", "")])
		picture.draft("RGB", (2 * side, 2 * side))
		small = ImageOps.exif_transpose(picture).convert("RGBA")
		small.thumbnail((side, side), Image.Resampling.BILINEAR)
		out = io.BytesIO()
		ground = Image.new("RGBA", small.size, "#FFFFFF")
		Image.alpha_composite(ground, small).convert("RGB").save(out, "JPEG", quality=80)
		return out.getvalue()


def smaller(content: bytes, width: int) -> bytes:
	"""A photo that `cut` made as a smaller JPEG, for a page; width in dots."""
	picture = Image.open(io.BytesIO(content), formats=("JPEG",))
	out = io.BytesIO()
	small = picture.convert("RGB").resize((width, width * HEIGHT // WIDTH), Image.Resampling.LANCZOS)
	small.save(out, "JPEG", quality=80, optimize=True)
	return out.getvalue()


def _upright_size(picture: Image.Image) -> tuple[int, int]:
	is_lying = picture.getexif().get(ORIENTATION) in ON_ITS_SIDE
	return (picture.height, picture.width) if is_lying else (picture.width, picture.height)


def _is_cut(picture: Image.Image) -> bool:
	"""Whether this is a photo of our own making: its size, and nothing beside the picture in the file."""
	is_plain = all(str(key).startswith("jfif") for key in picture.info)
	is_ours = picture.format == "JPEG" and picture.mode == "RGB" and picture.size == (WIDTH, HEIGHT)
	return is_ours and is_plain and not picture.getexif() and len(getattr(picture, "applist", ())) <= 1


def _check(width: int, height: int, box: Box, crop: Crop | None, field: str) -> None:
	if crop is None and not FARTHEST[0] <= width / height <= FARTHEST[1]:
		raise FormInvalid([Finding("photo_ratio", field, params={"width": width, "height": height})])
	if round(box[2] - box[0]) < int(WIDTH * LEAST):
		least = {"least_width": int(WIDTH * LEAST), "least_height": int(HEIGHT * LEAST)}
		params = {"width": width, "height": height, **least}
		raise FormInvalid([Finding("photo_small", field, params=params)])


def _made(picture: Image.Image, size: tuple[int, int], box: Box) -> bytes:
	"""A box of the upright picture, whose size is given, as a new JPEG on white."""
	share = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1])
	needed = round(HEIGHT / share)
	picture.draft("RGB", (needed, needed))  # a JPEG of many million dots is not read at all of them
	upright = ImageOps.exif_transpose(picture)
	scale = upright.width / size[0], upright.height / size[1]
	part = (box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1])
	part = (part[0], part[1], min(part[2], upright.width), min(part[3], upright.height))
	small = upright.convert("RGBA").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=part)
	ground = Image.new("RGBA", small.size, "#FFFFFF")
	out = io.BytesIO()
	Image.alpha_composite(ground, small).convert("RGB").save(out, "JPEG", quality=QUALITY)
	return out.getvalue()


def _box(width: int, height: int, crop: Crop | None) -> Box:
	"""The largest 3x4 part in dots: of the chosen part its middle; of a whole picture a little above the middle upright."""
	if crop:
		left, top, within = crop.left * width, crop.top * height, (crop.width * width, crop.height * height)
	else:
		left, top, within = 0.0, 0.0, (float(width), float(height))
	part = min(within[0], within[1] * WIDTH / HEIGHT), min(within[1], within[0] * HEIGHT / WIDTH)
	above = 0.5 if crop else HEADROOM
	left, top = left + (within[0] - part[0]) / 2, top + (within[1] - part[1]) * above
	return (left, top, left + part[0], top + part[1])
