"""A printed page as a picture, and how far two pictures are apart."""

import io
import shutil
import subprocess

from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader


def pages(pdf: bytes, dpi: int = 300, last: int = 0) -> list[Image.Image]:
	"""The pages as a printer draws them; last: only up to this one."""
	count = last or len(PdfReader(io.BytesIO(pdf)).pages)
	command = [shutil.which("pdftoppm"), "-png", "-r", str(dpi)]
	found = []
	for page in range(1, count + 1):
		place = ["-f", str(page), "-l", str(page), "-"]
		drawn = subprocess.run([*command, *place], input=pdf, capture_output=True, check=True)
		found.append(Image.open(io.BytesIO(drawn.stdout)))
	return found


def text(pdf: bytes) -> str:
	"""The text of all pages with single spaces."""
	command = [shutil.which("pdftotext"), "-raw", "-", "-"]
	return " ".join(
		subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode().split()
	)


def apart(one: Image.Image, other: Image.Image) -> float:
	"""Percent of the dots that differ by more than 48 of 255 grey levels, after both lost a dot of sharpness.

	Pictures of another size are as far apart as can be.
	"""
	if one.size != other.size:
		return 100.0
	soft = [each.convert("L").filter(ImageFilter.BoxBlur(1)) for each in (one, other)]
	levels = ImageChops.difference(*soft).histogram()
	return 100 * sum(levels[48:]) / sum(levels)
