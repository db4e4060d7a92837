"""Places of a text by words of the reader's language: `{appeal number}` in place of `{n}`, and back."""

from esaylov.core.formats import placeholders, sms
from esaylov.core.texts import word


def words(language: str) -> dict[str, str]:
	"""Each place that a text may have -> what it is called."""
	return {name: word(f"place.{name}", language) for name in sorted(sms.LIMITS)}


def named_text(text: str, language: str) -> str:
	"""A text with its places called by their words."""
	return placeholders.named(text, words(language))


def plain_text(text: str, language: str) -> str:
	"""A text that was written with words, as it is stored; words that are no place stay in their braces."""
	return placeholders.unnamed(text, words(language))
