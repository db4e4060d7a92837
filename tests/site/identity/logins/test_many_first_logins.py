"""First logins are not limited to sixty an hour; users that are made in the Desk are."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals, people
from factories import codes as make

from esaylov.framework import clock
from esaylov.identity import bodies, entry_logins, persons, service_accounts


@pytest.fixture(autouse=True)
def stock_limit(monkeypatch):
	"""The framework's own limit, of which as many users as it allows were made within this hour."""
	monkeypatch.setitem(frappe.local.conf, "throttle_user_limit", 0)
	made()


def made() -> str:
	return persons.user_for(make.person())


def test_a_proved_person_is_let_in_after_any_number_of_others():
	assert frappe.db.get_value("User", made(), "user_type") == "Website User"


def test_a_login_by_the_phone_of_an_entry_is_too():
	candidate = people.candidate(frappe.get_doc("Person", make.person()))
	user = entry_logins.user_for_entries(entry_logins.entries_of_phone(candidate.phone))
	assert frappe.db.get_value("User", user, ["user_type", "enabled"]) == ("Website User", 1)
	assert frappe.db.exists("Notification Settings", user)


def test_a_system_that_the_head_of_a_body_binds_is_too():
	body = bodies.bodies_of(appeals.PARTY)[0]
	ends_on = clock.today() + timedelta(days=30)
	bound = service_accounts.bind(
		appeals.PARTY, (body.doctype, body.name), "Sinov", ["appeals:read"], ends_on
	)
	user = frappe.db.get_value("Integrator Key", bound[0], "user")
	assert "Integrator" in frappe.get_roles(user)


def test_a_user_that_somebody_makes_in_the_desk_is_limited():
	user = frappe.get_doc(
		{"doctype": "User", "email": f"{make.phone()}@esaylov.example", "first_name": "Sinov"}
	)
	with pytest.raises(frappe.ValidationError):
		user.insert()
