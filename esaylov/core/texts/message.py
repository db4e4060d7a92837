"""One message in the languages it is written in; the others are made from Uzbek."""

from pathlib import Path
from typing import NamedTuple

from esaylov.core.texts.catalogue import read


class Message(NamedTuple):
	"""What is wrong and how to mend it; `{name}` stands for a value."""

	uz: str
	ru: str
	en: str


Catalogue = dict[str, Message]


def messages(folder: Path) -> Catalogue:
	"""The messages of a folder by code. Raises ValueError where a language lacks one."""
	uz, ru, en = (read(folder, language) for language in Message._fields)
	if uneven := (uz.keys() ^ ru.keys()) | (uz.keys() ^ en.keys()):
		raise ValueError(f"texts not in every language: {sorted(uneven)}")
	return {code: Message(uz[code], ru[code], en[code]) for code in uz}
