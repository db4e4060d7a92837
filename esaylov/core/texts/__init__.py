"""Texts of findings and refusals: what is wrong, by which article, how to mend it; in uz, ru and en.

uz-Cyrl is transliterated from uz. kaa shows uz until people of the language supply words; none are invented.
"""

import re
from collections.abc import Mapping

from esaylov.core import placeholders
from esaylov.core.calendar import short_date_of
from esaylov.core.findings import Finding, Param
from esaylov.core.names import to_cyrillic
from esaylov.core.texts import (
	building,
	certificates,
	changes,
	codes,
	dates,
	fields,
	ground,
	inbox,
	intake,
	integrators,
	law,
	life,
	nominees,
	people,
	portal,
	refusals,
	registers,
	sessions,
	signatures,
	tables,
	totals,
	wording,
)
from esaylov.core.texts.message import Catalogue, Message
from esaylov.core.texts.words import ARTICLE, KEPT, WORDS

LANGUAGES = ("uz", "uz-Cyrl", "ru", "en", "kaa")

_BLANK = "…"
_UNKNOWN = Message(
	"Amal bajarilmadi. Yordam xizmatiga xatolik kodini ayting: {code}.",
	"Действие не выполнено. Сообщите службе поддержки код ошибки: {code}.",
	"This was not done. Tell the help desk the error code: {code}.",
)


def _joined(*catalogues: Catalogue) -> Catalogue:
	joined: Catalogue = {}
	for catalogue in catalogues:
		if twice := joined.keys() & catalogue.keys():
			raise ValueError(f"texts given twice: {sorted(twice)}")
		joined |= catalogue
	return joined


CATALOGUE = _joined(
	certificates.MESSAGES,
	codes.MESSAGES,
	fields.MESSAGES,
	ground.MESSAGES,
	law.MESSAGES,
	life.MESSAGES,
	nominees.MESSAGES,
	people.MESSAGES,
	portal.MESSAGES,
	totals.MESSAGES,
	dates.MESSAGES,
	signatures.MESSAGES,
	refusals.MESSAGES,
	tables.MESSAGES,
	inbox.MESSAGES,
	integrators.MESSAGES,
	intake.MESSAGES,
	building.MESSAGES,
	changes.MESSAGES,
	registers.MESSAGES,
	sessions.MESSAGES,
	wording.MESSAGES,
)


def known(code: str) -> bool:
	"""True when the code has a text of its own."""
	return code in CATALOGUE


def text(code: str, lang: str, params: Mapping[str, Param] | None = None, article: str = "") -> str:
	"""The sentence of a code in a language, with the article of the Election Code in brackets.

	A code without a text gets a general sentence that names it; a value that is missing is shown as `…`. ISO dates are
	written dd.mm.yyyy, states of an appeal in the reader's words.
	"""
	message = CATALOGUE.get(code, _UNKNOWN)
	values: dict[str, Param] = {"code": code, **(params or {})}
	sentence = placeholders.fill(_in(message, lang), lambda name: _value(values.get(name, _BLANK), lang))
	return sentence + _source(article, lang)


def finding_text(finding: Finding, lang: str) -> str:
	"""The sentence of a finding."""
	return text(finding.code, lang, finding.params, finding.article)


def article_words(article: str, lang: str) -> str:
	"""An article in brackets, in a language: `(Saylov kodeksi, 33-modda)`; nothing without an article."""
	return _source(article, lang).strip()


def word(value: str, lang: str) -> str:
	"""A word that stands as a value (an outcome, a position), in a language; as it is when it has no translation."""
	return _in(WORDS[value], lang) if value in WORDS else value


def _in(message: Message, lang: str) -> str:
	if lang == "uz-Cyrl":
		return to_cyrillic(message.uz, KEPT)
	return {"ru": message.ru, "en": message.en}.get(lang, message.uz)


def _value(value: Param, lang: str) -> str:
	word = WORDS.get(str(value)) or changes.WORDS.get(str(value))
	return _in(word, lang) if word else short_date_of(str(value))


def _source(article: str, lang: str) -> str:
	"""` (Saylov kodeksi, 33-modda)` for `33`, `20-1` or `9, 19`; another source stands as it is given."""
	if not article or article == "own design":
		return ""
	if re.fullmatch(r"[0-9-]+(, ?[0-9-]+)*", article):
		return " " + placeholders.fill(_in(ARTICLE, lang), lambda _: article)
	return f" ({article})"
