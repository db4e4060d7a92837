"""Whether two names of persons are one name in two spellings: both alphabets of Uzbek Latin, Cyrillic, Russian transcription,
letters without their apostrophes. Pure.

A key cannot say it: Russian has а for o (Надир, Nodir) and у for oʻ (Уктам, Oʻktam), and a keyboard in a hurry o for oʻ, but a and u
are two letters (Hasan and Husan are twins). So words are compared letter by letter.
"""

import re
import unicodedata
from functools import lru_cache

from esaylov.core.people.letters import TRANSCRIBED
from esaylov.core.people.names import plain, search_key

O_MARKED, U = "0", "1"
"""Stand for oʻ and u in a compared word, which a search key takes for o: names have no digits."""
_SIGNS = str.maketrans({"ў": O_MARKED, "u": U, "у": U, "ю": f"y{U}"})
_SOFTENED = re.compile(r"(?<=[bcdfghjklmnprstvz])y(?=[aeio01])")
_HARD = re.compile(r"(?<=[bcdfghjklmnprstvz])y(?=[bcdfghjklmnprstvz])")
_LIKE = {"a": "ao", "o": "oa01", U: "1o0", O_MARKED: "0o1"}
"""A vowel and those that other spellings have for it [ours]; all other letters are themselves."""
_ONE_VOWEL = str.maketrans(dict.fromkeys(_LIKE, "o"))


def is_same_name(one: str, other: str) -> bool:
	"""Whether two names say the same, word by word in their order; of other letters than Latin and Cyrillic, to the letter."""
	words, others = compared_words(one), compared_words(other)
	if not (words and others):
		return plain(one).casefold().split() == plain(other).casefold().split()
	return len(words) == len(others) and all(map(is_same_word, words, others))


def is_within(typed: str, name: str) -> bool:
	"""Whether each word of a name stands among those that were typed, in any order; False for an empty name."""
	words = compared_words(typed)
	needed = compared_words(name)
	return bool(needed) and all(any(is_same_word(word, one) for one in words) for word in needed)


@lru_cache(maxsize=1024)
def compared_words(name: str) -> tuple[str, ...]:
	"""The words of a name, each letter of which `is_same_word` compares."""
	marked = plain(unicodedata.normalize("NFC", name)).lower().replace("o'", O_MARKED).translate(_SIGNS)
	return tuple(map(_compared, search_key(marked).split()))


def _compared(word: str) -> str:
	"""Without the y of a softened consonant (Гулям) and of ы in Latin letters (Kadyrov), and by its Uzbek name."""
	letters = _HARD.sub("i", _SOFTENED.sub("", word)).replace("yi", "i")
	known = next((start for start in TRANSCRIBED if letters.startswith(start)), "")
	return TRANSCRIBED[known] + letters[len(known) :] if known else letters


def word_groups(name: str) -> frozenset[str]:
	"""The compared words of a name with one letter for all vowels that stand for each other: what `is_same_word` takes for
	one has one text here, and some twins (Hasan, Hosan) too. For counting spellings of a name together.
	"""
	return frozenset(word.translate(_ONE_VOWEL) for word in compared_words(name))


def is_same_word(one: str, other: str) -> bool:
	"""Whether two compared words are spellings of one."""
	if one == other:
		return True
	return len(one) == len(other) and all(
		there in _LIKE.get(here, here) for here, there in zip(one, other, strict=True)
	)
