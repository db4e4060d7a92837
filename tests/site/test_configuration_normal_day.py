"""A normal day leaves the comparison silent: logins, passwords, second factors, sessions, settings, jobs."""

import importlib

import frappe
import pytest
from factories import appeals as make
from factories import codes, settled
from frappe.core.doctype.user.user import generate_keys, update_password
from frappe.twofactor import set_default
from frappe.utils.password import check_password

from esaylov.identity import service as identity
from esaylov.permissions.configuration import comparison, persons
from esaylov.permissions.configuration import service as configuration

CHANGE = "Configuration Change"
PASSWORD = "Qovun-parol-2026!"  # of a test


@pytest.fixture(autouse=True)
def explained() -> None:
	"""What other tests left on the site is found before."""
	configuration.find_changes()
	configuration.record_due()


def silent() -> None:
	"""Nothing is found, and nothing is wrong with the log; nor after its events are written."""
	assert [frappe.get_doc(CHANGE, name).as_dict() for name in configuration.find_changes()] == []
	configuration.record_due()
	assert configuration.find_changes() == []


def test_a_first_login_of_a_new_member():
	person = codes.person()
	codes.member(person)
	silent()
	user = identity.user_for(person)
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	silent()


@pytest.mark.full
def test_passwords_keys_and_second_factors(as_user, monkeypatch):
	user = frappe.get_doc("User", make.SECRETARY)
	user.update({"new_password": PASSWORD}).save()
	silent()
	generate_keys(make.SECRETARY)
	generate_keys(make.SECRETARY)  # the key stays, the secret is another
	silent()
	new = frappe.get_doc(
		doctype="User",
		email="yangi@esaylov.example",
		first_name="Yangi",
		send_welcome_email=0,
		new_password=PASSWORD,
	)
	new.append("roles", {"role": "System Manager"})
	settled.inserted(new)
	silent()
	as_user(make.SECRETARY)
	monkeypatch.setattr(frappe.local, "login_manager", Login(), raising=False)
	update_password(f"{PASSWORD}-2", old_password=PASSWORD)
	silent()
	as_user(make.SECRETARY)
	for ending, value in (("_otpsecret", "sinov"), ("_otplogin", 1)):
		set_default(make.SECRETARY + ending, value)
		silent()
	configuration.note_login()
	silent()


class Login:
	"""What the framework's login manager does about a new password, as far as it concerns the log."""

	def check_password(self, user: str, password: str) -> str:
		return str(check_password(user, password))

	def login_as(self, user: str) -> None:
		before = frappe.session.user
		frappe.set_user(user)
		frappe.local.form_dict = frappe._dict(
			cmd=persons.NEW_PASSWORD
		)  # `set_user` empties it, and a login does not
		configuration.note_login(self)
		frappe.set_user(before)


def test_settings_of_ones_own_and_marks_of_the_framework(as_user):
	as_user(make.CHAIR)
	frappe.get_doc("Notification Settings", make.CHAIR).update({"enabled": 0}).save(ignore_permissions=True)
	frappe.get_doc("User", make.CHAIR).update({"language": "ru", "mute_sounds": 1}).save(
		ignore_permissions=True
	)
	frappe.db.set_value(
		"User", make.CHAIR, {"last_active": "2026-01-01", "last_login": "2026-01-01", "last_ip": "::1"}
	)
	frappe.db.set_value("Report", "Access to Personal Data", "prepared_report", 1)
	as_user("Administrator")
	frappe.db.set_value("Scheduled Job Type", {"stopped": 0}, "last_execution", "2026-01-01")
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	silent()


JOBS = (
	"identity.service.sync_all_roles",
	"identity.service.purge_codes",
	"registers.certificates.service.expire",
	"integrations.inbound.service.purge_deliveries",
	"trust.service.fetch_revocation_lists",
	"messages.unreported.settle",
	"appeals.deadlines.run",
)


def test_the_jobs_of_a_day(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda *args, **kwargs: None)
	for path in JOBS:
		module, _, name = path.rpartition(".")
		getattr(importlib.import_module(f"esaylov.{module}"), name)()
	silent()


def test_a_session_of_somebody_who_may_confirm_writes_nothing(as_user):
	before = frappe.db.count(CHANGE)
	as_user(make.ADMINISTRATOR)
	configuration.note_login()
	assert frappe.db.count(CHANGE) == before
	assert not comparison.differences()
