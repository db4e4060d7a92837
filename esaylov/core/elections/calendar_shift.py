"""The calendar of an earlier election, moved to another election day: by its D-n rules, else by its distance from the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from esaylov.core.elections import calendar


@dataclass(frozen=True, slots=True)
class Stage:
	"""A row of the calendar. rule: its D-n rule, "" where its dates were set by hand."""

	key: str
	rule: str
	starts_on: date | None
	ends_on: date | None


def moved(
	stages: Sequence[Stage], old_day: date, new_day: date, counting: calendar.DayCounting
) -> dict[str, calendar.Window]:
	"""First and last day of each stage for the new day, by key.

	A rule that counts from the election day is counted anew; an end that it leaves open, and a stage without one, keeps its
	distance from the day. counting: how the new election counts days. Nothing of a rule that cannot be read is guessed: such a stage keeps its distance too.
	"""
	offset = new_day - old_day
	found: Mapping[str, calendar.Window] = {
		stage.key: _by_rule(stage.rule, new_day, counting) for stage in stages
	}
	windows = {}
	for stage in stages:
		window = found[stage.key]
		last = window.ends_on or (stage.ends_on + offset if stage.ends_on else None)
		first = window.starts_on or window.ends_on or (stage.starts_on + offset if stage.starts_on else None)
		windows[stage.key] = calendar.Window(first, max(first, last) if first and last else last)
	return windows


def recounted(
	stages: Sequence[Stage], old: tuple[date, calendar.DayCounting], new: tuple[date, calendar.DayCounting]
) -> dict[str, calendar.Window]:
	"""The stages whose dates follow their rule by the old election day and counting, with those of the new ones, by key.

	A date that somebody set by hand is not the rule's and stays.
	"""
	found = {}
	for stage in stages:
		before, after = _by_rule(stage.rule, *old), _by_rule(stage.rule, *new)
		is_of_rule = (before.starts_on or before.ends_on, before.ends_on) == (stage.starts_on, stage.ends_on)
		if before != after and is_of_rule:
			found[stage.key] = calendar.Window(after.starts_on or after.ends_on, after.ends_on)
	return found


def _by_rule(rule: str, day: date, counting: calendar.DayCounting) -> calendar.Window:
	"""What a rule says by itself; nothing for an event, or for what cannot be read."""
	try:
		return calendar.stage_dates(rule, day, counting)
	except calendar.RuleUnreadable:
		return calendar.Window()
