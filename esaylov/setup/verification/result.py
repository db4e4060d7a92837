"""What one check of a site found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
	"""RIGHT; DOUBTFUL, which an operator may have meant; WRONG, with which no election should be run."""

	RIGHT = "right"
	DOUBTFUL = "doubtful"
	WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
	"""A check: its area, the verdict, what was seen, and how to mend it ("" where nothing is to be mended)."""

	area: str
	verdict: Verdict
	seen: str
	mend: str = ""


def judged(area: str, is_right: bool, seen: str, mend: str, otherwise: Verdict = Verdict.WRONG) -> Result:
	"""RIGHT, or the other verdict with how to mend it."""
	return Result(area, Verdict.RIGHT, seen) if is_right else Result(area, otherwise, seen, mend)
