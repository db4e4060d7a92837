"""Until which day rows are needed no more."""

from datetime import date, timedelta

import pytest

from esaylov.core.elections.retention import LEAST_DAYS, Held, due_until

ANNOUNCED, BEGUN = date(2026, 3, 1), date(2025, 12, 1)
OVER = Held(BEGUN, ANNOUNCED)


@pytest.mark.parametrize(
	("elections", "days", "today", "until"),
	[
		([], 90, date(2030, 1, 1), None),
		([OVER], 90, ANNOUNCED + timedelta(days=90), None),  # the last day on which it is needed
		([OVER], 90, ANNOUNCED + timedelta(days=91), ANNOUNCED),
		([OVER], 0, ANNOUNCED + timedelta(days=LEAST_DAYS), None),  # no number makes it sooner
		([OVER], 0, ANNOUNCED + timedelta(days=LEAST_DAYS + 1), ANNOUNCED),
		([OVER], -5, ANNOUNCED + timedelta(days=1), None),
		([Held(BEGUN, None)], 90, date(2030, 1, 1), None),
		# another election had begun: its rows cannot be told from those of the first
		([OVER, Held(date(2026, 2, 10), None)], 90, date(2026, 9, 1), date(2026, 2, 9)),
		([OVER, Held(date(2026, 4, 1), None)], 90, date(2026, 9, 1), ANNOUNCED),
		([OVER, Held(date(2020, 1, 1), None)], 90, date(2026, 9, 1), date(2019, 12, 31)),
		# one that was announced a short time ago counts as one that goes on
		([OVER, Held(date(2026, 2, 10), date(2026, 8, 1))], 90, date(2026, 9, 1), date(2026, 2, 9)),
		([OVER, Held(date(2026, 2, 10), date(2026, 8, 1))], 90, date(2026, 12, 1), date(2026, 8, 1)),
	],
)
def test_rows_go_when_every_election_that_may_own_them_is_over(elections, days, today, until):
	assert due_until(elections, days, today) == until
	assert due_until(elections[::-1], days, today) == until
