"""The life of a message: reports in any order, pauses, quiet hours."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.outbox import (
	FINAL,
	LONGEST_PAUSE,
	Status,
	Waiting,
	after_report,
	is_quiet,
	pause,
	together,
	with_sms,
)

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


MESSAGES = st.lists(
	st.builds(
		Waiting,
		name=st.uuids().map(str),
		template=st.sampled_from(["S33", "S36"]),
		phone=st.sampled_from(["+998900000001", "+998900000002", "+998900000003"]),
		language=st.sampled_from(["uz", "ru"]),
		stands_for=st.integers(0, 3),
	),
	unique_by=lambda row: row.name,
)


def alike(row: Waiting) -> tuple[str, str, str]:
	return row.template, row.phone, row.language


@given(MESSAGES)
def test_one_sms_stands_for_alike_messages_and_no_message_is_lost_or_told_twice(rows):
	groups = together(rows)
	merged = [row for standing, others in groups for row in ([standing] if standing else []) + others]
	assert len({row.name for row in merged}) == len(merged)
	assert {row.name for row in merged} <= {row.name for row in rows}
	for standing, others in groups:
		assert len({alike(row) for row in [*others, *filter(None, [standing])]}) == 1
		assert standing is None or standing.stands_for
		assert standing is not None or not any(row.stands_for for row in others)
	alone = [row for row in rows if row not in merged]
	kinds = [alike(row) for row in alone] + [alike(others[0]) for _, others in groups]
	assert len(set(kinds)) == len(kinds)  # one SMS for each phone, template and language, and no more


@given(st.lists(st.sampled_from(REPORTED)))
def test_a_merged_message_ends_when_its_sms_ends_and_waits_until_then(reports):
	state = Status.SENDING
	for report in reports:
		state = after_report(state, report)
		assert with_sms(state) is state
	assert with_sms(Status.QUEUED) is with_sms(Status.SENDING) is Status.MERGED
	assert Status.MERGED not in FINAL
