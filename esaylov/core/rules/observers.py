"""Observers (*kuzatuvchi*): Election Code art. 33."""

from datetime import date, timedelta

from esaylov.core.findings import Finding, Param
from esaylov.core.rules.facts import Facts
from esaylov.core.rules.registry import Answers, rule


def late_notice(
	received_on: date, election_day: date, notice_days: int, article: str = "33"
) -> list[Finding]:
	"""`observer_notice_late` for a notice received on a day of Tashkent time; nothing when it is in time.

	notice_days: calendar days before the election (Statute `observer_notice_days`, art. 33); that the last day is still
	in time is our reading.
	"""
	last_day = election_day - timedelta(days=notice_days)
	if received_on <= last_day:
		return []
	params: dict[str, Param] = {"last_day": last_day.isoformat(), "days": notice_days}
	return [Finding("observer_notice_late", article=article, params=params)]


@rule("observer_notice")
def observer_notice(answers: Answers, facts: Facts, article: str, *, statute: str) -> list[Finding]:
	"""The notice of observers is received in time; `statute` names the Statute with the days."""
	return late_notice(facts.today, facts.election_day, facts.statute(statute), article)
