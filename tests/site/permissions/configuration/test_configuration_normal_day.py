"""A normal day leaves the comparison silent: logins, passwords, second factors, sessions, settings, jobs."""

import importlib
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import codes, settled
from factories.permission_rows import integrator_user
from frappe.core.doctype.user.user import generate_keys, update_password
from frappe.twofactor import set_default
from frappe.utils.password import check_password

from esaylov.framework import clock
from esaylov.identity.persons import user_for
from esaylov.integrations.inbound import keys, receivers
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes, persons
from esaylov.setup.demo import ground

CHANGE = "Configuration Change"
PASSWORD = "Qovun-parol-2026!"  # of a test


@pytest.fixture(autouse=True)
def explained() -> None:
	"""What other tests left on the site is found before."""
	comparison.find()
	changes.record_due()


def silent() -> None:
	"""Nothing is found, and nothing is wrong with the log; nor after its events are written."""
	found = [frappe.get_doc(CHANGE, name) for name in comparison.find()]
	assert [(row.reference_doctype, row.reference_name, row.note, row.after) for row in found] == []
	changes.record_due()
	assert comparison.find() == []


def test_a_first_login_of_a_new_member():
	person = codes.person()
	codes.member(person)
	silent()
	user = user_for(person)
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	silent()


@pytest.mark.full
def test_passwords_keys_and_second_factors(as_user, monkeypatch):
	user = frappe.get_doc("User", make.SECRETARY)
	as_user(make.SECRETARY)  # another one may not
	user.update({"new_password": PASSWORD}).save(ignore_permissions=True)
	as_user("Administrator")
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
	persons.note()
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
		persons.note(self)
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
	"identity.roles.sync_all",
	"identity.codes.purge",
	"registers.certificates.issue.ending.expire",
	"integrations.inbound.deliveries.purge",
	"trust.revocation.fetch_all",
	"messages.delivery.unreported.settle",
	"appeals.review.deadlines.run",
)


def test_the_jobs_of_a_day(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda *args, **kwargs: None)
	for path in JOBS:
		module, _, name = path.rpartition(".")
		getattr(importlib.import_module(f"esaylov.{module}"), name)()
	silent()


def test_a_session_of_somebody_who_may_confirm_writes_nothing(as_user):
	before, known = (
		frappe.db.count(CHANGE),
		comparison.differences(),
	)  # what tests that commit took away by name
	as_user(make.ADMINISTRATOR)
	persons.note()
	assert frappe.db.count(CHANGE) == before
	assert comparison.differences() == known


def test_what_is_published_and_prepared():
	make.change_form()  # a new version of an appeal type
	silent()
	election = frappe.get_doc("Election", ground.ELECTION)
	election.update({"called_on": election.called_on or clock.today(), "note": "Sinov"})
	election.save()
	silent()
	stage = frappe.get_last_doc("Election Stage", {"election": ground.ELECTION})
	stage.update({"title_en": "Tried"})
	stage.save()
	silent()
	page = frappe.get_last_doc("Public Page", {"status": "Published"})
	page.status = "Withdrawn"
	page.save()
	silent()


def test_programs_and_their_receivers(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)
	key = frappe.new_doc("Integrator Key")
	key.update({"title": "Sinov", "user": integrator_user().name, "expires_at": clock.now()})
	key.expires_at += timedelta(days=1)
	key.append("scopes", {"scope": "status:read"})
	settled.inserted(key)
	keys.issue(key.name)
	receiver = frappe.new_doc("Webhook Receiver")
	receiver.update({"title": "Sinov", "integrator_key": key.name, "url": "http://127.0.0.1:9099/tizim"})
	receiver.append("families", {"family": "appeal"})
	settled.inserted(receiver)
	silent()
	receivers.new_secret(receiver.name)
	silent()
	receivers.start(receiver.name)
	silent()
	receivers.note_failure(receiver.name, is_gone=True)
	assert frappe.db.get_value("Webhook Receiver", receiver.name, "status") == "Paused"
	frappe.db.set_value("Integrator Key", key.name, "last_used_at", clock.now())
	silent()
	frappe.db.sql("update `tabWebhook Receiver` set status='Active' where name=%s", receiver.name)
	assert ("Webhook Receiver", receiver.name) in {
		(one.doctype, one.name) for one in comparison.differences()
	}
	frappe.db.sql("update `tabWebhook Receiver` set status='Paused' where name=%s", receiver.name)
	(entry,) = frappe.get_all(CHANGE, {"reference_name": receiver.name, "action": "Enter"}, pluck="after")
	assert "tizim" not in entry  # the log is published
