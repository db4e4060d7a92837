"""What differs between two texts, word by word: lines of parts for a reader. Plain data, no framework."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, TypedDict

SAME, ADDED, REMOVED, CHANGED, GAP = "same", "added", "removed", "changed", "gap"
WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
CONTEXT: Final = 1
"""So many equal lines are shown on each side of a change."""
MOST_LINES: Final = 200
MOST_WORDS: Final = 2000
"""Longer lines are compared as a whole: the comparison grows with the square of their words."""
LEAST_ALIKE: Final = 0.3
"""Two lines that share less are one that went and one that came."""


class Line(TypedDict):
	"""A line: `mark` is same, added, removed, changed or gap (equal lines left out); `parts` are (same, added or removed, text)."""

	mark: str
	parts: list[tuple[str, str]]


def compare_words(before: str, after: str) -> list[tuple[str, str]]:
	"""The parts of a text that is `before` without what is added, and `after` without what is removed."""
	former, new = WORD.findall(before), WORD.findall(after)
	if len(former) + len(new) > MOST_WORDS:
		return [(REMOVED, before), (ADDED, after)]
	parts: list[tuple[str, str]] = []
	for tag, i, j, k, end in SequenceMatcher(None, former, new, autojunk=False).get_opcodes():
		removed, added = "".join(former[i:j]), "".join(new[k:end])
		said = [(SAME, removed)] if tag == "equal" else [(REMOVED, removed), (ADDED, added)]
		parts += [part for part in said if part[1]]
	return parts


def compare_lines(before: Sequence[str], after: Sequence[str]) -> list[Line]:
	"""At most 200 lines: those that differ, with one equal line around them; a gap stands for what is left out."""
	lines: list[Line] = []
	for tag, i, j, k, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
		lines += _equal(before[i:j]) if tag == "equal" else _replaced(before[i:j], after[k:end])
	while lines and lines[0]["mark"] == GAP:
		del lines[0]
	return lines[:MOST_LINES]


def _equal(lines: Sequence[str]) -> Iterator[Line]:
	shown = [Line(mark=SAME, parts=[(SAME, line)]) for line in lines]
	if len(shown) <= 2 * CONTEXT:
		yield from shown
	else:
		yield from shown[:CONTEXT]
		yield Line(mark=GAP, parts=[])
		yield from shown[-CONTEXT:]


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
	paired = min(len(before), len(after))
	for former, new in zip(before, after, strict=False):
		parts = compare_words(former, new)
		kept = sum(len(text) for mark, text in parts if mark == SAME and text.strip())
		if kept >= LEAST_ALIKE * max(len(former), len(new)):
			yield Line(mark=CHANGED, parts=parts)
		else:
			yield Line(mark=REMOVED, parts=[(REMOVED, former)])
			yield Line(mark=ADDED, parts=[(ADDED, new)])
	for line in before[paired:]:
		yield Line(mark=REMOVED, parts=[(REMOVED, line)])
	for line in after[paired:]:
		yield Line(mark=ADDED, parts=[(ADDED, line)])
