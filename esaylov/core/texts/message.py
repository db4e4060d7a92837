"""One message in the languages it is written in; the others are made from Uzbek."""

from typing import NamedTuple


class Message(NamedTuple):
	"""What is wrong and how to mend it; `{name}` stands for a value."""

	uz: str
	ru: str
	en: str


Catalogue = dict[str, Message]
