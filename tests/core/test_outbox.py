"""The life of a message: reports in any order, pauses, quiet hours."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.outbox import FINAL, LONGEST_PAUSE, Status, after_report, is_quiet, pause

REPORTED = [Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.FAILED, Status.EXPIRED]


@pytest.mark.parametrize(
	("current", "reported", "becomes"),
	[
		(Status.SENDING, Status.ACCEPTED, Status.ACCEPTED),
		(Status.ACCEPTED, Status.SENT, Status.SENT),
		(Status.SENT, Status.ACCEPTED, Status.SENT),  # late
		(Status.SENT, Status.DELIVERED, Status.DELIVERED),
		(Status.DELIVERED, Status.SENT, Status.DELIVERED),  # late
		(Status.DELIVERED, Status.DELIVERED, Status.DELIVERED),  # repeated
		(Status.DELIVERED, Status.FAILED, Status.DELIVERED),  # one part of it was rejected, the reader has it
		(Status.FAILED, Status.DELIVERED, Status.DELIVERED),  # the phone was switched on after all
		(Status.EXPIRED, Status.SENT, Status.EXPIRED),
		(Status.QUEUED, Status.DELIVERED, Status.DELIVERED),  # a worker died, and the report was faster
		(Status.CANCELLED, Status.DELIVERED, Status.DELIVERED),
		(Status.DUPLICATE, Status.DELIVERED, Status.DUPLICATE),
	],
)
def test_a_report_moves_a_message_forward_only(current, reported, becomes):
	assert after_report(current, reported) is becomes


@given(st.lists(st.sampled_from(REPORTED), min_size=1), st.randoms())
def test_the_order_of_reports_does_not_matter_where_one_is_the_furthest(reports, random):
	def end(given):
		state = Status.SENDING
		for report in given:
			state = after_report(state, report)
		return state

	shuffled = list(reports)
	random.shuffle(shuffled)
	if Status.DELIVERED in reports:
		assert end(reports) is end(shuffled) is Status.DELIVERED
	else:
		assert (end(reports) in FINAL) is (end(shuffled) in FINAL)


def test_pauses_double_up_to_ten_minutes():
	seconds = [pause(attempts).total_seconds() for attempts in range(0, 14)]
	assert seconds[:5] == [5, 5, 10, 20, 40]
	assert seconds == sorted(seconds)
	assert pause(10**6) == LONGEST_PAUSE


@pytest.mark.parametrize(
	("moment", "begins", "ends", "quiet"),
	[
		("21:59", "22:00", "08:00", False),
		("22:00", "22:00", "08:00", True),
		("00:00", "22:00", "08:00", True),
		("07:59", "22:00", "08:00", True),
		("08:00", "22:00", "08:00", False),
		("12:59", "13:00", "14:00", False),
		("13:00", "13:00", "14:00", True),
		("14:00", "13:00", "14:00", False),
		("03:00", "22:00", "22:00", False),
	],
)
def test_quiet_hours_may_pass_midnight(moment, begins, ends, quiet):
	day = datetime(2024, 10, 1)
	at = datetime.combine(day, time.fromisoformat(moment))
	assert is_quiet(at, time.fromisoformat(begins), time.fromisoformat(ends)) is quiet


@pytest.mark.parametrize(("begins", "ends"), [(None, time(8)), (time(22), None), (None, None)])
def test_without_hours_no_hour_is_quiet(begins, ends):
	assert not any(is_quiet(datetime(2024, 1, 1) + timedelta(hours=n), begins, ends) for n in range(24))
