"""The people whom a list of decisions names are one Person each, however they are named."""

import frappe
from factories import effects as make

from esaylov.registers import people


def named(**more: str) -> dict[str, str]:
	return {"full_name": "Karimov Karim Karim oʻgʻli", **more}


def test_a_passport_that_one_decision_fills_in_names_the_person_to_the_next():
	pinfl = make.person()["pinfl"]
	passport = f"AC{pinfl[-7:]}"
	answers = [named(pinfl=pinfl), named(pinfl=pinfl, passport=passport), named(passport=passport)]
	names = people.find_or_make([people.Asked(answer, place) for place, answer in enumerate(answers)])
	assert len(set(names)) == 1
	assert frappe.db.get_value("Person", names[0], ["pinfl", "passport"]) == (pinfl, passport)


def test_who_is_named_by_a_passport_is_not_made_a_second_time():
	pinfl = make.person()["pinfl"]
	passport = f"AD{pinfl[-7:]}"
	(known,) = people.find_or_make([people.Asked(named(passport=passport, pinfl=pinfl))])
	again = [people.Asked(named(passport=passport), 0), people.Asked(named(pinfl=pinfl), 1)]
	assert people.find_or_make(again) == [known, known]
