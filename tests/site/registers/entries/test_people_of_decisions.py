"""The people whom a list of decisions names are one Person each, however they are named."""

import frappe
from factories import effects as make

from esaylov.registers.entries import people


def named(**more: str) -> dict[str, str]:
	return {"full_name": "Karimov Karim Karim oʻgʻli", **more}


def test_what_the_first_decision_says_of_a_new_person_stays():
	pinfl = make.person()["pinfl"]
	passport = f"AC{pinfl[-7:]}"
	answers = [
		named(pinfl=pinfl, passport=passport),
		named(pinfl=pinfl, address="Toshkent"),
		named(passport=passport),
	]
	names = people.find_or_make([people.Asked(answer, place) for place, answer in enumerate(answers)])
	assert len(set(names)) == 1
	assert frappe.db.get_value("Person", names[0], ["passport", "address"]) == (passport, None)


def test_who_is_named_by_a_passport_is_not_made_a_second_time():
	pinfl = make.person()["pinfl"]
	passport = f"AD{pinfl[-7:]}"
	(known,) = people.find_or_make([people.Asked(named(passport=passport, pinfl=pinfl))])
	again = [people.Asked(named(passport=passport), 0), people.Asked(named(pinfl=pinfl), 1)]
	assert people.find_or_make(again) == [known, known]
