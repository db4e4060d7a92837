r"""Numbers of persons and secrets in a text, which are left out where a system tells of faults and changes.

PINFL, passport and a phone with 998 go wherever they stand. Nine digits without 998 are a phone where they are written as one, in
groups after a code of the country; written as one number, where nothing else is likely: in quotation marks or marks of HTML, after a
word, on a line of a text, beside a name of a phone, after another such number. A number of a program (`rows = 901234567`, one of a list,
an address of a network) stays.

They are looked for in the text as a reader has it: digits of other scripts, spaces and dashes of print, and whatever JSON, Python, HTML
and addresses write in another way (`\u00a0`, `\xa0`, `&nbsp;`, `%20`) count as what they stand for. Of the text itself nothing else
changes. Each repetition has an end, so that the time grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

LEFT_OUT: Final = "•••"

_UNSEEN: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_PRINTED: Final = (
	"\u00a0\u1680\u2000-\u200a\u2010-\u2015\u202f\u205f\u2212\u3000\ufe58\ufe63\uff08\uff09\uff0b\uff0d\uff0e"
)
"""Spaces, dashes and brackets of print."""
_OTHERWISE: Final = re.compile(
	r"\\{1,4}(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt])"
	r"|%[0-7][0-9a-fA-F]|%[cCdD][0-9a-fA-F]%[89abAB][0-9a-fA-F]|%[eE][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){2}"
	r"|&(?:nbsp|quot|apos|[lg]t|#[0-9]{1,5}|#x[0-9a-fA-F]{1,4});"
	r"|(?<=[\w)])(?<![0-9][eE])\+(?=[\w(%])"
	rf"|(?![0-9])\d|[{_UNSEEN}{_PRINTED}]"
)
"""What a reader has as one other sign."""
_SIGNS: Final = {"Cf": "", "Pd": "-", "Zs": " "}
"""Category of Unicode -> what its signs count as."""

_ENTITIES: Final = {"nbsp": " ", "quot": '"', "apos": "'", "lt": "<", "gt": ">"}

_GAP: Final = r"[ \t-]"
_CODES: Final = r"33|50|55|6[125-79]|7[0-9]|8[78]|9[013-57-9]"
"""Of operators and of places in the plan of numbering of the country, but for 20: with it begin nine digits of half of all TINs."""
_CODE: Final = rf"(?:20|{_CODES})"
_TAIL: Final = rf"(?:[0-9]{{3}}{_GAP}{{0,3}}[0-9]{{2}}{_GAP}{{0,3}}[0-9]{{2}}|[0-9]{{2}}{_GAP}{{1,3}}[0-9]{{2}}{_GAP}{{1,3}}[0-9]{{3}})"
_DOTTED: Final = r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}"
_GROUPS: Final = (
	rf"(?:[08]{_GAP}?)?"
	rf"(?:\({_CODE}\)[ \t.-]{{0,3}}(?:{_TAIL}|{_DOTTED})"
	rf"|{_CODE}(?:{_GAP}{{1,3}}|/|\.(?=[0-9]{{3}}{_GAP})){_TAIL}"
	rf"|{_CODE}{_GAP}{_DOTTED}"
	rf"|(?:{_CODES})[0-9](?:-[0-9]{{3}}-[0-9]{{3}}|{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}))"
)
_PINFL: Final = rf"[1-6](?:{_GAP}?[0-9]){{13}}"
_PASSPORT: Final = r"\b[A-ZА-ЯЎҚҒҲ]{2} ?(?:№ ?)?[0-9]{7}\b|\b[a-z]{2}[0-9]{7}\b"
"""Also as people type it; `DC-1726277`, a commission, stays."""
_WITH_COUNTRY: Final = r"(?:(?:00|8[ -]?10)[ -]?)?998(?:[\s().-]{0,4}[0-9]){9}"
_NINE: Final = rf"(?:{_CODES})[0-9]{{7}}"

_PERSONAL: Final = rf"(?<![0-9]){_PINFL}(?![0-9])|{_PASSPORT}"
"""PINFL and passport. A moment of 14 digits goes with them."""
_ANY: Final = rf"(?:{_PINFL}|{_PASSPORT}|{_WITH_COUNTRY}|{_GROUPS}|{_NINE})(?![0-9])"
_BETWEEN: Final = r"""[ ,;/"']{1,4}\+?"""
_ALONE: Final = rf"(?![0-9])(?:(?!(?:[ .,:/-]|[ \t]{{2,3}})[0-9])|(?={_BETWEEN}{_ANY}))"
"""What stands behind a number in groups: no other group, but for one of another number."""
_LINE: Final = (
	r"(?:\A|(?<=\n)"
	r"|(?<=[^\W\d_] )|(?<=[^\W\d_][,;:] )(?<!null, )(?<!true, )(?<!false, )(?<!None, )(?<!True, )(?<!False, )"
	r"""|(?<=["'`«“>])|(?<=\s\())"""
)
"""Where nine digits are a part of what somebody wrote."""
_NUMBERS: Final = re.compile(
	"|".join(
		(
			_PERSONAL,
			rf"(?<![0-9]){_WITH_COUNTRY}(?![0-9])",
			rf"(?<![0-9.])(?<![0-9][ \t,:/-])(?<![0-9][ \t]{{2}})(?<![0-9][ \t]{{3}}){_GROUPS}{_ALONE}",
			rf"{_LINE}{_NINE}(?!\w|[.:-][0-9])",
		)
	)
)
_NEXT: Final = re.compile(rf"({_BETWEEN}){_ANY}")
"""A number behind one that was found."""
_AROUND: Final = r"""["'\\\s.:=,(\[\]>№+]{1,8}"""
_NAMED: Final = re.compile(
	rf"(?:phone|mobile(?:_no)?|telefon|tel|телефон|тел){_AROUND}(?:(?:null|None|•••){_AROUND})?"
	r"((?:(?:998|[08])[\s()./-]{0,3})?[1-9](?:[\s()./-]{0,3}[0-9]){8})(?!\w|\.[0-9])",
	re.IGNORECASE,
)
_BEFORE_NUMBER: Final = re.compile(r"""(?:["']\s*:|(?:[\[\]}"'0-9]|null|true|false)\s*,|\[)\s*$""")
_FRACTION: Final = re.compile("[.eE]")
_IN_NUMBER: Final = "0123456789+-.eE"
_WINDOW: Final = 60
"""Signs beside a number that are looked at."""
_OF_PERSONS: Final = re.compile(_PERSONAL)
_OPENING: Final = r"(?:password|passwd|pwd|secret|nonce|cookie|token|otp)\w{0,60}"
_SECRETS: Final = re.compile(
	rf"""((?:{_OPENING}|\bsid)(?:\\{{0,4}}["'])?\s*[=:]\s*"""
	r"""|\bcode(?:\\{0,4}["'])?\s*[=:]\s*(?=\\{0,4}["'][\d\s-]{4,}\\{0,4}["']))"""
	r"""(\\{0,4}["'])(?:(?!\2)(?:\\.|[^\\\n]))*\2""",
	re.IGNORECASE,
)
"""A name of something that lets somebody in, and its value. The framework knows some names, and those exactly: not `new_password`, nor `sid`."""
_SENT: Final = re.compile(rf"""([?&"'](?:\w{{0,40}}{_OPENING}|sid|code)=)[^&\s#"'<>\\]+""", re.IGNORECASE)
"""The same as an address or a form has it."""

Span = tuple[int, int]
"""Where something begins and ends."""


def without_numbers(text: str) -> str:
	"""A text in which no PINFL, passport or phone stands."""
	return _cut(_named, _cut(_numbers, text))


def without_persons(text: str) -> str:
	"""A text in which no PINFL or passport stands; the phone of an office may."""
	return _cut(_persons, text)


def without_secrets(text: str) -> str:
	"""A text of a fault in which no password, code or id of a session stands beside its name."""
	return _SENT.sub(rf"\1{LEFT_OUT}", _SECRETS.sub(rf"\1\2{LEFT_OUT}\2", text))


def _numbers(plain: str) -> Iterator[Span]:
	return _found(_NUMBERS, 0, plain)


def _named(plain: str) -> Iterator[Span]:
	return _found(_NAMED, 1, plain)


def _persons(plain: str) -> Iterator[Span]:
	return (found.span() for found in _OF_PERSONS.finditer(plain))


def _found(pattern: re.Pattern[str], group: int, plain: str) -> Iterator[Span]:
	"""What a pattern finds, and the numbers in line behind it."""
	at = 0
	while found := pattern.search(plain, at):
		yield found.span(group)
		at = found.end()
		while following := _NEXT.match(plain, at):
			yield following.end(1), following.end()
			at = following.end()


@dataclass(frozen=True, slots=True)
class _Plain:
	"""A text as a reader has it. `behind`: its places from which on those of the text as it is written differ, by `more`."""

	text: str
	behind: list[int] = field(default_factory=list)
	more: list[int] = field(default_factory=list)

	def written(self, place: int) -> int:
		"""A place in the text as it is written."""
		known, end = 0, len(self.behind)
		while known < end:
			middle = (known + end) // 2
			known, end = (known, middle) if self.behind[middle] > place else (middle + 1, end)
		return place + (self.more[known - 1] if known else 0)


def _plain(text: str) -> _Plain:
	parts: list[str] = []
	behind: list[int] = []
	more: list[int] = []
	length, last = 0, 0
	for found in _OTHERWISE.finditer(text):
		meant = _meant(found[0])
		parts += text[last : found.start()], meant
		length += found.start() - last + len(meant)
		last = found.end()
		behind.append(length)
		more.append(last - length)
	return _Plain("".join([*parts, text[last:]]), behind, more)


def _meant(written: str) -> str:
	"""The sign that one of `_OTHERWISE` is to a reader; none of what is not seen."""
	if written[0] == "\\":
		return _of_escape(written.lstrip("\\"))
	if written[0] in "%&":
		return _shown(unquote(written) if written[0] == "%" else _of_entity(written.strip("&;")))
	return " " if written == "+" else _shown(written)


def _of_escape(code: str) -> str:
	return {"n": "\n", "r": "\n", "t": "\t"}.get(code) or _shown(chr(int(code[1:], 16)))


def _of_entity(name: str) -> str:
	"""What HTML calls by a name or a number."""
	return _ENTITIES.get(name) or chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))


def _shown(sign: str) -> str:
	if len(sign) != 1:
		return sign
	if sign.isdecimal():
		return str(unicodedata.decimal(sign))
	alike = unicodedata.normalize("NFKC", sign)
	return (
		"-"
		if sign == "\u2212"
		else _SIGNS.get(unicodedata.category(sign), alike if len(alike) == 1 else sign)
	)


def _cut(find: Callable[[str], Iterator[Span]], text: str) -> str:
	"""A text without what is found in it. JSON stays JSON: a number of its own becomes null, and a fraction stays."""
	parts: list[str] = []
	plain, last = _plain(text), 0
	is_json = text[:1] in ("{", "[")
	for start, end in find(plain.text):
		whole = _number_of_json(plain.text, start, end) if is_json else None
		if whole and _FRACTION.search(plain.text, *whole):
			continue
		begins, ends = (plain.written(place) for place in whole or (start, end))
		parts += text[last : max(begins, last)], "null" if whole else LEFT_OUT
		last = max(ends, last)
	return "".join([*parts, text[last:]])


def _number_of_json(plain: str, start: int, end: int) -> Span | None:
	"""The whole of a number that stands without quotation marks in a document of JSON, or in one within a text of it."""
	before, behind = plain[max(start - _WINDOW, 0) : start], plain[end : end + _WINDOW]
	sign, rest = before.rstrip(_IN_NUMBER), behind.lstrip(_IN_NUMBER)
	is_one = set(plain[start:end]) <= set(_IN_NUMBER)
	if not is_one or not _BEFORE_NUMBER.search(sign) or rest.lstrip()[:1] not in (",", "]", "}"):
		return None
	return start - len(before) + len(sign), end + len(behind) - len(rest)
