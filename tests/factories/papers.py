"""Papers as people attach them, made by hand, and what damages them."""

import zlib

from esaylov.setup.demo.papers import pdf as pdf

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


def nested_forms(levels: int = 10, repeats: int = 10) -> bytes:
	"""A PDF of one page whose forms each draw the next one `repeats` times: `repeats` to the power of `levels` drawings."""
	objects = [
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
		b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
		stream(b"", b"/F Do\n"),
	]
	form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
	for _level in range(levels):
		resources = b"/Resources<</XObject<</F %d 0 R>>>>" % (len(objects) + 2)
		objects.append(stream(form + b"/Filter/FlateDecode" + resources, zlib.compress(b"/F Do\n" * repeats)))
	objects.append(stream(form, b"0 0 9 9 re f\n"))
	return numbered(objects)


def numbered(objects: list[bytes]) -> bytes:
	"""A whole PDF of these objects, the first of which is its catalog."""
	body, places = b"%PDF-1.4\n", []
	for number, each in enumerate(objects, 1):
		places.append(len(body))
		body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
	table = b"".join(b"%010d 00000 n \n" % place for place in places)
	size = len(objects) + 1
	end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
	return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def xref_loop() -> bytes:
	"""A PDF of one page whose trailer names its own cross-reference table as the one before it."""
	place = PDF.rindex(b"xref\n0 ")
	return PDF.replace(b"trailer<<", b"trailer<</Prev %d" % place)


def page_loop() -> bytes:
	"""A PDF whose page tree has itself among its pages."""
	tree = b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>"
	page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
	return numbered([b"<</Type/Catalog/Pages 2 0 R>>", tree, page])
