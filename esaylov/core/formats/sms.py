"""SMS texts: templates with `{name}` places, cut values, and the number of parts (3GPP TS 23.038, GSM 03.38)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from esaylov.core.formats import placeholders
from esaylov.core.people.names import plain

LIMITS: Mapping[str, int] = {
	"area": 24,
	"cand": 24,
	"cert": 8,
	"code": 10,  # digits of a one-time code while somebody guesses; else six
	"comm": 24,
	"d": 10,
	"d1": 10,
	"d2": 10,
	"db": 20,
	"el": 20,
	"field": 20,
	"k": 4,
	"kengash": 24,
	"key": 16,  # digits of the code for a new password
	"kind": 18,
	"mahalla": 24,
	"max": 2,
	"media": 24,
	"min": 2,
	"n": 10,
	"name": 24,
	"okr": 24,
	"org": 24,
	"party": 16,
	"phone": 13,
	"place": 34,
	"pos": 12,
	"q": 6,
	"reason": 34,
	"result": 24,
	"t": 5,
	"url": 34,
}
"""Longest value of each placeholder in characters (own design; the parts of the shipped texts are counted with these)."""

NEVER_CUT = frozenset(
	{"cert", "code", "d", "d1", "d2", "k", "key", "max", "min", "n", "phone", "q", "t", "url"}
)
"""Places whose value is the same in each language, and misleads when it is cut."""

_GSM7 = frozenset(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
	"¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")
_TYPOGRAPHIC = str.maketrans(
	{
		"“": '"',
		"”": '"',
		"„": '"',
		"«": '"',
		"»": '"',
		"–": "-",
		"—": "-",
		"‑": "-",
		"…": "...",
		"\u00a0": " ",
	}
)
_LATIN = {
	**dict(zip("абвгдежзийклмнопрстуфхцыэқҳ", "abvgdejziyklmnoprstufxsieqh", strict=True)),
	**{
		"ё": "yo",
		"ю": "yu",
		"я": "ya",
		"ч": "ch",
		"ш": "sh",
		"щ": "sh",
		"ў": "o'",
		"ғ": "g'",
		"ъ": "'",
		"ь": "",
	},
	"№": "No",
}
"""Cyrillic in Uzbek Latin letters (law No. 71-I), good enough for a word inside of a short message."""
_YE = re.compile(r"(?<![^\W\d_])е", re.IGNORECASE)
"""At the beginning of a word the letter has a sound before it."""


class TemplateInvalid(ValueError):
	"""A template that cannot be filled. code: sms_value_missing or sms_value_too_long; name: of the placeholder."""

	def __init__(self, code: str, name: str) -> None:
		super().__init__(f"{code}: {name}")
		self.code = code
		self.name = name


def render(template: str, values: Mapping[str, str], limits: Mapping[str, int] = LIMITS) -> str:
	"""The text with its values, each cut to its limit; raises TemplateInvalid.

	Numbers, dates, codes and addresses are never cut, for half of one misleads: too long a one raises. A placeholder
	without a limit is not cut. Apostrophes become that of GSM-7, the letters of 2026
	those of 1995 (ğ, ş and ç are not in GSM-7: a part would have 70 letters), quotes and dashes of values too, line ends become spaces.
	Values in a text of GSM-7 letters are written in such letters too: one Cyrillic word would more than double its parts.
	"""
	is_short, written, places = _read(template)
	for name, after in places:
		if name not in values:
			raise TemplateInvalid("sms_value_missing", name)
		text = re.sub(r"\s+", " ", plain(values[name]).translate(_TYPOGRAPHIC)).strip()
		if is_short and not is_gsm7(text):
			text = gsm7(text)
		limit = limits.get(name)
		if limit is not None and len(text) > limit:
			if name in NEVER_CUT:
				raise TemplateInvalid("sms_value_too_long", name)
			text = text[:limit].rstrip()
		written += text + after
	return written


@lru_cache(maxsize=512)
def _read(template: str) -> tuple[bool, str, tuple[tuple[str, str], ...]]:
	"""Whether a template is in GSM-7 letters, the text before its first place, and each place with the text after it."""
	template = plain(template)
	before, *rest = placeholders.PLACEHOLDER.split(template)
	return is_gsm7(template), before, tuple(zip(rest[::2], rest[1::2], strict=True))


def gsm7(text: str) -> str:
	"""The text in letters of GSM-7: Cyrillic in Latin, accents dropped, what is left as a question mark."""
	spelt = plain(text).translate(_TYPOGRAPHIC)
	spelt = _YE.sub(lambda match: "Ye" if match[0].isupper() else "ye", unicodedata.normalize("NFC", spelt))
	return "".join(_letter(character) for character in spelt)


def _letter(character: str) -> str:
	if is_gsm7(character):
		return character
	if (latin := _LATIN.get(character.lower())) is not None:
		return latin if character.islower() or not latin else latin[0].upper() + latin[1:]
	bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
	if not bare:
		return "" if unicodedata.combining(character) else "?"
	return bare if is_gsm7(bare) else "?"


def longest(template: str, limits: Mapping[str, int] = LIMITS) -> str:
	"""The template with the longest value in each place, in letters of its own kind; a place without a limit stays."""
	letter = "x" if is_gsm7(template) else "я"

	def value(name: str) -> str:
		return letter * limits[name] if name in limits else "{" + name + "}"

	return placeholders.fill(template, value)


def is_gsm7(text: str) -> bool:
	"""True when every character is of the GSM 7-bit alphabet or its extension table."""
	return _GSM7.issuperset(set(text) - _GSM7_EXTENSION)


def parts(text: str) -> int:
	"""How many SMS parts the text takes: GSM-7 160, or 153 each; UCS-2 70, or 67 each. An empty text takes one.

	A character of the extension table counts two and, like a surrogate pair, never stands across two parts.
	"""
	if is_gsm7(text):
		if len(text) + sum(map(text.count, _GSM7_EXTENSION)) <= 160:
			return 1
		return _packed([2 if character in _GSM7_EXTENSION else 1 for character in text], 160, 153)
	return _packed([len(character.encode("utf-16-be")) // 2 for character in text], 70, 67)


def _packed(widths: list[int], single: int, each: int) -> int:
	if sum(widths) <= single:
		return 1
	count, used = 1, 0
	for width in widths:
		if used + width > each:
			count, used = count + 1, 0
		used += width
	return count
