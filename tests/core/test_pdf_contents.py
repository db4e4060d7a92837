"""PDFs that act by themselves or carry other files are found however they hide it, and no file costs more than the limit."""

import zlib

import pytest
from factories.papers import PDF, object_stream, stream, with_object

from esaylov.core.formats import pdf_contents as look
from esaylov.core.formats import pdf_values

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


@pytest.mark.parametrize(
	"body",
	[
		b"<</Type/Catalog/OpenAction %s>>" % SCRIPT,
		b"<</JS 7 0 R>>",
		b"<</S/J#61vaScript>>",
		b"<</J#53(app.alert(1))>>",
		b"<</Names<</JavaScript 7 0 R>>>>",
		b"<</S/Launch/F(cmd.exe)>>",
		b"/Launch",  # as the value of a reference
		b"<</Names<</EmbeddedFiles<<>>>>>>",
		b"<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>",
		b"<</Subtype/FileAttachment>>",
		b"<</AcroForm<</XFA 7 0 R>>>>",
		b"<</Subtype/RichMedia>>",
		b"<</Title(endobj >>stream\n)/JS(1)>>",  # what looks like the end is a text
		b"<</Title(a\\)(b)c)%)\n/JS(1)>>",
		b"<</Title<29>/JS(1)>>",
		b"<</Title(x) /A endobj /JS(1)>>",
		stream(b"", b"9 0 obj <</JS(1)>> endobj"),  # a table may point into a stream
		b"(9 0 obj <</JS(1)>> endobj)",
		b"<<>>\nendobj\n10%x\n0%x\nobj" + SCRIPT,
		b"<<>>\nendobj\ntrailer<</Root<</OpenAction%s>>>>" % SCRIPT,
		object_stream(SCRIPT),
		object_stream(SCRIPT, b"/Filter/FlateDecode"),  # readers do not need the type
		object_stream(SCRIPT, b"/Type/O#62jStm/Filter/F#6cateDecode"),
		object_stream(b"(a %" + SCRIPT + b"\n)", head=b"11 4 "),  # its table may point into a text
		stream(b"/Type/ObjStm/N 1/First 5", b"11 0 " + SCRIPT),
	],
)
def test_what_acts_or_carries_files_is_found(body: bytes) -> None:
	with pytest.raises(pdf_values.PdfUnsafe):
		look.check(with_object(body))


@pytest.mark.parametrize(
	"body",
	[
		b"<</Title(/JS /JavaScript \\) /Launch)>>",
		b"<</A<</S/URI/URI(https://example.org/JavaScript/JS/)>>>>",
		b"<</OpenAction[3 0 R/Fit]/AA<<>>>>",
		b"<</JSON 1/JavaScripts 2/EFG 3>>",
		b"<<>>%/JS\n",
		stream(b"/Filter/DCTDecode", b"\xff\xd8/JS(1) /Launch \xff\xd9"),  # dots of a picture
		object_stream(b"<</URI(https://example.org/JavaScript/Guide)>>"),
		b"<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>",
		stream(b"/N 3/Alternate/DeviceRGB", b"/JS(1)"),  # a colour profile
	],
)
def test_a_plain_paper_is_taken(body: bytes) -> None:
	look.check(with_object(body))


def test_an_encrypted_one_is_locked() -> None:
	with pytest.raises(pdf_values.PdfLocked):
		look.check(PDF.replace(b"trailer<<", b"trailer<</Encrypt 9 0 R"))


@pytest.mark.parametrize(
	"content",
	[
		PDF.replace(b"trailer<<", b"trailer<x"),
		with_object(
			stream(b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode", b"11 0 " + SCRIPT)
		),  # not packed as said
		with_object(object_stream(SCRIPT, b"/Filter[/ASCIIHexDecode/FlateDecode]")),
		with_object(object_stream(SCRIPT, b"/First 1/Filter/FlateDecode")),  # two first places
		with_object(object_stream(b"", head=b"11 999999999 ")),  # behind the end
		with_object(object_stream(SCRIPT, b"/DecodeParms<</Predictor 12>>/Filter/FlateDecode")),
		with_object(
			stream(b"/Type/ObjStm/N 1/First 7 0 R/Filter/FlateDecode", zlib.compress(b"11 0 " + SCRIPT))
		),
	],
)
def test_what_no_writer_makes_is_not_read(content: bytes) -> None:
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(content)


@pytest.mark.parametrize(
	"content",
	[
		PDF + b"\n1 0 obj(" * 20_000,  # each to the end of the file
		PDF + b"\n1 0 obj 1" * 20_000,
		PDF + b"\n1 0 obj" + b"<<" * 50_000,
		PDF + b"\n1 0 obj[" + b"()" * 50_000,
		PDF + b"\n1 0 obj[" + b"/a" * 50_000,
		PDF + b"\n1 0 obj[<" * 20_000,
		PDF + b"\n1 0 obj" * 20_000 + b" %" * 20_000,
		PDF + b" 1 0 obj[]%" * 40_000,  # one line: each comment to its end
		with_object(object_stream(bytes(4_000_000))),
		b"".join(with_object(object_stream(bytes(300_000))) for _ in range(10)),
		with_object(
			object_stream(b"1 " * 100_000, head=b"".join(b"11 %d " % n for n in range(0, 100_000, 2)))
		),
		PDF + b"\n1 0 obj<</Type/ObjStm/N 1/First 5>>stream\n" * 5_000 + b"endstream",  # each to the same end
	],
	ids=lambda content: f"{len(content)}",
)
def test_no_file_costs_more_than_the_limit(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(look, "LIMIT", 2_000_000)
	monkeypatch.setattr(look, "UNPACKED", 1_000_000)
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(content)


def test_a_long_paper_is_far_from_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(look, "LIMIT", look.LIMIT // 5)
	pages = b"\n9 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 5 0 R>>endobj" * 10_000
	look.check(PDF.replace(b"xref\n0 ", pages + b"xref\n0 "))
