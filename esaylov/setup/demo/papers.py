"""Papers of the demonstration and of tests: a PDF of one page and a drawn face. Nobody's, and plainly made up."""

import io

from PIL import Image, ImageDraw

PHOTO_SIZE = (354, 472)
"""3x4 cm at 300 dots an inch."""


def pdf(text: str = "Qaror") -> bytes:
	"""A whole PDF of one page. Its second line are bytes above 127, as programs write them: they decode as windows-1250."""
	drawn = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
	objects = (
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
		b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	)
	made, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
	for number, each in enumerate(objects, 1):
		places.append(len(made))
		made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
	table = b"".join(b"%010d 00000 n \n" % place for place in places)
	size = len(objects) + 1
	return (
		made
		+ b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
		+ b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
	)


def face(width: int = PHOTO_SIZE[0], height: int = PHOTO_SIZE[1]) -> bytes:
	"""A drawn face as a JPEG: nobody's photo."""
	picture = Image.new("RGB", (width, height), "#FFFFFF")
	draw = ImageDraw.Draw(picture)
	draw.ellipse([width * 0.1, height * 0.72, width * 0.9, height * 1.3], fill="#3C97AB")
	draw.ellipse([width * 0.3, height * 0.18, width * 0.7, height * 0.72], fill="#C9A58B")
	out = io.BytesIO()
	picture.save(out, "JPEG", quality=85)
	return out.getvalue()
