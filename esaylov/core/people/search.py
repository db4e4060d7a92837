"""A person found by a name as somebody spells it: any script of Uzbek, Russian transcription, one typing error a word.

Own design: no database's full text search forgives a typing error, and a scan of 30,000 names by edit distance takes
longer than a reader's patience. Each word stands in the index without each of its letters (symmetric delete, as in
SymSpell): two words one error apart share one of these shortened forms, so a look-up finds what a scan would.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, islice, pairwise

from esaylov.core.people.names import KINSHIP, search_key

MISSING = 3
"""Cost of a word that a name lacks; a word with a typing error costs 1, the beginning of a word 0.5."""
LONGEST = 10
"""Words of a question that are looked at: no name has more, and nobody shall make the search work for nothing."""
CROWD = 4_000
"""Names that are weighed for one question, at most."""
LONGEST_WORD = 40
SIGNS = (("sh", "š"), ("ch", "č"), ("yo", "ý"))
_AFTER_CONSONANT = re.compile(r"(?<=[bcdfghjklmnprstvz])y(?=[aeiou])")
_DOUBLE = re.compile(r"(.)\1+")
_KIN = frozenset(search_key(word) for word in KINSHIP)


def loose_words(text: str) -> list[str]:
	"""The words of a name as all its spellings have them, without oʻgʻli and qizi.

	Folds what Russian transcription changes besides the script: Qodirov, Кадыров; Gʻulom, Гулям; Sayid, Саид.
	"""
	return [_loose(word) for word in search_key(text).split() if word not in _KIN]


def _loose(word: str) -> str:
	plain = _AFTER_CONSONANT.sub("", word).replace("yi", "i")
	return plain.translate(str.maketrans("au", "oo"))


def _forms(word: str) -> tuple[str, str, str]:
	"""The word; without doubled letters; with one sign for what Cyrillic writes with one (ш, ч, я ю ё).

	An error of one key is one error in one of these: шч typed for ш is "shch" in Latin letters.
	"""
	single = _DOUBLE.sub(r"\1", word)
	signs = single
	for letters, sign in SIGNS:
		signs = signs.replace(letters, sign)
	return word, single, signs


def _shortened(form: str) -> Iterator[str]:
	yield form
	for place in range(len(form)):
		yield form[:place] + form[place + 1 :]


def is_one_error(one: str, other: str) -> bool:
	"""Whether a letter left out, added, taken for another, or two changed about make one word into the other."""
	if len(one) > len(other):
		one, other = other, one
	if len(other) - len(one) > 1:
		return False
	start = next((place for place, letter in enumerate(one) if letter != other[place]), len(one))
	if len(one) < len(other):
		return one[start:] == other[start + 1 :]
	rest, rest_of_other = one[start:], other[start:]
	changed_about = rest[:2] == rest_of_other[:2][::-1] and rest[2:] == rest_of_other[2:]
	return changed_about or rest[1:] == rest_of_other[1:]


class Names:
	"""An index of names by id. Not safe for several threads that change it: whoever shares one locks."""

	def __init__(self, rows: Iterable[tuple[str, str]] = ()) -> None:
		self._words: dict[str, tuple[str, ...]] = {}
		self._holders: dict[str, set[str]] = {}
		self._short: dict[str, list[str]] = {}
		self._begins: dict[str, set[str]] = {}
		for key, name in rows:
			self.put(key, name)

	def __len__(self) -> int:
		return len(self._words)

	def put(self, key: str, name: str) -> None:
		"""Add a name, or give an id another name."""
		words = tuple(loose_words(name))
		if self._words.get(key) == words:
			return
		self.drop(key)
		self._words[key] = words
		for word in words:
			if word not in self._holders:
				self._learn(word)
			self._holders[word].add(key)

	def drop(self, key: str) -> None:
		"""Forget an id; one that is not there is no error. The words stay, without holders."""
		for word in self._words.pop(key, ()):
			self._holders[word].discard(key)

	def find(self, question: str, limit: int, allowed: Callable[[str], bool] | None = None) -> list[str]:
		"""Ids of the names that fit best, the best first. All words of the question are in them, or all but one of three."""
		words = [word[:LONGEST_WORD] for word in loose_words(question[: LONGEST * LONGEST_WORD])[:LONGEST]]
		best = self._weighed(words)
		if not best or best[0][0] >= MISSING:
			for others in _respaced(words):
				best = _better(best, self._weighed(others))
		found = (key for _, key in best if allowed is None or allowed(key))
		return [key for key, _ in zip(found, range(limit), strict=False)]

	def _learn(self, word: str) -> None:
		self._holders[word] = set()
		for short in {short for form in _forms(word) for short in _shortened(form)}:
			self._short.setdefault(short, []).append(word)
		for length in range(2, len(word)):
			self._begins.setdefault(word[:length], set()).add(word)

	def _like(self, asked: str) -> dict[str, float]:
		"""Known words that one word of a question may mean, and what taking it so costs."""
		costs: dict[str, float] = dict.fromkeys(self._begins.get(asked, ()), 0.5)
		if len(asked) > 2:
			forms = _forms(asked)
			shorter = {short for form in forms for short in _shortened(form)}
			near = {word for short in shorter for word in self._short.get(short, ())}
			for word in near:
				pairs = list(zip(forms, _forms(word), strict=True))
				if any(one == other for one, other in pairs):
					costs[word] = 0.1
				elif any(is_one_error(one, other) for one, other in pairs):
					costs.setdefault(word, 1.0)
		if asked in self._holders:
			costs[asked] = 0.0
		return costs

	def _weighed(self, words: list[str]) -> list[tuple[float, str]]:
		"""Cost and id of the names that have all the words, or else all but one of at least three."""
		if not words:
			return []
		likes = [self._like(word) for word in words]
		found = []
		for key in self._crowd(likes):
			own = self._words[key]
			cost = sum(min((like[word] for word in own if word in like), default=MISSING) for like in likes)
			found.append((cost + 0.01 * max(len(own) - len(words), 0), key))
		return sorted(found)

	def _crowd(self, likes: list[dict[str, float]]) -> Iterable[str]:
		holders = [set().union(*(self._holders[word] for word in like)) for like in likes]
		crowd = set.intersection(*holders)
		if not crowd and len(holders) > 2:
			crowd = set().union(
				*(set.intersection(*others) for others in combinations(holders, len(holders) - 1))
			)
		return islice(crowd, CROWD)


def _respaced(words: list[str]) -> Iterator[list[str]]:
	"""The question with one space less, then with one more: a space is a key like any other."""
	for place, (one, other) in enumerate(pairwise(words)):
		yield [*words[:place], one + other, *words[place + 2 :]]
	for place, word in enumerate(words):
		for cut in range(3, len(word) - 2):
			yield [*words[:place], word[:cut], word[cut:], *words[place + 1 :]]


def _better(one: list[tuple[float, str]], other: list[tuple[float, str]]) -> list[tuple[float, str]]:
	if not other or (one and one[0][0] <= other[0][0]):
		return one
	return other
