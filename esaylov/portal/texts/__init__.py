"""The words of the portal and the cabinet: `uz.json`, `ru.json`, `en.json` here and in sub-folders, the same keys in each.

Uzbek is written first; Uzbek Cyrillic and Uzbek in the letters of 2026 are made from it, Karakalpak shows Uzbek until people of the
language supply their words. A key may end in a plural category (`days_left.one`, `.few`, `.other`).
"""

from datetime import date
from functools import cache
from pathlib import Path

from esaylov.core.formats.language import NEW_LETTERS, day, in_script, number, plural, written_in
from esaylov.core.texts.catalogue import read

FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> dict[str, str]:
	"""All texts of a language by key."""
	if language in ("uz-Cyrl", NEW_LETTERS):
		return {key: in_script(text, language) for key, text in catalogue("uz").items()}
	return read(FOLDER, language)


class Texts:
	"""`t("key", name=value)` in one language. An unknown key is a fault of ours and raises KeyError."""

	def __init__(self, language: str) -> None:
		self.language = language
		self.written = written_in(language)
		self._words = catalogue(self.written)

	def __call__(self, key: str, **values: object) -> str:
		text = self._words[key]
		return text.format(**values) if values else text

	def count(self, key: str, count: int, **values: object) -> str:
		"""The plural form that fits; `{n}` is the count, written as numbers are."""
		form = f"{key}.{plural(count, self.written)}"
		return self(form if form in self._words else f"{key}.other", n=number(count), **values)

	def iso_day(self, text: str) -> str:
		"""An ISO day as the language writes it; a text that is none is shown as it is."""
		try:
			return day(date.fromisoformat(text), self.written)
		except ValueError:
			return text

	def has(self, key: str) -> bool:
		return key in self._words
