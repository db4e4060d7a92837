"""What was found, printed or as rows: whether a bench and its site are as an election needs them."""

from collections.abc import Sequence

from esaylov.setup.verification import filing, machine, site
from esaylov.setup.verification.result import Result, Verdict

SIGN = {Verdict.RIGHT: "✓", Verdict.DOUBTFUL: "!", Verdict.WRONG: "✗"}

__all__ = ["report", "results", "verify"]


def verify(with_filing: bool = True) -> None:
	"""Print what was checked, and how to mend what is wrong; for `bench execute`. with_filing: one is tried and taken back.

	Raises SystemExit(1), which is the command's exit code, where anything is wrong; doubtful things alone end with 0.
	"""
	found = results(with_filing)
	for one in found:
		print(f"{SIGN[one.verdict]} {one.area}: {one.seen}")
		if one.mend:
			print(f"    {one.mend}")
	counts = {verdict: sum(one.verdict is verdict for one in found) for verdict in Verdict}
	print(", ".join(f"{count} {verdict.value}" for verdict, count in counts.items()))
	if counts[Verdict.WRONG]:
		raise SystemExit(1)


def report(with_filing: bool = True) -> list[dict[str, str]]:
	"""The same as rows for a script: area, verdict, seen, mend. `bench execute` prints them as JSON."""
	return [
		{"area": one.area, "verdict": one.verdict.value, "seen": one.seen, "mend": one.mend}
		for one in results(with_filing)
	]


def results(with_filing: bool = True) -> Sequence[Result]:
	"""Every check in its order. Nothing stays written; whatever was uncommitted in this transaction is taken back with the filing."""
	tried = [filing.check()] if with_filing else []
	return [*machine.check(), *site.check(), *tried]
