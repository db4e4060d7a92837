"""Identifiers of persons and bodies: PINFL (*JShShIR*), passport, phone, TIN (*STIR*).

PINFL: Cabinet resolutions No. 177 of 12.04.2022 and No. 200 of 1996. Its structure is always required; a wrong check
digit is only a warning until the personalization register confirms the number (own design).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import cycle
from operator import mul
from typing import Self

from esaylov.core.findings import Finding, Severity
from esaylov.core.people.names import plain_apostrophes

PINFL_PATTERN = r"^[1-6][0-9]{13}$"
PASSPORT_PATTERN = r"^[A-Z]{2}[0-9]{7}$"
PHONE_PATTERN = r"^\+998[0-9]{9}$"
TIN_PATTERN = r"^[0-9]{9}$"

IDENTIFYING = (
	*("pinfl", "phone", "user", "surname", "given_name", "patronymic", "birth_date", "gender", "passport"),
)
"""Fields of a Person that say who it is."""

_WEIGHTS = (7, 3, 1)
_PHONE_NOISE = re.compile(r"[\s().\u00a0\u2010-\u2013-]+")


class IdentityInvalid(ValueError):
	"""An identifier that cannot be what it claims; `code` is a finding code."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


class Gender(StrEnum):
	"""Equal to the options of Person.gender."""

	MALE = "Male"
	FEMALE = "Female"


@dataclass(frozen=True, slots=True)
class Pinfl:
	"""A PINFL `G DDMMYY RRR NNN C` of right structure: 14 digits that hold a date of the calendar."""

	value: str
	gender: Gender
	birth_date: date
	place: str
	serial: str
	check_digit_fits: bool

	@classmethod
	def parse(cls, text: str) -> Self:
		"""Read 14 digits; raises IdentityInvalid("pinfl_structure")."""
		if not re.fullmatch(PINFL_PATTERN, text):
			raise IdentityInvalid("pinfl_structure")
		century = 1800 + 100 * ((int(text[0]) - 1) // 2)
		try:
			born = date(century + int(text[5:7]), int(text[3:5]), int(text[1:3]))
		except ValueError:
			raise IdentityInvalid("pinfl_structure") from None
		return cls(
			value=text,
			gender=Gender.MALE if int(text[0]) % 2 else Gender.FEMALE,
			birth_date=born,
			place=text[7:10],
			serial=text[10:13],
			check_digit_fits=check_digit(text[:13]) == text[13],
		)


MASKED = frozenset({"pinfl", "passport"})
"""Answers that are shown by their ends alone."""


def check_digit(first13: str) -> str:
	"""The 14th digit: (sum of digits times 7, 3, 1, 7, 3, 1, …) mod 10."""
	return str(sum(map(mul, map(int, first13), cycle(_WEIGHTS))) % 10)


def with_check_digit(first13: str) -> str:
	"""A PINFL from its first 13 digits, ValueError if they are not 13; for synthetic people, who are of the 1800s."""
	if len(first13) != 13:
		raise ValueError(f"{len(first13)} digits instead of 13")
	return first13 + check_digit(first13)


def check(pinfl: str, path: str = "") -> list[Finding]:
	"""Findings of a PINFL: `pinfl_structure` (error) or `pinfl_check_digit` (warning); none when both fit."""
	try:
		parsed = Pinfl.parse(pinfl)
	except IdentityInvalid as problem:
		return [Finding(problem.code, path)]
	if parsed.check_digit_fits:
		return []
	return [Finding("pinfl_check_digit", path, Severity.WARNING)]


def check_passport(passport: str, path: str = "") -> list[Finding]:
	"""`passport_structure` unless two capital Latin letters and seven digits."""
	return [] if re.fullmatch(PASSPORT_PATTERN, passport) else [Finding("passport_structure", path)]


def check_phone(phone: str, path: str = "") -> list[Finding]:
	"""`phone_structure` unless +998 and nine digits."""
	return [] if re.fullmatch(PHONE_PATTERN, phone) else [Finding("phone_structure", path)]


def check_tin(tin: str, path: str = "") -> list[Finding]:
	"""`tin_structure` unless nine digits."""
	return [] if re.fullmatch(TIN_PATTERN, tin) else [Finding("tin_structure", path)]


def normal_phone(text: str) -> str:
	"""`+998` and nine digits from the ways people write a number; raises IdentityInvalid("phone_structure").

	Takes `+998 90 123-45-67`, `998901234567`, `00998…` and the nine digits alone. Numbers of other countries are refused.
	"""
	digits = _PHONE_NOISE.sub("", text)
	found = re.fullmatch(r"(?:\+998|00998|998)?([0-9]{9})", digits)
	if not found:
		raise IdentityInvalid("phone_structure")
	return "+998" + found[1]


def normal_passport(text: str) -> str:
	"""Series in capitals, no spaces; raises IdentityInvalid("passport_structure")."""
	passport = re.sub(r"[\s№-]+", "", text).upper()
	if not re.fullmatch(PASSPORT_PATTERN, passport):
		raise IdentityInvalid("passport_structure")
	return passport


def normal_foreign_passport(text: str) -> str:
	"""In capitals, without spaces and dashes: one passport is written `U-1234567`, `U 1234567` and `u1234567`. Own design."""
	return re.sub(r"[\s№\u2010-\u2015-]+", "", text).upper()


def foreign_passport_key(citizenship: str, number: str) -> str:
	"""Equal for each spelling of one passport: a number counts with its country. Own design."""
	return f"{plain_apostrophes(citizenship).strip().casefold()} {normal_foreign_passport(number)}"


def masked_phone(phone: str) -> str:
	"""`+998 90 *** ** 67` for lists and logs; a text that is no phone number is hidden whole."""
	if check_phone(phone):
		return "***"
	return f"{phone[:4]} {phone[4:6]} *** ** {phone[-2:]}"


def masked(name: str, value: str) -> str:
	"""An answer as it is shown to who has no need of the whole: PINFL and passport by their ends, a phone by its own mask."""
	if name == "phone" and value:
		return masked_phone(value)
	if name in MASKED and value:
		return f"{value[:2]}{'•' * (len(value) - 4)}{value[-2:]}"
	return value
