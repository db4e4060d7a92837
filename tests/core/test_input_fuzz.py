"""Made-up tokens, payloads, papers and boundaries: whatever somebody sends, it says what was signed, or is refused by name.

Each input is a good one with some bytes changed, made from a number that is printed when it fails. Few in each run; 10,000 of each by
`script/test --long fuzz`.
"""

import json
from contextlib import suppress

import pytest
from factories.mutations import CHANGES, inserted, mutated, numbers
from factories.papers import PDF, object_stream, with_object
from factories.profile import IS_FULL, IS_LONG

from esaylov.core.formats import geojson, pdf_contents, pdf_values
from esaylov.core.records import token
from esaylov.core.records.payload import PayloadInvalid, canonical

from .test_token import CLAIMS, KEYS, made, opened, signed

INPUTS = 10_000 if IS_LONG else 1_000 if IS_FULL else 150
OF_TOKEN = {"token_malformed", "token_version", "token_key", "token_signature", "token_key_retired"}
ODD_JSON = (
	b"null",
	b"1.5",
	b"1e999",
	b"-0",
	b'"\\ud800"',
	b"NaN",
	b"9" * 400,
	b"[" * 40 + b"]" * 40,
	b'{"\\u0000":1}',
)
OF_JSON = inserted((*ODD_JSON, b"[" * 2000, b'{"a":' * 500))
OF_PDF = inserted(
	(b"/JavaScript", b"/OpenAction", b"<<", b">>", b"(", b")", b"%", b"stream\n", b"/Filter", b"\0", b"#4aS")
)
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
BOUNDARY = json.dumps(
	{
		"type": "Feature",
		"geometry": {"type": "Polygon", "coordinates": [[[69, 41], [70, 41], [70, 42], [69, 41]]]},
	}
).encode()


def outcome(text: str) -> dict[str, str] | str:
	"""What a token says, or the code of its refusal."""
	try:
		return dict(token.read(text, KEYS))
	except token.TokenInvalid as problem:
		return problem.code


def test_a_token_that_was_changed_says_nothing_else():
	"""Bits that Base64 does not use may change: they are no part of what is signed."""
	good = made().encode()
	for number in numbers(INPUTS):
		found = outcome(mutated(good, number).decode("latin-1"))
		assert found == CLAIMS or found in OF_TOKEN, (number, found)


def test_what_the_key_signed_by_mistake_is_read_or_refused():
	"""The signature holds: the reader of what is in it is reached."""
	read = 0
	for number in numbers(INPUTS):
		found = outcome(signed(mutated(opened(made()), number)))
		assert isinstance(found, dict) or found in OF_TOKEN, (number, found)
		if isinstance(found, dict):
			read += 1
			assert found.keys() == CLAIMS.keys()
			json.dumps(found).encode()
	assert read, "some changes leave a token that can be read"


def test_whatever_json_is_sent_has_canonical_bytes_or_none():
	good = json.dumps({"answers": {"a": [1, {"b": "ў"}], "c": None, "d": True}, "e": "x" * 40}).encode()
	written = refused = 0
	for number in numbers(INPUTS):
		odd = ODD_JSON[number % len(ODD_JSON)]
		with suppress(ValueError, RecursionError):
			value = json.loads(mutated(good.replace(b"null", odd), number))
			try:
				found = canonical(value)
			except PayloadInvalid:
				refused += 1
				continue
			written += 1
			assert canonical(json.loads(found)) == found, number
			assert json.loads(found) == value, number
	assert written
	assert refused


@pytest.mark.parametrize(
	"good", [PDF, with_object(object_stream(SCRIPT)), with_object(SCRIPT)], ids=("plain", "packed", "open")
)
def test_a_paper_is_looked_at_to_its_end_or_refused_by_name(good):
	for number in numbers(INPUTS):
		with suppress(pdf_values.PdfUnsafe, pdf_values.PdfLocked, pdf_values.PdfUnreadable):
			pdf_contents.check(mutated(good, number, (*CHANGES, OF_PDF)))


def test_a_boundary_is_a_polygon_or_nothing():
	for number in numbers(INPUTS):
		found = geojson.boundary(mutated(BOUNDARY, number, (*CHANGES, OF_JSON)))
		assert found is None or found["type"] in ("Polygon", "MultiPolygon"), number
		if found:
			assert json.loads(json.dumps(found, allow_nan=False)) == found, number
