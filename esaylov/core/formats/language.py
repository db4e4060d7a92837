"""Which language a page is in, and dates and numbers as that language writes them. Pure: no framework."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from esaylov.core.people.letters import sort_key
from esaylov.core.people.names import to_cyrillic, to_new_letters

NEW_LETTERS = "uz-2026"
"""Uzbek in the letters of 2026. Well-formed by BCP 47, but no such variant is registered: `tag` says what pages declare [ours]."""
LANGUAGES = {
	"uz": "Oʻzbekcha",
	NEW_LETTERS: "Özbekça",
	"uz-Cyrl": "Ўзбекча",
	"ru": "Русский",
	"en": "English",
	"kaa": "Qaraqalpaqsha",
}
DEFAULT = "uz"
OLD = tuple(language for language in LANGUAGES if language != NEW_LETTERS)
"""Those that are offered always."""
COOKIE = "preferred_language"  # Frappe's own name: its error pages then speak the same language

KEPT = re.compile(
	r"(\{\w+\}|\]\([^)\s]*\)|https?://[^\s)]+|[\w.+-]+@[\w.-]+"
	r"|\b[\w-]+(?:\.[\w-]+)*\.(?:uz|com|net|org|info|media|news|tv|ru|me|example)\b(?:/[^\s)]*)?"
	r"|E-saylov|E-IMZO|OneID|PDF|PINFL|SHA-256|QR|SMS|CMS|\.p12|PKCS#12|JavaScript|XLSX|CSV|JSON|MB\b)"
)
"""What is written in Latin in Uzbek Cyrillic too: places for values, addresses, names of systems and formats."""

SPACE = "\N{NO-BREAK SPACE}"
MONTHS = (
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
)


def known(language: str | None) -> str | None:
	"""The language as we write it (`uz-cyrl` gives `uz-Cyrl`), or None."""
	wanted = (language or "").lower()
	return next((code for code in LANGUAGES if code.lower() == wanted), None)


def choose(remembered: str | None, accepted: Iterable[str], offered: Collection[str] = OLD) -> str:
	"""The remembered choice, else the first that the browser accepts, else Uzbek; always one of those that are offered."""
	wishes = [remembered, *(wish for wanted in accepted for wish in (wanted, re.split("[-_]", wanted)[0]))]
	return next((language for wish in wishes if (language := known(wish)) in offered), None) or DEFAULT


def written_in(language: str) -> str:
	"""The language whose words are shown: Karakalpak has none of its own yet and shows Uzbek, with a note."""
	return "uz" if language == "kaa" else language


def tag(language: str) -> str:
	"""What a page declares (`lang`, `Content-Language`, `hreflang`): a tag that programs know."""
	return "uz-Latn" if language == NEW_LETTERS else written_in(language)


def column(row: Mapping[str, Any], field: str, language: str) -> str:
	"""A text that stands in the data once per language: `title_uz`, `title_uz_cyrl`, `title_ru`, `title_en`.

	Falls back to Uzbek, which always exists; Uzbek Cyrillic is transliterated where no column has it, the new letters always.
	"""
	uzbek = row.get(f"{field}_uz") or ""
	language = written_in(language)
	if language == "uz-Cyrl":
		return row.get(f"{field}_uz_cyrl") or in_cyrillic(uzbek)
	if language == NEW_LETTERS:
		return in_new_letters(uzbek)
	return row.get(f"{field}_{language}") or uzbek


def in_order(row: Mapping[str, Any], field: str, language: str) -> str:
	"""What sorts rows by a text as its readers know the alphabet: oʻ gʻ sh ch after z in Uzbek Latin."""
	text = column(row, field, language)
	return sort_key(text) if written_in(language) in (DEFAULT, NEW_LETTERS) else text


def in_cyrillic(text: str) -> str:
	"""Uzbek text in Cyrillic, but for what is `KEPT`."""
	return "".join(part if KEPT.fullmatch(part) else to_cyrillic(part) for part in KEPT.split(text))


def in_new_letters(text: str) -> str:
	"""Uzbek text in the letters of 2026, but for what is `KEPT`."""
	return "".join(part if KEPT.fullmatch(part) else to_new_letters(part) for part in KEPT.split(text))


def in_script(text: str, language: str) -> str:
	"""Uzbek text in the script of a language; as it is for all that have none of their own."""
	written = {"uz-Cyrl": in_cyrillic, NEW_LETTERS: in_new_letters}.get(language)
	return written(text) if written else text


def day(value: date | datetime | None, language: str) -> str:
	"""27.10.2024, in English 27 October 2024; empty for None."""
	if value is None:
		return ""
	if language == "en":
		return f"{value.day}{SPACE}{MONTHS[value.month - 1]} {value.year}"
	return f"{value:%d.%m.%Y}"


def moment(value: datetime | None, language: str) -> str:
	"""Day and time of Tashkent; empty for None."""
	return f"{day(value, language)}, {value:%H:%M}" if value else ""


def number(value: int) -> str:
	"""16 854: groups of three, apart by a space that does not break."""
	return f"{value:,}".replace(",", SPACE)


def plural(count: int, language: str) -> str:
	"""CLDR plural category of a whole number; Uzbek has one form for all counts of things."""
	if language == "en":
		return "one" if count == 1 else "other"
	if language != "ru":
		return "other"
	if count % 10 == 1 and count % 100 != 11:
		return "one"
	return "few" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "other"
