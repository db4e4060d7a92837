"""Numbers of persons and secrets in a text, which are left out where a system tells of faults and changes.

PINFL, passport and a phone with 998 go wherever they stand. Nine digits without 998 are a phone where they are written as one, in
groups after a code of the country; written as one number, where nothing else is likely: in quotation marks or marks of HTML, after a
word, beside a name of a phone. A number of a program (`rows = 901234567`, one of a list, an address of a network) stays.
"""

import re
from typing import Final

LEFT_OUT: Final = "•••"
_PERSONAL: Final = r"(?<!\d)[1-6](?:[ -]?\d){13}(?!\d)|\b[A-Z]{2} ?\d{7}\b|\b[a-z]{2}\d{7}\b"
"""PINFL and passport, also as people type them. A moment of 14 digits goes with them; `DC-1726277`, a commission, stays."""
_WITH_COUNTRY: Final = r"(?<!\d)998(?:[\s().\u00a0\u2010-\u2013-]{0,2}\d){9}(?!\d)"
_CODES: Final = r"33|50|55|6[125-79]|7\d|8[78]|9[013-57-9]"
"""Of operators and of places in the plan of numbering of the country, but for 20: with it begin nine digits of half of all TINs."""
_CODE: Final = rf"(?:20|{_CODES})"
_GAP: Final = r"[ \t\u00a0\u2010-\u2013-]"
_IN_GROUPS: Final = (
	rf"(?<![\d.])(?<!\d[ \t\u00a0,:/-])(?:[08]{_GAP}?)?(?:\({_CODE}\){_GAP}{{0,2}}|{_CODE}{_GAP}{{1,2}})"
	rf"(?:\d{{3}}{_GAP}?\d{{2}}{_GAP}?\d{{2}}|\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}})(?!\d|[ .,:/-]\d)"
)
_AS_VALUE: Final = rf"""(?:(?<=["'`«“>])|(?<=[^\W\d_][ \u00a0]))(?:{_CODES})\d{{7}}(?!\w|[.,:/-]\d)"""
_NUMBERS: Final = re.compile("|".join((_PERSONAL, _WITH_COUNTRY, _IN_GROUPS, _AS_VALUE)))
_NAMED: Final = re.compile(
	r"""((?:phone|mobile(?:_no)?|telefon|tel|телефон|тел)["'\\\s.:=,(\[]{1,8})[1-9]\d{8}(?!\d)""",
	re.IGNORECASE,
)
_NUMBER_OF_JSON: Final = re.compile(r"""["']\s*:\s*$""")
_OF_PERSONS: Final = re.compile(_PERSONAL)
_SECRETS: Final = re.compile(
	r"""(\b(?:\w*(?:password|passwd|pwd|secret|nonce|cookie|token|otp)\w*|sid)["']?\s*[=:]\s*"""
	r"""|\bcode["']?\s*[=:]\s*(?=["'][\d\s-]{4,}["']))"""
	r"""(["'])(?:\\.|(?!\2)[^\\\n])*\2""",
	re.IGNORECASE,
)
"""A name of something that lets somebody in, and its value. The framework knows some names, and those exactly: not `new_password`, nor `sid`."""


def without_numbers(text: str) -> str:
	"""A text in which no PINFL, passport or phone stands."""
	return _NAMED.sub(_named, _NUMBERS.sub(LEFT_OUT, text))


def _named(found: re.Match[str]) -> str:
	"""JSON stays JSON: a phone that stands there as a number leaves no text."""
	return found[1] + ("null" if _NUMBER_OF_JSON.search(found[1]) else LEFT_OUT)


def without_persons(text: str) -> str:
	"""A text in which no PINFL or passport stands; the phone of an office may."""
	return _OF_PERSONS.sub(LEFT_OUT, text)


def without_secrets(text: str) -> str:
	"""A text of a fault in which no password, code or id of a session stands beside its name."""
	return _SECRETS.sub(rf"\1\2{LEFT_OUT}\2", text)
