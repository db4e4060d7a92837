"""The picture of a QR code: what it holds is read, each module is eight dots, and making it enlarges no picture."""

import base64
import io

import pytest
import zxingcpp
from PIL import Image

from esaylov.framework.files import papers
from esaylov.registers.certificates.papers import pictures


def drawn(text: str) -> Image.Image:
	kind, _, content = pictures.qr(text).partition(",")
	assert kind == "data:image/png;base64"
	return Image.open(io.BytesIO(base64.b64decode(content)))


@pytest.mark.parametrize("text", ["1", "https://saylov.example/verify#" + "aB3-" * 60])
def test_each_module_is_eight_dots_of_one_bit(text):
	picture, modules = drawn(text), papers.qr_dots(text).tolist()
	assert picture.mode == "1"
	assert picture.size == (8 * len(modules), 8 * len(modules))
	dots = [[1 if module else 0 for module in row for _ in range(8)] for row in modules for _ in range(8)]
	pixels = picture.load()
	assert [[1 if pixels[x, y] else 0 for x in range(picture.width)] for y in range(picture.height)] == dots


def test_a_reader_finds_the_text():
	text = "https://saylov.example/verify#" + "aB3-" * 50
	found = zxingcpp.read_barcodes(drawn(text).convert("L"))
	assert [code.text for code in found] == [text]


def test_it_is_written_without_a_picture_being_enlarged(monkeypatch):
	"""Enlarging and writing took 2.5 ms of the 4.7 ms of a mandate in a batch."""
	monkeypatch.setattr(Image.Image, "resize", None)
	monkeypatch.setattr(Image.Image, "save", None)
	assert pictures.qr("text").startswith("data:image/png;base64,")
