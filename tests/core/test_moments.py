"""Site time and UTC."""

from datetime import UTC, datetime, timedelta, timezone

from esaylov.core.elections.calendar import TASHKENT, to_site, to_utc

NAIVE = datetime(2024, 10, 27, 8, 0)


def test_naive_moments_are_of_tashkent():
	assert to_utc(NAIVE) == datetime(2024, 10, 27, 3, 0, tzinfo=UTC)
	assert to_site(NAIVE) is NAIVE


def test_aware_moments_are_converted():
	moment = datetime(2024, 10, 27, 6, 0, tzinfo=timezone(timedelta(hours=3)))
	assert to_site(moment) == NAIVE
	assert to_utc(moment) == to_utc(NAIVE)


def test_there_is_no_summer_time():
	assert datetime(2024, 7, 1, tzinfo=TASHKENT).utcoffset() == timedelta(hours=5)
