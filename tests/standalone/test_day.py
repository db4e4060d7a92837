"""A whole run of the tests lies within one day of Tashkent."""

from datetime import datetime, timedelta

import pytest

from standalone.day import TASHKENT, left_to_wait


@pytest.mark.parametrize(
	("clock", "minutes"), [("00:00", 0), ("12:30", 0), ("23:34", 0), ("23:36", 24), ("23:59", 1)]
)
def test_a_run_that_would_cross_midnight_waits_for_it(clock, minutes):
	now = datetime.fromisoformat(f"2026-11-27T{clock}").replace(tzinfo=TASHKENT)
	assert left_to_wait(now) == timedelta(minutes=minutes)


def test_nothing_is_waited_for_once_it_is_midnight():
	before = datetime.fromisoformat("2026-11-27T23:50").replace(tzinfo=TASHKENT)
	assert left_to_wait(before + left_to_wait(before)) == timedelta(0)
