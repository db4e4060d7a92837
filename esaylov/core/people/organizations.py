"""Names of organizations as people type them, in one normal form."""

import re
from typing import Final

from esaylov.core.people.names import search_key

LEGAL_FORMS: Final = frozenset(
	search_key(form)
	for form in ("MChJ", "OOO", "МЧЖ", "ООО", "LLC", "AJ", "АЖ", "АО", "QK", "XK", "DUK", "ДУК")
)
"""Abbreviated legal forms: people write the name of one organization with and without them."""
NUMBERED: Final = frozenset(search_key(word) for word in ("son", "sonli", "сон", "сонли", "No", "raqamli"))
"""Words that say that a number follows or came before."""


def organization_key(name: str) -> str:
	"""One key for the spellings of an organization; "" for a name without letters and digits.

	Script, case, quotes, punctuation, legal forms, number signs and the order of words make no difference: “Nur” MChJ, ООО «Нур»;
	12-sonli maktab, Maktab №12. A translated name has another key.
	"""
	words = re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", name)
	found = sorted(search_key(words).split())
	kept = [word for word in found if word not in LEGAL_FORMS | NUMBERED]
	return " ".join(kept or found)
