"""Voters of constituencies and polling stations (*okrug*, *uchastka*): Election Code art. 9, 10."""

from esaylov.core.findings import Finding, Severity
from esaylov.core.rules.registry import Answers, Facts, at, number, rows, rule


@rule("voters_deviation", "voters_elsewhere", "constituencies_elsewhere")
def voters_deviation(
	answers: Answers, facts: Facts, article: str, *, group: str, statute: str, field: str = "voters_count"
) -> list[Finding]:
	"""`voters_deviation` for each row whose voters differ from the mean of the Kengash's territory by more than the percent.

	The mean is that of the rows and of the territory's constituencies that the rows do not define anew. Art. 9 says "as a
	rule": a warning.
	"""
	counted = _counted(answers, group, field)
	total = sum(voters for _, voters in counted) + facts.count("voters_elsewhere")
	count = len(counted) + facts.count("constituencies_elsewhere")
	return _far(counted, total, count, facts.statute(statute), article)


@rule("voters_deviation_country", "voters_in_country")
def voters_deviation_country(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	group: str,
	statute: str,
	seats_statute: str,
	field: str = "voters_count",
) -> list[Finding]:
	"""The same against the mean of the country: its voters by the number of constituencies (`seats_statute`)."""
	counted = _counted(answers, group, field)
	total, count = facts.count("voters_in_country"), facts.statute(seats_statute)
	return _far(counted, total, count, facts.statute(statute), article)


def _counted(answers: Answers, group: str, field: str) -> list[tuple[str, int]]:
	"""The number of voters of each row that says it, with its path."""
	return [
		(at(path, field), voters)
		for path, row in rows(answers, group)
		if (voters := number(row, field)) is not None
	]


def _far(counted: list[tuple[str, int]], total: int, count: int, percent: int, article: str) -> list[Finding]:
	return [
		Finding(
			"voters_deviation",
			path,
			Severity.WARNING,
			article,
			params={
				"percent": percent,
				"average": total // count,
				"least": -(-total * (100 - percent) // (100 * count)),
				"most": total * (100 + percent) // (100 * count),
				"number": voters,
			},
		)
		for path, voters in counted
		if count > 0 and abs(voters * count - total) * 100 > percent * total
	]


@rule("station_numbers_free", "station_numbers_taken")
def station_numbers_free(
	answers: Answers, facts: Facts, article: str, *, group: str, field: str = "polling_station_no"
) -> list[Finding]:
	"""`station_exists` for each row whose number a polling station of the territory has already."""
	taken = facts.found("station_numbers_taken")
	return [
		Finding("station_exists", at(path, field), article=article, params={"number": asked})
		for path, row in rows(answers, group)
		if (asked := number(row, field)) is not None and str(asked) in taken
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
	"""`voters_too_few` and `voters_too_many` for each row outside the limits of two Statutes.

	The greater number holds "as a rule" (art. 10): a warning.
	"""
	least, most = facts.statute(minimum_statute), facts.statute(maximum_statute)
	found = []
	for path, row in rows(answers, group):
		voters = number(row, field)
		if voters is not None and voters < least:
			found.append(
				Finding(
					"voters_too_few",
					at(path, field),
					article=article,
					params={"limit": least, "number": voters},
				)
			)
		if voters is not None and voters > most:
			found.append(
				Finding(
					"voters_too_many",
					at(path, field),
					Severity.WARNING,
					article,
					params={"limit": most, "number": voters},
				)
			)
	return found
