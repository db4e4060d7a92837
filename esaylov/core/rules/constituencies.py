"""Voters of constituencies and polling stations (*okrug*, *uchastka*): Election Code art. 9, 10."""

from esaylov.core.findings import Finding
from esaylov.core.rules.facts import Facts
from esaylov.core.rules.registry import Answers, rule
from esaylov.core.rules.rows import at, number, rows


@rule("voters_deviation")
def voters_deviation(
	answers: Answers, facts: Facts, article: str, *, group: str, statute: str, field: str = "voters_count"
) -> list[Finding]:
	"""`voters_deviation` for each row whose voters differ from the mean of the group by more than the percent."""
	percent = facts.statute(statute)
	counted = [
		(path, voters) for path, row in rows(answers, group) if (voters := number(row, field)) is not None
	]
	total, count = sum(voters for _, voters in counted), len(counted)
	return [
		Finding(
			"voters_deviation",
			at(path, field),
			article=article,
			params={
				"percent": percent,
				"average": total // count,
				"least": -(-total * (100 - percent) // (100 * count)),
				"most": total * (100 + percent) // (100 * count),
			},
		)
		for path, voters in counted
		if abs(voters * count - total) * 100 > percent * total
	]


@rule("voters_between")
def voters_between(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	group: str,
	minimum_statute: str,
	maximum_statute: str,
	field: str = "voters_count",
) -> list[Finding]:
	"""`voters_too_few` and `voters_too_many` for each row outside the limits of two Statutes."""
	least, most = facts.statute(minimum_statute), facts.statute(maximum_statute)
	found = []
	for path, row in rows(answers, group):
		voters = number(row, field)
		if voters is not None and voters < least:
			found.append(Finding("voters_too_few", at(path, field), article=article, params={"limit": least}))
		if voters is not None and voters > most:
			found.append(Finding("voters_too_many", at(path, field), article=article, params={"limit": most}))
	return found
