"""Numbers, validity and status of certificates."""

from datetime import date

import pytest

from esaylov.core.records.certificates import (
	FINAL,
	Status,
	Validity,
	ValidityRule,
	padded_number,
	status_on,
	validity,
)

ISSUED, UNTIL = date(2024, 10, 16), date(2024, 10, 28)


@pytest.mark.parametrize(
	("number", "digits", "printed"),
	[(1, 3, "001"), (1, 4, "0001"), (2, 2, "02"), (999, 3, "999"), (1000, 3, "1000")],
)
def test_numbers_are_padded_and_never_cut(number, digits, printed):
	assert padded_number(number, digits) == printed


def test_numbers_start_at_one():
	with pytest.raises(ValueError, match="start at 1"):
		padded_number(0, 3)


def test_a_printed_date_ends_a_certificate():
	assert validity(ValidityRule.PRINTED_DATE, ISSUED, printed_until=UNTIL) == Validity(ISSUED, UNTIL, "")


@pytest.mark.parametrize("until", [None, date(2024, 10, 15)])
def test_a_printed_date_is_needed_and_not_in_the_past(until):
	with pytest.raises(ValueError, match="printed date"):
		validity(ValidityRule.PRINTED_DATE, ISSUED, printed_until=until)


@pytest.mark.parametrize("rule", [rule for rule in ValidityRule if rule is not ValidityRule.PRINTED_DATE])
@pytest.mark.parametrize("event_on", [None, UNTIL])
def test_an_event_ends_the_others(rule, event_on):
	assert validity(rule, ISSUED, event_on=event_on) == Validity(ISSUED, event_on, rule.value)


@pytest.mark.parametrize(
	("day", "until", "status"),
	[
		(date(2024, 10, 15), UNTIL, Status.FORMED),
		(ISSUED, UNTIL, Status.VALID),
		(UNTIL, UNTIL, Status.VALID),
		(date(2024, 10, 29), UNTIL, Status.EXPIRED),
		(date(2034, 1, 1), None, Status.VALID),
	],
)
def test_status_follows_the_days(day, until, status):
	assert status_on(day, Status.VALID, ISSUED, until) is status


@pytest.mark.parametrize("status", [*sorted(FINAL), Status.FORMED])
def test_a_stored_end_is_kept(status):
	assert status_on(ISSUED, status, ISSUED, UNTIL) is status
