"""Texts of findings and refusals: what is wrong, by which article, how to mend it; in uz, ru and en.

uz-Cyrl and uz-2026 are transliterated from uz. kaa shows uz until people of the language supply words; none are invented. They stand in `messages/` and `words/`, a folder a topic.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from esaylov.core.elections.calendar import short_date_of
from esaylov.core.findings import Finding, Param
from esaylov.core.formats import placeholders
from esaylov.core.people.names import to_cyrillic, to_new_letters
from esaylov.core.texts.message import Catalogue, Message, messages

LANGUAGES = ("uz", "uz-2026", "uz-Cyrl", "ru", "en", "kaa")

_BLANK = "…"
_UNKNOWN = Message(
	"Amal bajarilmadi. Yordam xizmatiga xatolik kodini ayting: {code}.",
	"Действие не выполнено. Сообщите службе поддержки код ошибки: {code}.",
	"This was not done. Tell the help desk the error code: {code}.",
)


ACTS = {
	"": Message(
		"Saylov kodeksi, {article}-modda",
		"Избирательный кодекс, ст. {article}",
		"Election Code, art. {article}",
	),
	"Const. ": Message(
		"Konstitutsiya, {article}-modda",
		"Конституция, ст. {article}",
		"Constitution, art. {article}",
	),
	"Referendum, ": Message(
		"Referendum toʻgʻrisidagi qonun, {article}-modda",
		"Закон о референдуме, ст. {article}",
		"Law on the Referendum, art. {article}",
	),
}
"""What stands before the number of an article -> the act that it is of."""
IN_FORCE = Message("{day} dan amalda", "действует с {day}", "in force from {day}")
"""The edition of the law that was applied."""
ARTICLE = re.compile(rf"({'|'.join(map(re.escape, ACTS))})([0-9-]+(?:, ?[0-9-]+)*)")
KEPT = frozenset({"CMS", "JPEG", "JSON", "PDF", "PKCS", "PNG", "QR", "SMS"})
"""Words that stay Latin in Uzbek Cyrillic."""
CATALOGUE: Catalogue = messages(Path(__file__).parent / "messages")
WORDS: Catalogue = messages(Path(__file__).parent / "words")
"""Words that stand as values in messages."""


def known(code: str) -> bool:
	"""True when the code has a text of its own."""
	return code in CATALOGUE


def text(
	code: str, lang: str, params: Mapping[str, Param] | None = None, article: str = "", edition: str = ""
) -> str:
	"""The sentence of a code in a language, with the article of the Election Code and the day of its edition in brackets.

	A code without a text gets a general sentence that names it; a value that is missing is shown as `…`. ISO dates are
	written dd.mm.yyyy, states of an appeal in the reader's words.
	"""
	message = CATALOGUE.get(code, _UNKNOWN)
	values: dict[str, Param] = {"code": code, **(params or {})}
	sentence = placeholders.fill(_in(message, lang), lambda name: _value(values.get(name, _BLANK), lang))
	return sentence + _source(article, lang, edition)


def finding_text(finding: Finding, lang: str) -> str:
	"""The sentence of a finding."""
	return text(finding.code, lang, finding.params, finding.article, finding.edition)


def article_words(article: str, lang: str) -> str:
	"""An article in brackets, in a language: `(Saylov kodeksi, 33-modda)`; nothing without an article."""
	return _source(article, lang).strip()


def word(value: str, lang: str) -> str:
	"""A word that stands as a value (an outcome, a position), in a language; as it is when it has no translation."""
	return _in(WORDS[value], lang) if value in WORDS else value


def _in(message: Message, lang: str) -> str:
	if lang == "uz-Cyrl":
		return to_cyrillic(message.uz, KEPT)
	if lang == "uz-2026":
		return to_new_letters(message.uz)
	return {"ru": message.ru, "en": message.en}.get(lang, message.uz)


def _value(value: Param, lang: str) -> str:
	word = WORDS.get(str(value))
	return _in(word, lang) if word else short_date_of(str(value))


def _source(article: str, lang: str, edition: str = "") -> str:
	"""` (Saylov kodeksi, 33-modda)` for `33`, `20-1` or `9, 19`, ` (Konstitutsiya, 106-modda)` for `Const. 106`; others as given.

	edition: ISO first day, which the brackets name too.
	"""
	named = "" if article == "own design" else article
	if found := ARTICLE.fullmatch(named):
		named = placeholders.fill(_in(ACTS[found[1]], lang), lambda _: found[2])
	day = placeholders.fill(_in(IN_FORCE, lang), lambda _: short_date_of(edition)) if edition else ""
	words = ", ".join(filter(None, (named, day)))
	return f" ({words})" if words else ""
