"""Turnout by hours of election day: told at 11, 13, 15, 17 and at the end of voting [law: figures_2024.csv]."""

from collections.abc import Mapping
from enum import StrEnum

from esaylov.core.findings import Finding
from esaylov.core.results.protocol import MOST


class Hour(StrEnum):
	"""The hours by which turnout is told, Tashkent time."""

	ELEVEN = "11:00"
	THIRTEEN = "13:00"
	FIFTEEN = "15:00"
	SEVENTEEN = "17:00"
	END = "20:00"


def check(hour: Hour, voted: int, voters: int, others: Mapping[Hour, int]) -> list[Finding]:
	"""What of a report does not hold. others: voters who took part by the other hours that were reported.

	`count_not_whole`, `turnout_over_list` (art. 94), `turnout_falls`: fewer than by an earlier hour, or more than by a later one [ours].
	"""
	found = [
		Finding("count_not_whole", path, article="94")
		for path, number in (("voters", voters), ("voted", voted))
		if not 0 <= number <= MOST
	]
	if found:
		return found
	if voted > voters:
		found.append(
			Finding("turnout_over_list", "voted", article="94", params={"number": voted, "limit": voters})
		)
	for other, count in others.items():
		if (other < hour and count > voted) or (other > hour and count < voted):
			params: dict[str, str | int] = {"number": voted, "limit": count, "hour": str(other)}
			found.append(Finding("turnout_falls", "voted", article="94", params=params))
	return found
