"""Observers (*kuzatuvchi*): Election Code art. 33."""

from datetime import date

from esaylov.core.calendar import DayCounting, days_before
from esaylov.core.findings import Finding, Param
from esaylov.core.rules.facts import Facts
from esaylov.core.rules.registry import Answers, rule


def late_notice(
	received_on: date, election_day: date, notice_days: int, counting: DayCounting, article: str = "33"
) -> list[Finding]:
	"""`observer_notice_late` for a notice received on a day of Tashkent time; nothing when it is in time.

	notice_days: days before the election (Statute `observer_notice_days`, art. 33), counted as the election counts them;
	that the last day is still in time is our reading.
	"""
	last_day = days_before(election_day, notice_days, counting)
	if received_on <= last_day:
		return []
	params: dict[str, Param] = {"last_day": last_day.isoformat(), "days": notice_days}
	return [Finding("observer_notice_late", article=article, params=params)]


@rule("observer_notice")
def observer_notice(answers: Answers, facts: Facts, article: str, *, statute: str) -> list[Finding]:
	"""The notice of observers is received in time; `statute` names the Statute with the days."""
	return late_notice(facts.today, facts.election_day, facts.statute(statute), facts.day_counting, article)
