"""D-n rules, windows, limits, dates in words."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.elections import calendar
from esaylov.core.elections.calendar import DayCounting, RuleUnreadable, Window, stage_dates

D = date(2024, 10, 27)
FULL, CALENDAR = DayCounting.FULL_DAYS, DayCounting.CALENDAR


@pytest.mark.parametrize(
	("rule", "starts_on", "ends_on", "ends_at"),
	[
		("D", D, D, None),
		("D-35..D-2", date(2024, 9, 22), date(2024, 10, 25), None),
		("D-65..D-45", date(2024, 8, 23), date(2024, 9, 12), None),
		("D-1..D", date(2024, 10, 26), D, None),
		("by D-40", None, date(2024, 9, 17), None),
		("by D+10", None, date(2024, 11, 6), None),
		("D-11 18:00", date(2024, 10, 16), date(2024, 10, 16), time(18)),
		("by D-11 18:00", None, date(2024, 10, 16), time(18)),
		("D-10", date(2024, 10, 17), date(2024, 10, 17), None),
		("start+5", date(2024, 7, 31), date(2024, 7, 31), None),
		("after authrep registration", date(2024, 7, 31), None, None),
		("registration end+5", None, None, None),  # the event is not known yet
		("", None, None, None),
	],
)
def test_dates_of_the_election_of_2024(rule, starts_on, ends_on, ends_at):
	anchors = {"start": date(2024, 7, 26), "authrep registration": date(2024, 7, 31)}
	assert (
		stage_dates(rule, D, CALENDAR, anchors)
		== stage_dates(rule, D, FULL, anchors)
		== Window(starts_on, ends_on, ends_at)
	)


@pytest.mark.parametrize(
	"rule", ["E-5x", "D-", "D 25:00:00", "D-5..", "..D", "by", "D- 5", "D+12345", "10 day", "10 days before"]
)
def test_other_rules_are_refused(rule):
	with pytest.raises(RuleUnreadable):
		stage_dates(rule, D, FULL)


@pytest.mark.parametrize(
	("day", "at", "inside"),
	[
		(date(2024, 9, 21), time(12), False),
		(date(2024, 9, 22), time.min, True),
		(date(2024, 10, 16), time(17, 59), True),
		(date(2024, 10, 16), time(18), False),
		(date(2024, 10, 17), time.min, False),
	],
)
def test_a_window_holds_both_its_days_until_its_hour(day, at, inside):
	assert Window(date(2024, 9, 22), date(2024, 10, 16), time(18)).holds(day, at) is inside


@given(st.dates(), st.times())
def test_an_open_window_holds_every_moment(day, at):
	assert Window().holds(day, at)


def test_the_day_of_receipt_is_not_counted():
	assert calendar.due_on(date(2024, 10, 30), 5) == date(2024, 11, 4)


@pytest.mark.parametrize(
	("lang", "words"),
	[
		("uz", "2024-yil 27-oktabr"),
		("kaa", "2024-yil 27-oktabr"),
		("uz-Cyrl", "2024 йил 27 октябрь"),
		("ru", "27 октября 2024 года"),
		("en", "27 October 2024"),
	],
)
def test_dates_in_words(lang, words):
	assert calendar.in_words(D, lang) == words


def test_short_dates():
	assert calendar.short_date(D) == calendar.short_date_of("2024-10-27") == "27.10.2024"
	assert calendar.short_date_of("10 days") == "10 days"


@pytest.mark.parametrize(
	("rule", "counting", "starts_on", "ends_on", "ends_at"),
	[
		("by 40 days", FULL, None, date(2024, 9, 16), None),
		("by 40 days", CALENDAR, None, date(2024, 9, 17), None),
		("65 days..45 days", FULL, date(2024, 8, 22), date(2024, 9, 11), None),
		("65 days..45 days", CALENDAR, date(2024, 8, 23), date(2024, 9, 12), None),
		("10 days..D-4", FULL, date(2024, 10, 16), date(2024, 10, 23), None),  # D-11..D-4, as in 2024
		("10 days..D-4", CALENDAR, date(2024, 10, 17), date(2024, 10, 23), None),  # D-10..D-4, as in 2021
		("35 days", FULL, date(2024, 9, 21), date(2024, 9, 21), None),
		("10 days 18:00", FULL, date(2024, 10, 16), date(2024, 10, 16), time(18)),
	],
)
def test_days_of_the_law_are_counted_as_the_election_counts_them(rule, counting, starts_on, ends_on, ends_at):
	assert stage_dates(rule, D, counting) == Window(starts_on, ends_on, ends_at)
	assert calendar.counts_days(rule)


@pytest.mark.parametrize("rule", ["D-35..D-2", "start+5", "", "no rule at all"])
def test_other_rules_do_not_ask_how_days_are_counted(rule):
	assert not calendar.counts_days(rule)


@pytest.mark.parametrize(("counting", "first"), [(FULL, date(2019, 10, 17)), (CALENDAR, date(2019, 10, 18))])
def test_nomination_of_2019_began_65_calendar_days_before(counting, first):
	assert calendar.days_before(date(2019, 12, 22), 65, counting) == first


@pytest.mark.parametrize(
	("received_on", "counting", "last_day"),
	[
		(date(2024, 10, 20), CALENDAR, date(2024, 10, 23)),  # seven days are left: the ordinary limit
		(date(2024, 10, 21), CALENDAR, date(2024, 10, 21)),  # six: at once
		(date(2024, 10, 19), FULL, date(2024, 10, 22)),  # seven whole days lie between
		(date(2024, 10, 20), FULL, date(2024, 10, 20)),
		(D, FULL, D),
		(date(2024, 10, 28), FULL, date(2024, 10, 31)),  # after the election
	],
)
def test_a_complaint_shortly_before_the_election_is_decided_at_once(received_on, counting, last_day):
	assert calendar.due_at_once(received_on, 3, D, 6, counting) == last_day


@pytest.mark.parametrize(("today", "left"), [(date(2024, 10, 25), 2), (D, 0), (date(2024, 11, 1), 0)])
def test_days_left_of_a_limit(today, left):
	assert calendar.days_left(D, today) == left
