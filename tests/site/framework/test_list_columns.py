"""A list of the framework changes nothing that other requests of the process read."""

import frappe
import pytest
from factories import appeals as make
from frappe.desk import reportview

import esaylov.request_filter.passage  # noqa: F401 # as in each process that answers requests
from esaylov.identity import users

ASKED = {"doctype": "User", "fields": '["*"]', "limit_page_length": "1"}


@pytest.fixture
def form(monkeypatch):
	before = frappe.local.form_dict
	yield lambda **values: setattr(frappe.local, "form_dict", frappe._dict(values))
	frappe.local.form_dict = before


@pytest.mark.parametrize("user", [make.SECRETARY, "administrator@esaylov.example", "Administrator"])
@pytest.mark.parametrize("more", [{}, {"view": "Report"}])
def test_all_columns_of_users_are_asked_for_and_a_login_is_made(as_user, form, user, more):
	columns = [*frappe.get_meta("User").get_valid_columns()]
	as_user(user)
	form(**ASKED, **more)
	reportview.get_form_params()
	as_user("Administrator")
	frappe.local.valid_columns.pop("User", None)  # another request
	assert frappe.get_meta("User").get_valid_columns() == columns
	assert users.add({"email": "biri@person.esaylov.invalid", "first_name": "Biri"})
