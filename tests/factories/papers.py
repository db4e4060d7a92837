"""Papers as people attach them, made by hand, and what damages them."""

import zlib


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


PDF = pdf()


def with_object(body: bytes, content: bytes = PDF) -> bytes:
	"""The PDF with one more object."""
	return content.replace(b"xref\n0 ", b"9 0 obj\n%s\nendobj\nxref\n0 " % body, 1)


def stream(entries: bytes, data: bytes) -> bytes:
	return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def object_stream(
	body: bytes, entries: bytes = b"/Type/ObjStm/Filter/FlateDecode", head: bytes = b"11 0 "
) -> bytes:
	"""Objects packed as writers do; the head says the number of each and where in the body it begins."""
	counts = b"/N %d/First %d" % (len(head.split()) // 2, len(head))
	return stream(entries + counts, zlib.compress(head + body))
