"""Ways to show a reader of PDFs an action that a scanner does not see: each is refused, and ordinary ways to write are not."""

import re
import zlib
from contextlib import suppress

import pytest
from factories.papers import PDF, object_stream, stream, with_object
from hypothesis import given
from hypothesis import strategies as some

from esaylov.core.formats import pdf_contents as look
from esaylov.core.formats import pdf_values

SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
REFUSED = (pdf_values.PdfUnsafe, pdf_values.PdfLocked, pdf_values.PdfUnreadable)
PACKED = b"/Type/ObjStm/Filter/FlateDecode"
HELD = zlib.compress(b"11 0 " + SCRIPT)


def of(entries: bytes, held: bytes) -> bytes:
	"""A PDF with a stream of objects whose dictionary is given whole."""
	return with_object(stream(entries, zlib.compress(held)))


@pytest.mark.parametrize(
	"content",
	[
		pytest.param(
			with_object(b"<< ] /OpenAction" + SCRIPT + b" >>"), id="closer-of-a-list-in-a-dictionary"
		),
		pytest.param(with_object(b"<</A[ >> /B " + SCRIPT + b"]>>"), id="closer-of-a-dictionary-in-a-list"),
		pytest.param(PDF.replace(b"trailer<<", b"trailer<< ] /Encrypt 9 0 R"), id="locked-behind-a-closer"),
		pytest.param(with_object(b"] " + SCRIPT), id="closer-before-the-object"),
		*(
			pytest.param(PDF + b"\n1 0%sobj%s" % (sign, SCRIPT), id=f"number-{sign.decode()}")
			for sign in (b"-", b".", b"e-", b"e+", b"+", b".0", b"\0", b"\f", b"%x\r")
		),
		pytest.param(of(PACKED + b"/N 1/First 0000000000005", b"11 0 " + SCRIPT), id="first-of-13-digits"),
		*(
			pytest.param(of(PACKED + b"/N 1" + first, b"11 0 " + SCRIPT + b" " * 400), id=f"first-{number}")
			for number, first in enumerate(
				(
					b"/X(/First 400)/F#69rst 5",
					b"%/First 400\n/F#69rst 5",
					b"/X</First 400>/F#69rst 5",
					b"/X<</First 400>>/First 7 0 R",
					b"/First 5-0",
					b"/First 5.0",
					b"/First +5",
					b"/First#205 /First 5",
					b"/First 5/First 5",
					b"/First 5/N 1",
					b"/First 5/X#2fLength 1",
					b"/First 5/F(a)",
				)
			)
		),
		*(
			pytest.param(of(PACKED + b"/N 1/First %d" % len(table), table + SCRIPT), id=f"table-{number}")
			for number, table in enumerate(
				(
					b"0000000001 0 ",
					b"1-0 0 ",
					b"1.0 0 ",
					b"1%\n 0 ",
					b"1\0 0 ",
					b"1\v0 0 ",
					b"1 0 5 ",
					b"1 0 5 0 ",
				)
			)
		),
		pytest.param(
			of(PACKED + b"/N 2/First 4", b"1 0 2 8 <<>>" + SCRIPT), id="more-objects-than-before-first"
		),
		pytest.param(of(PACKED + b"/N 1/First 3", b"1 08 /A    " + SCRIPT), id="number-cut-by-first"),
		pytest.param(of(PACKED + b"/N 2/First 9", b"1 5 2 0  " + SCRIPT), id="offsets-fall"),
		pytest.param(
			of(PACKED + b"/N 1/First 4", b"4 1 " + SCRIPT), id="read-from-first-whatever-the-table-says"
		),
		pytest.param(of(PACKED + b"/N 1/First 999", b"11 0 " + SCRIPT), id="first-behind-the-end"),
		pytest.param(
			of(PACKED + b"/N 2/First 9", b"1 0 2 17 <</F(x)/S/LaunchX/Y 1>>"),
			id="a-name-cut-by-the-next-object",
		),
		pytest.param(
			of(PACKED + b"/N 2/First 8", b"1 0 2 7 /LaunchX"), id="a-whole-name-cut-by-the-next-object"
		),
		pytest.param(
			with_object(stream(b"/Type/ObjStm/N 1/First 5/F/FlateDecode", HELD)), id="filter-by-short-key"
		),
		pytest.param(
			with_object(
				stream(b"/Type/ObjStm/N 1/First 5/Filter[/FlateDecode/FlateDecode]", zlib.compress(HELD))
			),
			id="packed-twice",
		),
		*(
			pytest.param(
				with_object(stream(b"/Type/ObjStm/N 1/First 5/Filter" + filters, HELD)),
				id=f"filters-{number}",
			)
			for number, filters in enumerate(
				(
					b" 7 0 R",
					b"[/FlateDecode/CCITTFaxDecode]",
					b"[/FlateDecode/JBIG2Decode]",
					b"/JPXDecode",
					b"[/Crypt/FlateDecode]",
					b"[]",
				)
			)
		),
		pytest.param(
			with_object(object_stream(stream(b"/N 1/First 5", b"11 0 " + SCRIPT))), id="stream-in-a-stream"
		),
		pytest.param(
			with_object(b"<<%s/N 1/First 5/Length 9>>stream\n%s\nendstream" % (PACKED, HELD[:-6])),
			id="flate-no-end",
		),
		pytest.param(
			with_object(stream(b"/Type/ObjStm/N 1/First 5", b"11 0 <</A(endstream)/B" + SCRIPT + b">>")),
			id="an-end-of-the-stream-in-it",
		),
		pytest.param(with_object(b"<</S/JavaScri#7zt/Next 7 0 R>>"), id="escape-of-one-digit"),
		pytest.param(
			PDF.replace(b"trailer<<", b"trailer<</Encry#7zt 9 0 R"), id="locked-by-an-escape-of-one-digit"
		),
		pytest.param(with_object(b"<</JS#00x(app.alert(1))>>"), id="name-cut-by-nul"),
		pytest.param(with_object(b"<</JS#00" + b"x" * 100 + b"(app.alert(1))>>"), id="long-name-cut-by-nul"),
		pytest.param(with_object(b"<</A\v/JS(1)>>"), id="a-space-that-is-none"),
		pytest.param(with_object(b"<</S 7 0 R>>endobj 7 0 obj/Launch"), id="value-elsewhere"),
		pytest.param(with_object(b"<</Subtype/U3D/OnInstantiate 7 0 R>>"), id="script-of-a-model"),
		pytest.param(with_object(b"<</A<41<4>/JS(1)>>"), id="opener-in-a-hex-text"),
		pytest.param(with_object(b"<</A< <<>/JS(1)>>"), id="openers-in-a-hex-text"),
		pytest.param(with_object(b"<</A>/JS(1)>>"), id="half-a-closer"),
		pytest.param(with_object(b"<</A{}/JS(1)}>>"), id="braces"),
		pytest.param(with_object(b"<</A(\\\\)/JS(1)>>"), id="escaped-backslash"),
		pytest.param(with_object(b"<<%>>\r/JS(1)>>"), id="comment-with-a-closer"),
		pytest.param(b"9 0 obj" + SCRIPT + b"endobj\n" + PDF, id="before-the-head"),
		pytest.param(PDF + b"9 0 obj" + SCRIPT + b"endobj\nstartxref\n0\n%%EOF", id="behind-the-end"),
		pytest.param(
			PDF + b"\n9 0 obj<</Type/XRef/Encrypt 3 0 R/W[1 2 1]/Length 0>>stream\n\nendstream",
			id="locked-by-a-table",
		),
		pytest.param(
			PDF.replace(b"startxref", b"%\ntrailer%\n<</Encrypt 9 0 R>>startxref"), id="second-trailer"
		),
	],
)
def test_what_other_readers_would_follow_is_refused(content: bytes) -> None:
	with pytest.raises(REFUSED):
		look.check(content)


@pytest.mark.parametrize(
	"content",
	[
		with_object(object_stream(b"<</A/B>>")),
		with_object(object_stream(b"<</A/B>> 5 [1]", head=b"11 0 12 9 13 11 ")),
		with_object(object_stream(b"<</A/B>>/C[1](x)<41>", head=b"11 0 12 8 13 10 14 13 15 16\n")),
		of(b"/Filter /FlateDecode /First 4 /N 1 /Type /ObjStm ", b"11 0<<>>"),
		of(b"\n/Type /ObjStm\n/N 1\n/First 5\n/Filter [ /FlateDecode ]\n/Extends 8 0 R\n", b"11 0\n<<>>"),
		with_object(
			b"<</Length 8 0 R/Filter/FlateDecode/N 1/First 5/Type/ObjStm>>\r\nstream\r\n%s\r\nendstream"
			% zlib.compress(b"11 0 <<>>")
		),
		with_object(stream(b"/Type/ObjStm/N 1/First 5", b"11 0 <<>>")),
		with_object(object_stream(b"", head=b"")),  # one of which the last object was taken out
		with_object(b"<</BaseFont/ABCDEF+#d0#90rial#2cBold>>"),
		with_object(stream(b"", b"\xff\xd8 obj ] >> obj /a obj ( obj <<")),  # dots of a picture
	],
)
def test_ordinary_ways_to_write_are_taken(content: bytes) -> None:
	look.check(content)


class Counted:
	"""In place of zlib: how many bytes were handed to it."""

	error = zlib.error

	def __init__(self) -> None:
		self.bytes = 0

	def decompressobj(self) -> "Counted":
		self.unpack = zlib.decompressobj()
		return self

	def decompress(self, data: bytes, most: int) -> bytes:
		self.bytes += len(data)
		return self.unpack.decompress(data, most)

	@property
	def eof(self) -> bool:
		return self.unpack.eof

	@property
	def unused_data(self) -> bytes:
		return self.unpack.unused_data


def test_what_is_handed_to_be_unpacked_is_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
	counted = Counted()
	monkeypatch.setattr(look, "LIMIT", 3_000_000)
	monkeypatch.setattr(look, "zlib", counted)
	tiny = b"9 0 obj" + object_stream(b"5") + b"endobj\n"
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(PDF + tiny * 5_000 + b" " * 1_000_000)
	assert 0 < counted.bytes <= 3_000_000


def test_blocks_that_unpack_to_nothing_are_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(look, "LIMIT", 3_000_000)
	pack = zlib.compressobj(wbits=15)
	empty = (
		pack.compress(b"11 0 5")
		+ pack.flush(zlib.Z_FULL_FLUSH)
		+ b"\0\0\0\xff\xff" * 1_000_000
		+ pack.flush()
	)
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(with_object(stream(PACKED + b"/N 1/First 5", empty)))
	look.check(with_object(stream(PACKED + b"/N 1/First 5", empty.replace(b"\0\0\0\xff\xff" * 999_000, b""))))


def test_a_table_is_not_longer_than_six_digits_say() -> None:
	with pytest.raises(pdf_values.PdfUnreadable):
		look.check(of(PACKED + b"/N 1/First 2000000", b"11 0 " + b" " * 2_000_000))


def test_letters_of_long_names_are_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
	written: list[bytes] = []
	monkeypatch.setattr(look, "_letter", lambda escape: written.append(escape[0]) or b"A")
	look.check(with_object(b"<</" + b"#41" * 100_000 + b" 1>>"))
	assert not written
	look.check(with_object(b"<</" + b"#41" * 13 + b" 1>>"))
	assert len(written) == 13


SPACES = some.sampled_from([b" ", b"\n", b"\r\n", b"\t", b"\0", b"%/JS>>\n", b" %(\r "])
PLAIN = some.one_of(
	some.sampled_from(
		[
			b"/Type",
			b"/Page",
			b"/JSON",
			b"/EFG",
			b"/A#20b",
			b"/Kids",
			b"/Encrypted",
			b"0",
			b"-1.5",
			b"null",
			b"7 0 R",
		]
	),
	some.sampled_from([b"(/JS)", b"(a\\)/Launch)", b"((/EF)\\\\)", b"(endobj)", b"()", b"<2f4A53>", b"<>"]),
)
VALUES = some.recursive(
	PLAIN,
	lambda values: some.one_of(
		some.lists(some.tuples(SPACES, values).map(b"".join), max_size=4).map(
			lambda of: b"[%s]" % b"".join(of)
		),
		some.lists(some.tuples(SPACES, values, SPACES).map(b"".join), max_size=4).map(
			lambda of: b"<<%s>>" % b"".join(b"/K" + each for each in of)
		),
	),
	max_leaves=8,
)
ACTIONS = [
	b"/JS(1)",
	b"/S/JavaScript",
	b"/S/Launch",
	b"/EF<<>>",
	b"/Subtype/FileAttachment",
	b"/XFA 7 0 R",
	b"/Type/EmbeddedFile",
	b"/S/GoToR",
	b"/S/SubmitForm",
	b"/FS/URL",
	b"/OpenAction<</S/URI/URI(1)>>",
	b"/AA<</O<</S/URI/URI(1)>>>>",
]
PLACES = {
	"own": with_object,
	"packed": lambda body: with_object(object_stream(body)),
	"plain": lambda body: with_object(stream(b"/N 1/First 5", b"11 0 " + body)),
	"second": lambda body: with_object(object_stream(b"5 " + body, head=b"11 0 12 2 ")),
	"appended": lambda body: PDF + b"9 0 obj" + body + b"endobj\n%%EOF",
	"minus": lambda body: PDF + b"9 0-obj" + body,
	"stream": lambda body: with_object(stream(b"", b"9 0 obj" + body)),
	"text": lambda body: with_object(b"(9 0 obj" + body + b")"),
	"trailer": lambda body: PDF + b"trailer<</Root " + body + b">>",
}
BENIGN = ("own", "packed", "plain", "second", "appended", "stream", "trailer")


def escaped(action: bytes, letters: set[int]) -> bytes:
	"""The action with these letters of its names as #xx."""
	return b"".join(
		b"#%02x" % letter if place in letters and 0x41 <= letter <= 0x7A else bytes([letter])
		for place, letter in enumerate(action)
	)


@given(some.sampled_from(BENIGN), VALUES, VALUES)
def test_whatever_does_not_act_is_taken(place: str, before: bytes, after: bytes) -> None:
	look.check(PLACES[place](b"<</A " + before + b"/B " + after + b">>"))


@given(
	some.sampled_from(sorted(PLACES)),
	VALUES,
	VALUES,
	some.sampled_from(ACTIONS),
	some.sets(some.integers(1, 12)),
	SPACES,
	some.sampled_from([b"", b"]", b">", b"{", b"[", b"<<", b")", b"#"]),
)
def test_whatever_acts_is_refused_however_it_is_written(
	place: str, before: bytes, after: bytes, action: bytes, letters: set[int], space: bytes, stray: bytes
) -> None:
	body = (
		b"<</A " + before + space + stray + space + escaped(action, letters) + space + b"/B " + after + b">>"
	)
	with pytest.raises(REFUSED):
		look.check(PLACES[place](body))


PIECES = some.sampled_from(
	[
		*(
			b"1 0 obj",
			b"<<",
			b">>",
			b"[",
			b"]",
			b"(",
			b")",
			b"<",
			b"%",
			b"\n",
			b"stream\n",
			b"endstream",
			b"endobj",
		),
		*(
			b"/JS",
			b"/N 1",
			b"/First 5",
			b"/Type/ObjStm",
			b"/Filter/FlateDecode",
			b"#4",
			b"#00",
			b"trailer",
			b"\\",
		),
		*(HELD, PDF),
	]
)


@given(some.lists(some.one_of(PIECES, some.binary(max_size=4)), max_size=25).map(b"".join))
def test_nothing_is_raised_but_what_is_declared(content: bytes) -> None:
	try:
		look.check(content)
	except REFUSED:
		return
	assert b"/Root" in content


class Searches:
	"""In place of a pattern: how often it was searched for, over all."""

	times = 0

	def __init__(self, pattern: re.Pattern[bytes]) -> None:
		self.pattern = pattern

	def search(self, content: bytes, place: int) -> re.Match[bytes] | None:
		Searches.times += 1
		return self.pattern.search(content, place)


@given(some.lists(PIECES, min_size=1, max_size=6).map(b"".join))
def test_no_repetition_takes_more_steps_than_are_paid_for(piece: bytes) -> None:
	with pytest.MonkeyPatch.context() as patch, suppress(*REFUSED):
		patch.setattr(Searches, "times", 0)
		patch.setattr(look, "LIMIT", 200_000)
		patch.setattr(look, "TOKEN", Searches(look.TOKEN))
		patch.setattr(look, "BRACKET", Searches(look.BRACKET))
		try:
			look.check(PDF + piece * 400)
		finally:
			assert Searches.times <= 2 * look.LIMIT // look.TOKEN_COST + 3
