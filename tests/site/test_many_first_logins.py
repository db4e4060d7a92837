"""First logins are not limited to sixty an hour; users that are made in the Desk are."""

import frappe
import pytest
from factories import codes as make
from factories import people

from esaylov.identity import service as identity


@pytest.fixture(autouse=True)
def stock_limit(monkeypatch):
	"""The framework's own limit, of which as many users as it allows were made within this hour."""
	monkeypatch.setitem(frappe.local.conf, "throttle_user_limit", 0)
	made()


def made() -> str:
	return identity.user_for(make.person())


def test_a_proved_person_is_let_in_after_any_number_of_others():
	assert frappe.db.get_value("User", made(), "user_type") == "Website User"


def test_a_login_by_the_phone_of_an_entry_is_too():
	candidate = people.candidate(frappe.get_doc("Person", make.person()))
	user = identity.user_for_entries(identity.entries_of_phone(candidate.phone))
	assert frappe.db.get_value("User", user, ["user_type", "enabled"]) == ("Website User", 1)
	assert frappe.db.exists("Notification Settings", user)


def test_a_user_that_somebody_makes_in_the_desk_is_limited():
	user = frappe.get_doc(
		{"doctype": "User", "email": f"{make.phone()}@esaylov.example", "first_name": "Sinov"}
	)
	with pytest.raises(frappe.ValidationError):
		user.insert()
