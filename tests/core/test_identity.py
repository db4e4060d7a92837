"""PINFL, passport, phone, TIN."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.findings import Severity
from esaylov.core.people import identity
from esaylov.core.people.identity import Gender, IdentityInvalid, Pinfl


@pytest.mark.parametrize(
	("pinfl", "gender", "born"),
	[
		("10101800000009", Gender.MALE, date(1880, 1, 1)),
		("21503900000000", Gender.FEMALE, date(1890, 3, 15)),
		("12902640000002", Gender.MALE, date(1864, 2, 29)),
		("10101800000016", Gender.MALE, date(1880, 1, 1)),
		(identity.with_check_digit("3311299000001"), Gender.MALE, date(1999, 12, 31)),
		(identity.with_check_digit("6290200000001"), Gender.FEMALE, date(2000, 2, 29)),
	],
)
def test_a_pinfl_tells_gender_and_day_of_birth(pinfl, gender, born):
	parsed = Pinfl.parse(pinfl)
	assert (parsed.gender, parsed.birth_date, parsed.check_digit_fits) == (gender, born, True)
	assert (parsed.place, parsed.serial) == (pinfl[7:10], pinfl[10:13])
	assert identity.check(pinfl) == []


@pytest.mark.parametrize(
	"pinfl",
	[
		"",
		"1010180000000",
		"101018000000090",
		"00101800000009",
		"70101800000009",
		"13002810000000",
		"12902810000000",  # 1881 was no leap year
		"10101800000A09",
		"１０１０１８０００００００９",  # digits of another alphabet
		"10101800000009\n",
		" 10101800000009",
	],
)
def test_a_pinfl_of_wrong_structure_is_an_error(pinfl):
	[finding] = identity.check(pinfl, "persons[0].pinfl")
	assert (finding.code, finding.path, finding.severity) == (
		"pinfl_structure",
		"persons[0].pinfl",
		Severity.ERROR,
	)
	with pytest.raises(IdentityInvalid):
		Pinfl.parse(pinfl)


@given(
	st.integers(1, 6),
	st.dates(date(1900, 1, 1), date(1999, 12, 31)),
	st.integers(0, 999),
	st.integers(0, 999),
	st.integers(1, 9),
)
def test_each_wrong_check_digit_is_a_warning(first, day, place, serial, shift):
	right = identity.with_check_digit(f"{first}{day:%d%m%y}{place:03}{serial:03}")
	if day.month == 2 and day.day == 29:
		return  # a leap day of one century need not be one of another
	wrong = right[:13] + str((int(right[13]) + shift) % 10)
	[finding] = identity.check(wrong)
	assert (finding.code, finding.severity) == ("pinfl_check_digit", Severity.WARNING)


@pytest.mark.parametrize(
	("check", "good", "bad", "code"),
	[
		(
			identity.check_passport,
			["AA1234567"],
			["", "aa1234567", "A1234567", "АА1234567", "AA12345678"],
			"passport_structure",
		),
		(
			identity.check_phone,
			["+998901234567"],
			["", "998901234567", "+99890123456", "+79011234567"],
			"phone_structure",
		),
		(identity.check_tin, ["200000000"], ["", "20000000", "2000000000", "20000000x"], "tin_structure"),
	],
)
def test_identifiers_have_their_structure(check, good, bad, code):
	assert all(check(text) == [] for text in good)
	assert [[finding.code for finding in check(text)] for text in bad] == [[code]] * len(bad)


@pytest.mark.parametrize(
	"typed",
	[
		"+998 90 123-45-67",
		"998901234567",
		"00998901234567",
		"90 123 45 67",
		"(90) 123.45.67",
		"+998\u00a090\u2011123\u201345\u201367",
	],
)
def test_phones_as_people_write_them(typed):
	assert identity.normal_phone(typed) == "+998901234567"


@pytest.mark.parametrize("typed", ["", "+7 901 123 45 67", "12345678", "8901234567", "phone"])
def test_other_phones_are_refused(typed):
	with pytest.raises(IdentityInvalid, match="phone_structure"):
		identity.normal_phone(typed)


def test_passports_as_people_write_them():
	assert identity.normal_passport(" aa 123 45-67") == "AA1234567"
	with pytest.raises(IdentityInvalid, match="passport_structure"):
		identity.normal_passport("A 1234567")


def test_a_phone_is_masked_but_for_its_ends():
	assert identity.masked_phone("+998901234567") == "+998 90 *** ** 67"
	assert identity.masked_phone("90 123 45 67") == "***"


@pytest.mark.parametrize(
	("name", "value", "shown"),
	[
		("pinfl", "31234567890123", "31••••••••••23"),
		("passport", "AB1234567", "AB•••••67"),
		("passport", "", ""),
		("phone", "+998901234567", "+998 90 *** ** 67"),
		("phone", "", ""),
		("full_name", "Aliyev Ali", "Aliyev Ali"),
	],
)
def test_an_answer_is_masked_by_its_name(name, value, shown):
	assert identity.masked(name, value) == shown


@pytest.mark.parametrize("digits", ["", "101018000000", "10203800001000"])
def test_a_number_is_made_of_thirteen_digits_only(digits):
	with pytest.raises(ValueError, match="instead of 13"):
		identity.with_check_digit(digits)


@pytest.mark.parametrize("written", ["U-1234567", "u 1234567", "№U1234567", "U\u20131234567"])
def test_a_foreign_passport_is_one_in_each_spelling(written):
	assert identity.foreign_passport_key(" TURKIYA", written) == identity.foreign_passport_key(
		"Turkiya", "U1234567"
	)
	assert identity.foreign_passport_key("Misr", written) != identity.foreign_passport_key("Turkiya", written)
