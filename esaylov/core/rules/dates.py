"""Days: the window in which an appeal is taken, notices of observers (*kuzatuvchi*, Election Code art. 33), and dates in the answers, against
the calendar of the election and the day of filing."""

from calendar import monthrange
from datetime import date, time, timedelta

from esaylov.core.elections.calendar import days_before
from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.rules.registry import Answers, Facts, RuleMisused, day, rule, text


@rule("registered_before")
def registered_before(
	answers: Answers, facts: Facts, article: str, *, field: str, stage: str, statute: str
) -> list[Finding]:
	"""`registered_too_late` for a date later than so many months before the stage begins; the last day is in time."""
	months, begins = facts.statute(statute), facts.stage(stage).starts_on
	if begins is None:
		raise RuleMisused(f"stage {stage} has no first day")
	last = months_before(begins, months)
	registered = day(answers, field)
	if registered is None or registered <= last:
		return []
	params: dict[str, Param] = {"months": months, "last_day": last.isoformat()}
	params["day"] = registered.isoformat()
	return [Finding("registered_too_late", field, article=article, params=params)]


def months_before(end: date, months: int) -> date:
	"""The same day so many months earlier, or the last day of a month that is too short."""
	year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
	return date(year, month + 1, min(end.day, monthrange(year, month + 1)[1]))


@rule("date_in_stage")
def date_in_stage(answers: Answers, facts: Facts, article: str, *, field: str, stage: str) -> list[Finding]:
	"""`date_before_stage` or `date_after_stage` for a date outside a stage of the calendar."""
	window, given = facts.stage(stage), day(answers, field)
	if given is None:
		return []
	if window.starts_on and given < window.starts_on:
		params: dict[str, Param] = {"starts_on": window.starts_on.isoformat()}
		return [Finding("date_before_stage", field, article=article, params=params)]
	if window.ends_on and given > window.ends_on:
		params = {"ends_on": window.ends_on.isoformat()}
		return [Finding("date_after_stage", field, article=article, params=params)]
	return []


@rule("filed_within")
def filed_within(answers: Answers, facts: Facts, article: str, *, field: str, statute: str) -> list[Finding]:
	"""`filed_too_late` when more days have passed since a date than the Statute allows; that day is not counted."""
	days, since = facts.statute(statute), day(answers, field)
	if since is None or facts.today <= (last := since + timedelta(days=days)):
		return []
	params: dict[str, Param] = {"days": days, "last_day": last.isoformat()}
	params["day"] = facts.today.isoformat()
	return [Finding("filed_too_late", field, article=article, params=params)]


@rule("court_decides")
def court_decides(
	answers: Answers, facts: Facts, article: str, *, field: str, statute: str, review_statute: str
) -> list[Finding]:
	"""The warning `court_decides`: what a commission decided or did is contested in court, until when, and how long that takes.

	`court_time_over` when the days of the Statute since that date have passed. A commission takes a notice all the same.
	"""
	days, since, review = facts.statute(statute), day(answers, field), facts.statute(review_statute)
	if since is None:
		return []
	last = since + timedelta(days=days)
	params: dict[str, Param] = {"last_day": last.isoformat(), "review": review}
	code = "court_time_over" if facts.today > last else "court_decides"
	return [Finding(code, field, Severity.WARNING, article, params)]


@rule("not_after")
def not_after(answers: Answers, facts: Facts, article: str, *, field: str) -> list[Finding]:
	"""`date_in_future` for a date after today."""
	given = day(answers, field)
	return [Finding("date_in_future", field, article=article)] if given and given > facts.today else []


@rule("not_before")
def not_before(answers: Answers, facts: Facts, article: str, *, field: str, hour: str = "") -> list[Finding]:
	"""`date_in_past` for a date before today, or for today and a time of day (HH:MM, field `hour`) that is over."""
	given = day(answers, field)
	if not given or given > facts.today:
		return []
	if given < facts.today:
		return [Finding("date_in_past", field, article=article)]
	begins = _hour_of(answers, hour) if hour else None
	is_over = begins is not None and begins <= facts.time_of_day
	return [Finding("date_in_past", hour, article=article)] if is_over else []


def _hour_of(answers: Answers, field: str) -> time | None:
	"""A time of day (HH:MM) that is answered."""
	try:
		return time.fromisoformat(text(answers, field))
	except ValueError:
		return None


@rule("inside_window", "window")
def inside_window(answers: Answers, facts: Facts, article: str) -> list[Finding]:
	"""`window_not_open` or `window_closed` unless the moment is inside the window of the appeal type."""
	window = facts.window
	if window is None:
		raise RuleMisused("window")
	if window.starts_on and window.before(facts.today):
		return [
			Finding("window_not_open", article=article, params={"starts_on": window.starts_on.isoformat()})
		]
	if window.ends_on and window.after(facts.today, facts.time_of_day):
		return [Finding("window_closed", article=article, params={"ends_on": window.ends_on.isoformat()})]
	return []


@rule("observer_notice")
def observer_notice(answers: Answers, facts: Facts, article: str, *, statute: str) -> list[Finding]:
	"""`observer_notice_late` for a notice of observers received on a day of Tashkent time; nothing when it is in time.

	statute: names the Statute with the days before the election (`observer_notice_days`, art. 33), counted as the election counts
	them; that the last day is still in time is our reading.
	"""
	days = facts.statute(statute)
	last_day = days_before(facts.election_day, days, facts.day_counting)
	if facts.today <= last_day:
		return []
	params: dict[str, Param] = {"last_day": last_day.isoformat(), "days": days}
	params["day"] = facts.today.isoformat()
	return [Finding("observer_notice_late", article=article, params=params)]
