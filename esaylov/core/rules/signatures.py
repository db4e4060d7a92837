"""Signatures of voters (*imzolar*): Election Code art. 37-39."""

from collections import defaultdict
from typing import Any

from esaylov.core.findings import Finding, Param
from esaylov.core.rules.registry import Answers, Facts, at, number, rows, rule

REGION, SIGNATURES = "region", "signatures"
"""Columns of the group `signatures_by_region`."""


@rule("signatures_minimum")
def signatures_minimum(
	answers: Answers, facts: Facts, article: str, *, total: str, statute: str
) -> list[Finding]:
	"""`signatures_too_few` when the total is below the number of the Statute."""
	return _enough(answers, total, facts.statute(statute), article)


@rule("signatures_of_voters", "voters_total")
def signatures_of_voters(
	answers: Answers, facts: Facts, article: str, *, total: str, statute: str
) -> list[Finding]:
	"""`signatures_too_few` when the total is below the Statute's percent of all voters, rounded up."""
	needed = -(-facts.count("voters_total") * facts.statute(statute) // 100)
	return _enough(answers, total, needed, article)


def _enough(answers: Answers, total: str, needed: int, article: str) -> list[Finding]:
	given = number(answers, total)
	if given is None or given >= needed:
		return []
	params: dict[str, Param] = {"limit": needed, "missing": needed - given, "number": given}
	return [Finding("signatures_too_few", total, article=article, params=params)]


@rule("signatures_region_share")
def signatures_region_share(
	answers: Answers, facts: Facts, article: str, *, group: str, total: str, statute: str
) -> list[Finding]:
	"""`signatures_sum` when the regions do not add up to the total; `signatures_region_share` for a region above the
	Statute's percent of the total, told at its last row.
	"""
	share, whole = facts.statute(statute), number(answers, total)
	if whole is None:
		return []
	sums: defaultdict[Any, int] = defaultdict(int)
	last: dict[Any, str] = {}
	for path, row in rows(answers, group):
		region = str(row.get(REGION, path))
		sums[region] += number(row, SIGNATURES) or 0
		last[region] = path
	found = []
	if sum(sums.values()) != whole:
		params: dict[str, Param] = {"sum": sum(sums.values()), "total": whole}
		found.append(Finding("signatures_sum", total, article=article, params=params))
	limit = whole * share // 100
	return found + [
		Finding(
			"signatures_region_share",
			at(last[region], SIGNATURES),
			article=article,
			params={"share": share, "limit": limit, "number": signatures},
		)
		for region, signatures in sums.items()
		if signatures * 100 > share * whole
	]
