"""Photos 3x4: cut to shape and made anew, so that nothing of the camera's data is kept. Pixels are judged, never a face."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from esaylov.core.findings import Finding
from esaylov.errors import FormInvalid

WIDTH, HEIGHT = 354, 472
"""Dots: 30 x 40 mm at 300 dpi."""
LEAST = 0.5
"""Share of these dots that a cut must have: 150 dpi still prints a face."""
FARTHEST = (0.5, 1.5)
"""Width by height of a picture that may be cut: a face in the middle survives it. Own design."""
HEADROOM = 0.4
"""Of what is cut off above and below, the share that goes above: heads stand in the upper half."""
MOST_PIXELS = 60_000_000
QUALITY = 88


def cut(content: bytes, field: str = "photo") -> bytes:
	"""The picture as a JPEG of WIDTH x HEIGHT without metadata. Raises FormInvalid (`photo_unreadable`, `_small`, `_ratio`)."""
	picture = _opened(content, field)
	width, height = picture.size
	if not FARTHEST[0] <= width / height <= FARTHEST[1]:
		raise FormInvalid([Finding("photo_ratio", field, params={"width": width, "height": height})])
	box = _box(width, height)
	if box[2] - box[0] < WIDTH * LEAST:
		least = {"least_width": int(WIDTH * LEAST), "least_height": int(HEIGHT * LEAST)}
		params = {"width": width, "height": height, **least}
		raise FormInvalid([Finding("photo_small", field, params=params)])
	out = io.BytesIO()
	picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS, box=box).save(out, "JPEG", quality=QUALITY)
	return out.getvalue()


def _opened(content: bytes, field: str) -> Image.Image:
	"""The picture upright, on white, in RGB."""
	try:
		picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
		if picture.width * picture.height > MOST_PIXELS:
			raise FormInvalid([Finding("photo_unreadable", field)])
		upright = ImageOps.exif_transpose(picture).convert("RGBA")
	except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
		raise FormInvalid([Finding("photo_unreadable", field)]) from problem
	ground = Image.new("RGBA", upright.size, "#FFFFFF")
	return Image.alpha_composite(ground, upright).convert("RGB")


def _box(width: int, height: int) -> tuple[float, float, float, float]:
	"""The largest 3x4 part: in the middle across, a little above it upright."""
	if width * HEIGHT > height * WIDTH:
		part = height * WIDTH / HEIGHT
		return ((width - part) / 2, 0, (width + part) / 2, height)
	part = width * HEIGHT / WIDTH
	top = (height - part) * HEADROOM
	return (0, top, width, top + part)
