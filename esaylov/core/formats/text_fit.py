"""The size of type at which a text fits its box: capitals of a long name shrink or wrap, and no word is broken. Own design."""

from collections.abc import Callable

Measure = Callable[[str], float]
"""Width of a text in em, by the face that prints it."""

STEP = 0.05
"""Millimetres between two sizes that are tried."""


def fit(text: str, width: float, height: float, largest: float, leading: float, measure: Measure) -> float:
	"""The largest size (mm) up to `largest` at which the text, wrapped at spaces, stays inside a box of width x height mm.

	leading: height of a line as a multiple of the size. Never below STEP, whatever the text.
	"""
	words = [measure(word) for word in text.split()]
	if not words:
		return largest
	space = measure(" ")
	size = min(largest, width / max(words))
	while size > STEP and _lines(words, space, width / size) * size * leading > height + 1e-9:
		size -= STEP
	return max(STEP, int(size / STEP + 1e-6) * STEP)


def _lines(words: list[float], space: float, width: float) -> int:
	"""How many lines the words take, as a browser wraps them: as many on a line as fit."""
	lines, used = 1, words[0]
	for word in words[1:]:
		used += space + word
		if used > width + 1e-9:
			lines, used = lines + 1, word
	return lines
