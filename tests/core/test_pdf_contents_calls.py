"""PDFs that connect to something when they are opened, fetch content, or print other layers than they show; ordinary
links are allowed."""

import zlib

import pytest
from factories.papers import PDF, nested_forms, object_stream, page_loop, stream, with_object, xref_loop

from esaylov.core.formats import pdf_contents as look
from esaylov.core.formats import pdf_values

URI = b"<</S/URI/URI(http://example.org/)>>"
XML = b"/Type/Metadata/Subtype/XML"
LINK = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A%s>>" % URI
LAYERS = b"<</OCProperties<</OCGs[7 0 R]/D<</AS[<</Event/Print/Category[/Print]/OCGs[7 0 R]>>]%s>>>>>>"


def objects(**bodies: bytes) -> bytes:
	"""The PDF with objects of these numbers, `_7=…`."""
	made = b"".join(b"%s 0 obj\n%s\nendobj\n" % (name[1:].encode(), body) for name, body in bodies.items())
	return PDF.replace(b"xref\n0 ", made + b"xref\n0 ", 1)


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(with_object(b"<</A<</S/GoToR/F(//example.org/a)/D[0/Fit]>>>>"), id="other-file"),
		pytest.param(with_object(b"<</S/GoToE/T<</R/P>>>>"), id="file-inside"),
		pytest.param(with_object(b"<</A<</S/SubmitForm/F 8 0 R>>>>"), id="form-sent"),
		pytest.param(with_object(b"<</A<</S/ImportData/F(a.fdf)>>>>"), id="data-read"),
		pytest.param(with_object(b"<</A<</S/Rendition/OP 0>>>>"), id="media-played"),
		pytest.param(with_object(b"<</Subtype/Movie/Movie<</F(a.avi)>>>>"), id="movie"),
		pytest.param(with_object(b"<</Type/Filespec/FS/URL/F(http://example.org/a)>>"), id="file-at-address"),
		pytest.param(with_object(b"<</Type/Catalog/OpenAction%s>>" % URI), id="open"),
		pytest.param(with_object(b"<</Type/Catalog/Open#41ction%s>>" % URI), id="open-escaped"),
		pytest.param(objects(_8=b"<</OpenAction 7 0 R>>", _7=URI), id="open-by-number"),
		pytest.param(objects(_8=b"<</OpenAction%x\n7\n0\rR>>", _7=URI), id="open-by-number-with-comment"),
		pytest.param(objects(_8=b"<</OpenAction 007 0 R>>", _7=URI), id="open-by-long-number"),
		pytest.param(
			objects(_8=b"<</OpenAction 7 0 R>>", _7=b"<</S/GoTo/D[3 0 R/Fit]/Next 9 0 R>>", _9=URI),
			id="next",
		),
		pytest.param(
			objects(_8=b"<</OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[6 0 R 9 0 R]>>>>", _9=URI), id="next-list"
		),
		pytest.param(objects(_8=b"<</OpenAction 7 0 R>>", _7=b"9 0 R", _9=URI), id="a-number-of-a-number"),
		pytest.param(
			with_object(object_stream(b"<</OpenAction 7 0 R>> " + URI, head=b"8 0 7 22 ")), id="open-packed"
		),
		pytest.param(with_object(b"<</Type/Page/AA<</O%s>>>>" % URI), id="page-opened"),
		pytest.param(objects(_8=b"<</Type/Page/AA<</O 7 0 R>>>>", _7=URI), id="page-opened-by-number"),
		pytest.param(objects(_8=b"<</AA 6 0 R>>", _6=b"<</WC 7 0 R>>", _7=URI), id="closed-by-two-numbers"),
		pytest.param(
			with_object(b"<</OpenAction<</S/Thread/F(\\\\\\\\host\\\\share\\\\a.pdf)/D 0>>>>"),
			id="thread-of-another-file",
		),
		pytest.param(with_object(b"<</A<</S/Thread/D 0/F 7 0 R>>>>"), id="thread-of-a-numbered-file"),
		pytest.param(objects(_8=b"<</A<</S 7 0 R/F(a.pdf)>>>>", _7=b"/Thread"), id="thread-by-number"),
		pytest.param(
			with_object(stream(b"/Subtype/Form/OPI<</2.0<</F(a.tif)>>>>", b"")), id="picture-elsewhere"
		),
		pytest.param(with_object(b"<</SpiderInfo<</V 1.0/C[7 0 R]>>>>"), id="pages-of-a-site"),
		pytest.param(
			with_object(b"<</SV<</Type/SV/TimeStamp<</URL(http://example.org/)/Ff 1>>>>>>"), id="time-stamp"
		),
		pytest.param(
			objects(_8=b"<</SV<</TimeStamp 7 0 R>>>>", _7=b"<</Ff 1/URL 6 0 R>>"), id="time-stamp-by-number"
		),
		pytest.param(with_object(stream(XML, b'<!DOCTYPE a SYSTEM "http://example.org/a"><a/>')), id="types"),
		pytest.param(
			with_object(stream(XML, b'<?xml-stylesheet href="http://example.org/a"?><a/>')), id="style"
		),
		pytest.param(
			with_object(stream(XML + b"/Filter/FlateDecode", zlib.compress("<!DOCTYPE a>".encode("utf-16")))),
			id="types-packed",
		),
		pytest.param(with_object(stream(b"/F(http://example.org/a)", b"")), id="external-stream"),
		pytest.param(with_object(stream(b"/#46 7 0 R", b"")), id="external-stream-escaped"),
		pytest.param(with_object(stream(b"/FFilter/FlateDecode", b"")), id="external-filter"),
		pytest.param(
			with_object(stream(b"/Subtype/Form/Ref<</F(a.pdf)/Page 0>>", b"")), id="page-of-another-file"
		),
		pytest.param(
			objects(
				_8=LAYERS % b"",
				_7=b"<</Type/OCG/Usage<</Print<</PrintState/OFF>>/View<</ViewState/ON>>>>>>",
			),
			id="layer-not-printed",
		),
		pytest.param(
			objects(_8=LAYERS % b"", _7=b"<</Type/OCG/Usage<</Print<</PrintState/OFF>>>>>>"),
			id="layer-not-printed-and-shown-by-default",
		),
		pytest.param(
			objects(_8=LAYERS % b"", _7=b"<</Type/OCG/Usage<</View<</ViewState/OFF>>>>>>"),
			id="layer-printed-alone",
		),
		pytest.param(
			objects(_8=LAYERS % b"/BaseState/OFF", _7=b"<</Type/OCG/Usage<</Print<</PrintState/ON>>>>>>"),
			id="layer-hidden-by-default-and-printed",
		),
		pytest.param(
			objects(_8=LAYERS % b"", _7=b"<</Usage<</Print 9 0 R/View 6 0 R>>>>", _9=b"<</PrintState/OFF>>"),
			id="layer-by-numbers",
		),
	],
)
def test_what_calls_out_or_prints_otherwise_is_unsafe(content: bytes) -> None:
	with pytest.raises(pdf_values.PdfUnsafe):
		look.check(content)


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(with_object(LINK), id="link"),
		pytest.param(objects(_8=b"<</Subtype/Link/A 7 0 R>>", _7=URI), id="link-by-number"),
		pytest.param(
			objects(_8=b"<</OpenAction 7 0 R>>", _7=b"<</S/GoTo/D[3 0 R/Fit]>>", _6=LINK), id="latex"
		),
		pytest.param(
			objects(_8=b"<</OpenAction[6 0 R/Fit]>>", _6=b"<</Annots[%s]>>" % LINK), id="first-page"
		),
		pytest.param(
			objects(_8=b"<</OpenAction<</S/GoTo/D[6 0 R/Fit]>>>>", _6=b"<</Annots[%s]>>" % LINK), id="go"
		),
		pytest.param(objects(_7=b"<</Title(a)/Next 8 0 R>>", _8=b"<</Title(b)/A%s>>" % URI), id="outline"),
		pytest.param(with_object(stream(b"/Resources<</Font<</F 5 0 R>>>>", b"/F 9 Tf")), id="font-named-f"),
		pytest.param(with_object(b"<</Subtype/Link/F 4>>"), id="flags"),
		pytest.param(
			objects(
				_8=LAYERS % b"",
				_7=b"<</Type/OCG/Usage<</Print<</PrintState/ON>>/View<</ViewState/ON>>>>>>",
			),
			id="watermark",
		),
		pytest.param(
			objects(_8=LAYERS % b"", _7=b"<</Usage<</Print<</PrintState/ON>>>>>>"), id="printed-and-shown"
		),
		pytest.param(
			objects(_8=b"<</OCProperties<</D<</Order[7 0 R]>>>>>>", _7=b"<</Type/OCG>>"), id="layers"
		),
		pytest.param(nested_forms(2, 10), id="a-few-forms"),
		pytest.param(with_object(b"<</Type/Thread/F 7 0 R/I<</Title(a)>>>>"), id="thread"),
		pytest.param(with_object(b"<</A<</S/Thread/D 0>>>>"), id="thread-of-this-file"),
		pytest.param(with_object(b"<</RoleMap<</URL/Span>>/S/URL>>"), id="style-named-url"),
		pytest.param(with_object(stream(XML, b"<?xpacket begin=''?><x:xmpmeta/>")), id="metadata"),
		pytest.param(
			with_object(stream(XML + b"/Filter/FlateDecode", zlib.compress(b"<a/>"))), id="metadata-packed"
		),
		pytest.param(objects(_7=b"<</Kids[8 0 R]>>", _8=b"<</Parent 7 0 R/Kids[6 0 R]>>"), id="levels"),
	],
)
def test_links_that_a_person_follows_and_plain_layers_are_taken(content: bytes) -> None:
	look.check(content)


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(xref_loop(), id="table"),
		pytest.param(xref_loop().replace(b"%PDF", b"\n\n%PDF", 1), id="places-from-the-head"),
		pytest.param(PDF.replace(b"\n", b"\n9 0 obj<</Type/XRef/Prev 9>>endobj\n", 1), id="stream"),
		pytest.param(page_loop(), id="page"),
		pytest.param(
			objects(_7=b"<</Kids[8 0 R]>>", _8=b"<</Kids 6 0 R>>", _6=b"[5 0 R 7 0 R]"), id="levels"
		),
		pytest.param(
			with_object(object_stream(b"<</Kids[8 0 R]>> <</Kids[7 0 R]>>", head=b"7 0 8 17 ")), id="packed"
		),
	],
)
def test_pointers_that_lead_back_to_where_they_begin_are_refused(content: bytes) -> None:
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(content)


def test_a_table_that_names_the_one_before_it_is_taken() -> None:
	place = PDF.rindex(b"xref\n0 ")
	look.check(PDF + b"xref\n0 0\ntrailer<</Size 9/Root 1 0 R/Prev %d>>\nstartxref\n9\n%%%%EOF" % place)
