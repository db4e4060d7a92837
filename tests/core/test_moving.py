"""The calendar of an election moved to another day."""

import csv
from datetime import date
from pathlib import Path

from esaylov.core.elections import calendar
from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.elections.calendar_shift import Stage, moved, recounted

OLD, NEW = date(2024, 10, 27), date(2029, 10, 28)


def window(rule: str, first: date | None, last: date | None) -> Window:
	return moved([Stage("x", rule, first, last)], OLD, NEW, DayCounting.FULL_DAYS)["x"]


def test_a_rule_is_counted_from_the_new_day():
	assert window("D-65", date(2024, 8, 23), date(2024, 8, 23)) == Window(
		date(2029, 8, 24), date(2029, 8, 24)
	)


def test_the_last_day_of_a_rule_is_its_only_one_without_a_first():
	assert window("by D-45", None, date(2024, 9, 12)) == Window(date(2029, 9, 13), date(2029, 9, 13))


def test_a_stage_without_a_rule_keeps_its_distance():
	found = window("", date(2024, 7, 26), date(2024, 7, 28))
	assert found == Window(date(2029, 7, 27), date(2029, 7, 29))


def test_a_rule_that_cannot_be_read_keeps_the_distance_too():
	assert window("about D or so", OLD, OLD) == Window(NEW, NEW)


def test_open_ends_stay_open_and_the_last_day_is_never_before_the_first():
	assert window("", None, None) == Window()
	assert window("", date(2024, 10, 1), None) == Window(date(2029, 10, 2), None)
	assert window("after D", date(2024, 10, 28), date(2024, 10, 20)).ends_on >= date(2029, 10, 28)


def test_days_of_the_law_move_as_the_new_election_counts_them():
	assert window("by 40 days", date(2024, 9, 17), date(2024, 9, 17)) == Window(
		date(2029, 9, 17), date(2029, 9, 17)
	)


def test_another_counting_moves_what_follows_its_rule_and_nothing_that_was_set_by_hand():
	of_rule, by_hand = date(2024, 9, 17), date(2024, 9, 10)
	stages = [
		Stage("rule", "by 40 days", of_rule, of_rule),
		Stage("hand", "by 40 days", by_hand, by_hand),
		Stage("fixed", "D-40", of_rule, of_rule),
		Stage("event", "start+5", of_rule, of_rule),
	]
	found = recounted(stages, (OLD, DayCounting.CALENDAR), (OLD, DayCounting.FULL_DAYS))
	assert found == {"rule": Window(date(2024, 9, 16), date(2024, 9, 16))}


def test_the_shipped_calendar_of_2024_is_that_of_its_rules():
	"""Facts of that year lie inside the limit of their rule; every other date is the rule's."""
	path = Path(calendar.__file__).parents[2] / "fixtures" / "elections" / "election_stage.csv"
	facts = {"admission_documents_filed", "stations_abroad_formed", "lc_candidates_registered"}
	with path.open(encoding="utf-8", newline="") as lines:
		rows = [row for row in csv.DictReader(lines) if calendar.counts_days(row["rule"])]
	assert len(rows) > 15
	for row in rows:
		found = calendar.stage_dates(row["rule"], OLD, DayCounting.FULL_DAYS)
		last = found.ends_on.isoformat()
		if row["key"] in facts:
			assert row["ends_on"] <= last, row["key"]
			continue
		assert row["ends_on"] == last, row["key"]
		assert row["starts_on"] == (found.starts_on or found.ends_on).isoformat(), row["key"]
