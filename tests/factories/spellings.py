"""The names of made-up people in five spellings, for comparisons. Nobody is meant."""

from collections.abc import Iterator
from functools import cache

from esaylov.core.people.names import to_new_letters
from esaylov.setup.demo import names

ROMAN = {
	**dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
	**{"ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""},
	**{"ю": "yu", "я": "ya"},
}
"""Russian in Latin letters, as the passports of the nineties had it: Dzhamshid, Kadyrov, Khakim."""
KINDS = ("1995", "2026", "Cyrillic", "Russian", "without apostrophes")


def romanised(russian: str) -> str:
	"""Russian words in Latin letters."""
	return " ".join(
		"".join(ROMAN[letter] for letter in word.lower()).capitalize() for word in russian.split()
	)


def spellings(name: names.Name) -> dict[str, str]:
	"""A name in each of KINDS."""
	written = (
		name.printed,
		to_new_letters(name.printed),
		name.cyrillic,
		romanised(name.russian),
		name.unmarked,
	)
	return dict(zip(KINDS, written, strict=True))


def people(number: int) -> list[names.Name]:
	"""So many made-up people, no two with one name; always the same."""
	found: dict[str, names.Name] = {}
	for name in _numbered():
		found.setdefault(name.latin, name)
		if len(found) == number:
			return list(found.values())
	raise AssertionError


def _numbered() -> Iterator[names.Name]:
	number = 0
	while True:
		yield names.made(number)
		number += 1


def neighbour(name: names.Name, place: int) -> names.Name:
	"""Another person with the same surname, who is written almost alike: a twin, a sister, a brother's child.

	place: which one of the words of the name is another: 0 the surname, 1 the given name, 2 the father's.
	"""
	words, russian = name.latin.split(), name.russian.split()
	stems = names.MEN if place != 1 or not name.is_woman else names.WOMEN
	before = {plain(latin): written for latin, written in stems}
	own = next((stem for stem in sorted(before, key=len, reverse=True) if words[place].startswith(stem)), "")
	other = _nearest(own, tuple(before))
	words[place] = other + words[place][len(own) :]
	russian[place] = before[other] + russian[place][len(before[own]) :]
	return names.Name(" ".join(words), " ".join(russian), name.is_woman)


@cache
def _nearest(own: str, stems: tuple[str, ...]) -> str:
	return min((stem for stem in stems if stem != own), key=lambda stem: (distance(own, stem), stem))


def plain(text: str) -> str:
	"""As the latin of a Name: U+0027."""
	return text.replace("ʻ", "'").replace("ʼ", "'")


def distance(one: str, other: str) -> int:
	"""How many letters differ (Levenshtein)."""
	row = list(range(len(other) + 1))
	for place, letter in enumerate(one, 1):
		before, row[0] = row[0], place
		for column, against in enumerate(other, 1):
			before, row[column] = (
				row[column],
				min(row[column] + 1, row[column - 1] + 1, before + (letter != against)),
			)
	return row[-1]
