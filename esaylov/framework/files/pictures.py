"""Pictures of users: judged, cut, turned and made small. Pixels are judged, never a face.

The functions know nothing of the site, so a program of their own can do the same work (`run_program`).
"""

import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageFile, ImageOps

WIDTH, HEIGHT = 354, 472
"""Dots of a photo: 30 x 40 mm at 300 dpi."""
LEAST = 0.5
"""Share of these dots that a cut must have: 150 dpi still prints a face."""
FARTHEST = (0.5, 1.5)
"""Width by height of a picture that may be cut unseen: a face in the middle survives it. Own design."""
HEADROOM = 0.4
"""Of what is cut off above and below, the share that goes above: heads stand in the upper half."""
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000}
"""A JPEG is read at the size that is needed; of a PNG every dot has to be held in memory."""
MOST_KEPT_PIXELS = 40_000_000
"""Of a picture that is kept as it is: A4 scanned at 600 dpi has 35 million."""
MOST_SCANS = 100
"""Passes over a JPEG; cameras and programs write ten. One of 60 bytes goes over all dots, so a file of 5 MB took four minutes."""
SCAN = b"\xff\xda"
"""Begins a pass; between the bytes of one it does not occur."""
QUALITY, UPRIGHT_QUALITY, PREVIEW_QUALITY = 88, 92, 80
ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The EXIF tag of how the camera was held, and the values at which width and height change places."""
COSTLY_PIXELS = {"JPEG": 2_000_000, "PNG": 1_000_000}
"""Reading a picture with more takes longer than about 40 ms of a core [ours]."""
REFUSED: Final = 10
"""Exit status of a picture that is refused; the code and its parameters are then the output."""

Box = tuple[float, float, float, float]
Params = Mapping[str, int]


class PictureRefused(ValueError):
	"""code: of a finding: `photo_unreadable`, `photo_small`, `photo_ratio`, `file_unreadable`, `picture_too_large`."""

	def __init__(self, code: str, params: Params | None = None) -> None:
		super().__init__(code)
		self.code, self.params = code, dict(params or {})


def is_costly(content: bytes) -> bool:
	"""By the head of the file alone. What cannot be opened costs nothing: it is refused when it is read."""
	try:
		with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as picture:
			scans = content.count(SCAN) if picture.format == "JPEG" else 1
			most = COSTLY_PIXELS[str(picture.format)]
			return bool(picture.width * picture.height * max(scans // 10, 1) > most)
	except Exception:
		return False


def cut(content: bytes, *part: float) -> bytes:
	"""The picture as a JPEG of WIDTH x HEIGHT without metadata; a photo that `cut` made stays what it is.

	part: left, top, width, height of the part that was chosen, as shares of the upright picture; the largest 3x4 of it
	is taken. Without one, the middle of the picture. Raises PictureRefused.
	"""
	with _opened(content, tuple(MOST_PIXELS), "photo_unreadable") as picture:
		width, height = _upright_size(picture)
		if width * height > MOST_PIXELS[str(picture.format)]:
			raise PictureRefused("photo_unreadable")
		if not part and _is_cut(picture):
			picture.load()
			return content
		box = _box(width, height, part)
		_require_enough(width, height, box, is_chosen=bool(part))
		return _made(picture, (width, height), box)


def check(content: bytes, form: str) -> bytes:
	"""Nothing, for a picture that may be kept as it is. form: JPEG or PNG. Raises PictureRefused."""
	with _opened(content, (form,), "file_unreadable") as picture:
		if picture.width * picture.height > MOST_KEPT_PIXELS:
			raise PictureRefused("picture_too_large", {"limit": MOST_KEPT_PIXELS // 1_000_000})
		picture.draft("RGB", (picture.width // 8, picture.height // 8))  # a JPEG is read at an eighth
		picture.load()
	return b""


def is_turned(content: bytes, form: str) -> bool:
	"""Whether the camera was held on its side, as the file says."""
	with Image.open(io.BytesIO(content), formats=(form,)) as picture:
		return picture.getexif().get(ORIENTATION, 1) not in (0, 1)


def upright(content: bytes, form: str) -> bytes:
	"""The dots of a picture written again as somebody sees them. Raises PictureRefused."""
	out = io.BytesIO()
	with _opened(content, (form,), "file_unreadable") as picture:
		kept = {name: picture.info[name] for name in ("icc_profile", "dpi") if name in picture.info}
		if form == "JPEG":
			kept["quality"] = UPRIGHT_QUALITY
		ImageOps.exif_transpose(picture).save(out, form, **kept)
	return out.getvalue()


def preview(content: bytes, side: int) -> bytes:
	"""A picture as a small JPEG of our own, on white; side: dots of the longer one, at most. Raises PictureRefused."""
	with _opened(content, tuple(MOST_PIXELS), "file_unreadable") as picture:
		if picture.width * picture.height > MOST_KEPT_PIXELS:
			raise PictureRefused("file_unreadable")
		picture.draft("RGB", (2 * side, 2 * side))
		small = ImageOps.exif_transpose(picture).convert("RGBA")
		small.thumbnail((side, side), Image.Resampling.BILINEAR)
		return _on_white(small, PREVIEW_QUALITY)


def smaller(content: bytes, width: int) -> bytes:
	"""A photo that `cut` made as a smaller JPEG, for a page; width in dots."""
	picture = Image.open(io.BytesIO(content), formats=("JPEG",))
	out = io.BytesIO()
	small = picture.convert("RGB").resize((width, width * HEIGHT // WIDTH), Image.Resampling.LANCZOS)
	small.save(out, "JPEG", quality=PREVIEW_QUALITY, optimize=True)
	return out.getvalue()


WORKS: Final[Mapping[str, Callable[..., bytes]]] = {
	work.__name__: work for work in (cut, check, upright, preview)
}


def run_program(words: Sequence[str]) -> int:
	"""Do one of WORKS to the picture on standard input. words: its name, and its arguments as JSON.

	Writes what it made, or code and parameters of the refusal; gives the exit status: 0 or REFUSED.
	"""
	name, arguments = words
	try:
		sys.stdout.buffer.write(WORKS[name](sys.stdin.buffer.read(), *json.loads(arguments)))
	except PictureRefused as problem:
		sys.stdout.write(json.dumps([problem.code, problem.params]))
		return REFUSED
	return 0


@contextmanager
def _opened(content: bytes, forms: tuple[str, ...], code: str) -> Iterator[Image.Image]:
	"""A picture whose dots are read inside. Raises PictureRefused with the code for one that is damaged.

	The framework has pillow fill what is missing of a cut picture with grey, in the whole process; here it raises. Whatever
	goes wrong inside is the picture's fault: the library raises what it likes.
	"""
	lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
	try:
		with Image.open(io.BytesIO(content), formats=forms) as picture:
			if picture.format == "JPEG" and content.count(SCAN) > MOST_SCANS:
				raise PictureRefused(code)
			try:
				yield picture
			finally:
				picture.close()  # its dots go before the next picture is read, not when its caller lets go of it
	except PictureRefused:
		raise
	except Exception as problem:
		raise PictureRefused(code) from problem
	finally:
		ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _upright_size(picture: Image.Image) -> tuple[int, int]:
	is_lying = picture.getexif().get(ORIENTATION) in ON_ITS_SIDE
	return (picture.height, picture.width) if is_lying else (picture.width, picture.height)


def _is_cut(picture: Image.Image) -> bool:
	"""Whether this is a photo of our own making: its size, and nothing beside the picture in the file."""
	is_plain = all(str(key).startswith("jfif") for key in picture.info)
	is_ours = picture.format == "JPEG" and picture.mode == "RGB" and picture.size == (WIDTH, HEIGHT)
	return is_ours and is_plain and not picture.getexif() and len(getattr(picture, "applist", ())) <= 1


def _require_enough(width: int, height: int, box: Box, *, is_chosen: bool) -> None:
	if not is_chosen and not FARTHEST[0] <= width / height <= FARTHEST[1]:
		raise PictureRefused("photo_ratio", {"width": width, "height": height})
	if round(box[2] - box[0]) < int(WIDTH * LEAST):
		least = {"least_width": int(WIDTH * LEAST), "least_height": int(HEIGHT * LEAST)}
		raise PictureRefused("photo_small", {"width": width, "height": height, **least})


def _made(picture: Image.Image, size: tuple[int, int], box: Box) -> bytes:
	"""A box of the upright picture, whose size is given, as a new JPEG on white."""
	share = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1])
	needed = round(HEIGHT / share)
	picture.draft("RGB", (needed, needed))  # a JPEG of many million dots is not read at all of them
	upright = ImageOps.exif_transpose(picture)
	scale = upright.width / size[0], upright.height / size[1]
	part = (box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1])
	part = (part[0], part[1], min(part[2], upright.width), min(part[3], upright.height))
	return _on_white(
		upright.convert("RGBA").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=part), QUALITY
	)


def _on_white(picture: Image.Image, quality: int) -> bytes:
	out = io.BytesIO()
	ground = Image.new("RGBA", picture.size, "#FFFFFF")
	Image.alpha_composite(ground, picture).convert("RGB").save(out, "JPEG", quality=quality)
	return out.getvalue()


def _box(width: int, height: int, chosen: Sequence[float]) -> Box:
	"""The largest 3x4 part in dots: of the chosen part its middle; of a whole picture a little above the middle upright."""
	if chosen:
		left, top, within = chosen[0] * width, chosen[1] * height, (chosen[2] * width, chosen[3] * height)
	else:
		left, top, within = 0.0, 0.0, (float(width), float(height))
	part = min(within[0], within[1] * WIDTH / HEIGHT), min(within[1], within[0] * HEIGHT / WIDTH)
	above = 0.5 if chosen else HEADROOM
	left, top = left + (within[0] - part[0]) / 2, top + (within[1] - part[1]) * above
	return (left, top, left + part[0], top + part[1])
