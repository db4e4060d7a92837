"""What ISO 19005-2 (PDF/A-2, level B) asks of a file, as far as it can be read with pypdf and fontTools.

No validator is to be had from the registries we use, so the clauses that our engine could break are checked here one by
one; each problem names its clause. Not looked at: the colours inside of pictures, the tables of font programs beyond
widths and glyphs, the syntax of content streams beyond their operators.
"""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

ACTIONS = {"/GoTo", "/GoToR", "/URI", "/SubmitForm", "/Named", "/Thread"}
ANNOTATIONS = {"/Link", "/Text", "/FreeText", "/Highlight", "/Stamp", "/Popup"}
BLENDS = {
	*("/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge"),
	*("/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color"),
	"/Luminosity",
}
OPERATORS = set(
	[
		"b",
		"B",
		"b*",
		"B*",
		"BDC",
		"BI",
		"BMC",
		"BT",
		"BX",
		"c",
		"cm",
		"CS",
		"cs",
		"d",
		"d0",
		"d1",
		"Do",
		"DP",
		"EI",
		"EMC",
		"ET",
		"EX",
		"f",
		"F",
		"f*",
		"G",
		"g",
		"gs",
		"h",
		"i",
		"ID",
		"j",
		"J",
		"K",
		"k",
		"l",
		"m",
		"M",
		"MP",
		"n",
		"q",
		"Q",
		"re",
		"RG",
		"rg",
		"ri",
		"s",
		"S",
		"SC",
		"sc",
		"SCN",
		"scn",
		"sh",
		"T*",
		"Tc",
		"Td",
		"TD",
		"Tf",
		"Tj",
		"TJ",
		"TL",
		"Tm",
		"Tr",
		"Ts",
		"Tw",
		"Tz",
		"v",
		"w",
		"W",
		"W*",
		"y",
		"'",
		'"',
	]
)
DEEPEST = 28
"""Nested `q`, clause 6.1.13."""
LONGEST_NAME, LONGEST_TEXT = 127, 32_767
XMP = {"dc": "http://purl.org/dc/elements/1.1/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/"}


def problems(content: bytes) -> list[str]:
	"""What the file breaks, each with its clause; [] where nothing of it was found."""
	reader = PdfReader(io.BytesIO(content), strict=True)
	objects = list(dictionaries(reader))
	return [
		*_file(content, reader),
		*_catalogue(reader),
		*_metadata(reader),
		*(problem for each in objects for problem in _object(each)),
		*(problem for page in reader.pages for problem in _page(page, reader)),
		*(problem for each in objects if each.get("/Type") == "/Font" for problem in _font(each)),
	]


def dictionaries(file: PdfReader | PdfWriter) -> Iterator[DictionaryObject]:
	"""Every dictionary and stream of the file, direct ones inside others too."""
	waiting: list[Any] = [file.trailer if isinstance(file, PdfReader) else file._root_object]
	seen: set[int] = set()
	while waiting:
		found = waiting.pop()
		if isinstance(found, IndirectObject):
			if found.idnum in seen:
				continue
			seen.add(found.idnum)
			found = found.get_object()
		if isinstance(found, DictionaryObject):
			yield found
			waiting += [found.raw_get(key) for key in found if key != "/Parent"]
		elif isinstance(found, ArrayObject):
			waiting += list(found)


def _file(content: bytes, reader: PdfReader) -> Iterator[str]:
	head, mark = content.split(b"\n", 2)[:2]
	if not re.fullmatch(rb"%PDF-1\.[0-7]", head):
		yield f"6.1.2 header {head!r}"
	if mark[:1] != b"%" or len(mark) < 5 or min(mark[1:5]) < 128:
		yield "6.1.2 no binary comment below the header"
	if "/ID" not in reader.trailer:
		yield "6.1.3 no identifier"
	if reader.is_encrypted or "/Encrypt" in reader.trailer:
		yield "6.1.3 encrypted"


def _catalogue(reader: PdfReader) -> Iterator[str]:
	root = reader.trailer["/Root"]
	for key in {"/OCProperties", "/AA", "/OpenAction", "/Perms", "/Requirements"} & set(root):
		yield f"6.5/6.9 {key} in the catalogue"
	names = root.get("/Names", {})
	for key in {"/EmbeddedFiles", "/JavaScript", "/AlternatePresentations"} & set(names):
		yield f"6.8/6.5 {key}"
	intents = [intent.get_object() for intent in root.get("/OutputIntents", [])]
	if [intent["/S"] for intent in intents] != ["/GTS_PDFA1"]:
		yield "6.2.3 no output intent, or more than one"
		return
	profile = intents[0]["/DestOutputProfile"].get_object()
	icc = profile.get_data()
	if icc[36:40] != b"acsp" or icc[16:20] != b"RGB " or profile.get("/N") != 3 or icc[8] > 4:
		yield "6.2.3 the profile is none of RGB, of ICC 4 or before"
	if icc[12:16] not in (b"mntr", b"prtr") or int.from_bytes(icc[:4], "big") != len(icc):
		yield "6.2.3 the profile is none of a screen or printer, or is cut"


def _metadata(reader: PdfReader) -> Iterator[str]:
	root = reader.trailer["/Root"]
	if "/Metadata" not in root:
		yield "6.6.2 no metadata"
		return
	told = ElementTree.fromstring(root["/Metadata"].get_data())  # noqa: S314 # of our own making
	known = {key: value for each in told.iter() for key, value in each.attrib.items()}
	known |= {each.tag: "".join(each.itertext()).strip() for each in told.iter()}
	part, level = (known.get(f"{{{XMP['pdfaid']}}}{key}") for key in ("part", "conformance"))
	if (part, level) != ("2", "B"):
		yield f"6.6.4 says that it is {part}{level}"
	if reader.metadata.title and known.get(f"{{{XMP['dc']}}}title") != reader.metadata.title:
		yield "6.6.3 the title is another in XMP"


def _object(found: DictionaryObject) -> Iterator[str]:
	for key, value in found.items():
		if len(key) > LONGEST_NAME + 1:
			yield f"6.1.13 name {key}"
		if isinstance(value, str) and len(value) > LONGEST_TEXT:
			yield f"6.1.13 text of {key}"
	if isinstance(found, StreamObject):
		yield from _stream(found)
	if found.get("/S") in (
		"/JavaScript",
		"/Launch",
		"/Sound",
		"/Movie",
		"/ImportData",
		"/ResetForm",
		"/Hide",
	):
		yield f"6.5.1 action {found['/S']}"
	if found.get("/Type") == "/ExtGState":
		yield from _state(found)


FORBIDDEN = {
	"/Image": ("6.2.8", {"/Alternates", "/OPI"}),
	"/Form": ("6.2.9", {"/OPI", "/PS", "/Ref"}),
	"": ("6.1.7.1", {"/F", "/FFilter", "/FDecodeParms"}),
}
"""Subtype of a stream ("" is any) -> clause and keys that it may not have."""


def _stream(found: StreamObject) -> Iterator[str]:
	for subtype, (clause, keys) in FORBIDDEN.items():
		if subtype in ("", found.get("/Subtype")):
			yield from (f"{clause} {key} of a stream" for key in keys & set(found))
	filters = found.get("/Filter", [])
	for each in filters if isinstance(filters, ArrayObject) else [filters]:
		if each in ("/LZWDecode", "/Crypt"):
			yield f"6.1.7.2 {each}"
	if found.get("/Subtype") == "/PS":
		yield "6.2.9 PostScript"
	if found.get("/Subtype") == "/Image":
		yield from _picture(found)


def _picture(found: StreamObject) -> Iterator[str]:
	if "/Interpolate" in found and found["/Interpolate"].value:
		yield "6.2.8 a picture that is smoothed"
	if "/ColorSpace" in found and found["/ColorSpace"] not in ("/DeviceRGB", "/DeviceGray"):
		yield f"6.2.4 colours of a picture: {found['/ColorSpace']}"


def _state(found: DictionaryObject) -> Iterator[str]:
	for key in {"/TR", "/HTP"} & set(found):
		yield f"6.2.5 {key}"
	if found.get("/TR2", "/Default") != "/Default":
		yield "6.2.5 /TR2"
	blends = found.get("/BM", "/Normal")
	for blend in blends if isinstance(blends, ArrayObject) else [blends]:
		if blend not in BLENDS:
			yield f"6.2.10 blend {blend}"


def _page(page: Any, reader: PdfReader) -> Iterator[str]:
	if "/AA" in page:
		yield "6.5.2 actions of a page"
	for each in page.get("/Annots", []):
		yield from _annotation(each.get_object())
	depth = deepest = 0
	for operands, operator in ContentStream(page.get_contents(), reader).operations:
		word = operator.decode()
		yield from _operator(word, operands)
		depth += {"q": 1, "Q": -1}.get(word, 0)
		deepest = max(deepest, depth)
	if deepest > DEEPEST or depth:
		yield f"6.1.13 {deepest} nested states, {depth} left open"


def _annotation(found: DictionaryObject) -> Iterator[str]:
	flags = int(found.get("/F", 0))
	if found["/Subtype"] not in ANNOTATIONS:
		yield f"6.3.1 {found['/Subtype']}"
	if found["/Subtype"] != "/Popup" and (not flags & 4 or flags & (1 | 2 | 32 | 256)):
		yield f"6.3.2 flags of an annotation: {flags}"
	if (action := found.get("/A")) and action.get_object()["/S"] not in ACTIONS:
		yield f"6.5.1 action {action.get_object()['/S']}"


def _operator(word: str, operands: Any) -> Iterator[str]:
	if word not in OPERATORS and word != "INLINE IMAGE":
		yield f"6.2.2 operator {word}"
	if word in ("K", "k") or (word in ("CS", "cs") and operands[0] == "/DeviceCMYK"):
		yield "6.2.4 CMYK"


def _font(font: DictionaryObject) -> Iterator[str]:
	"""Clause 6.2.11: embedded, its widths those of the program, each glyph with its letter."""
	name = font.get("/BaseFont", "?")
	if font["/Subtype"] in ("/CIDFontType0", "/CIDFontType2"):
		yield from _program(font, name)
	elif font["/Subtype"] == "/Type0":
		if font["/Encoding"] != "/Identity-H":
			yield f"6.2.11.3 encoding of {name}"
		if "/ToUnicode" not in font:
			yield f"6.2.11.7 no letters of {name}"
	else:
		yield f"6.2.11.4 {name} is a {font['/Subtype']}"


def _program(font: DictionaryObject, name: str) -> Iterator[str]:
	described = font["/FontDescriptor"].get_object()
	kept = [key for key in ("/FontFile2", "/FontFile3") if key in described]
	if not kept:
		yield f"6.2.11.4 {name} is not embedded"
		return
	if font["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in font:
		yield f"6.2.11.3.2 no map of glyphs of {name}"
	with TTFont(io.BytesIO(described[kept[0]].get_object().get_data()), lazy=True) as program:
		em, metrics, order = program["head"].unitsPerEm, program["hmtx"].metrics, program.getGlyphOrder()
		for glyph, width in _widths(font.get("/W", ArrayObject())):
			if glyph >= len(order):
				yield f"6.2.11.4.1 {name} has no glyph {glyph}"
			elif abs(metrics[order[glyph]][0] * 1000 / em - width) > 1:
				yield f"6.2.11.5 width of glyph {glyph} of {name}"


def _widths(rows: ArrayObject) -> Iterator[tuple[int, float]]:
	"""Glyph and width, of the two forms that /W may take."""
	waiting = [row.get_object() for row in rows]
	while waiting:
		first, second = waiting.pop(0), waiting.pop(0)
		if isinstance(second, ArrayObject):
			yield from ((int(first) + place, float(width)) for place, width in enumerate(second))
		else:
			width = float(waiting.pop(0))
			yield from ((glyph, width) for glyph in range(int(first), int(second) + 1))
