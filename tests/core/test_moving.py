"""The calendar of an election moved to another day."""

from datetime import date

from esaylov.core.calendar import Window
from esaylov.core.calendar_shift import Stage, moved

OLD, NEW = date(2024, 10, 27), date(2029, 10, 28)


def window(rule: str, first: date | None, last: date | None) -> Window:
	return moved([Stage("x", rule, first, last)], OLD, NEW)["x"]


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
