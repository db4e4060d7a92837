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
