"""What one administrator changed alone until it was guarded: how people enter, how votes decide, who acts for a body."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import codes, settled
from frappe.twofactor import toggle_two_factor_auth

from esaylov.decisions.sessions.records import rules
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.identity import bodies, delegation, persons
from esaylov.identity.logins import step_up
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes
from esaylov.setup.demo.ground import COMMISSION

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
CHANGE, SETTINGS = "Configuration Change", "System Settings"


def proposal(doctype: str, name: str) -> str:
	"""The open proposal about a document."""
	filters = {"reference_doctype": doctype, "reference_name": name, "status": "Proposed"}
	return str(frappe.get_last_doc(CHANGE, filters).name)


def sign(as_user, change: str, *users: str) -> None:
	"""The yes of each: nobody known is behind Administrator, so that two others sign what it proposed."""
	for user in users:
		as_user(user)
		changes.confirm(change, make.signature(user, changes.to_sign(change)))


def found() -> set[tuple[str, str]]:
	return {(one.doctype, one.name) for one in comparison.differences()}


@pytest.fixture
def two_factors(as_user):
	"""A site that asks for two factors, as the set-up left it."""
	as_user("Administrator")
	with SETTING_UP.writing():
		frappe.get_doc(SETTINGS).update({"enable_two_factor_auth": 1}).save()
	assert step_up.minutes()
	yield
	as_user("Administrator")
	frappe.local.system_settings = None
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def test_jobs_are_switched_off_by_two(as_user):
	before = frappe.db.get_single_value(SETTINGS, "enable_scheduler")
	as_user("Administrator")
	frappe.client.set_value(SETTINGS, SETTINGS, "enable_scheduler", int(not before))
	assert frappe.db.get_single_value(SETTINGS, "enable_scheduler") == before
	assert proposal(SETTINGS, SETTINGS)


def test_the_second_factor_of_everybody_is_switched_off_by_two(as_user, two_factors):
	frappe.get_doc(SETTINGS).update({"enable_two_factor_auth": 0, "backup_limit": 7}).save()
	frappe.client.set_value(SETTINGS, SETTINGS, "enable_two_factor_auth", 0)
	assert step_up.minutes()
	stored = frappe.get_doc(SETTINGS)
	assert (stored.enable_two_factor_auth, stored.backup_limit) == (1, 7)
	change = proposal(SETTINGS, SETTINGS)
	sign(as_user, change, ADMINISTRATOR)
	assert step_up.minutes()
	sign(as_user, change, SECOND)
	assert not step_up.minutes()
	assert (SETTINGS, SETTINGS) not in found()


def test_it_is_switched_on_by_two_and_no_role_gets_it_before(as_user):
	as_user("Administrator")
	with SETTING_UP.writing():
		toggle_two_factor_auth(False, roles=["All"])
	frappe.get_doc(SETTINGS).update({"enable_two_factor_auth": 1}).save()
	assert not step_up.minutes()
	assert not frappe.db.get_value("Role", "All", "two_factor_auth")
	sign(as_user, proposal(SETTINGS, SETTINGS), ADMINISTRATOR, SECOND)
	assert step_up.minutes()
	assert frappe.db.get_value("Role", "All", "two_factor_auth")
	assert not {(SETTINGS, SETTINGS), ("Role", "All")} & found()


@pytest.mark.parametrize(
	("field", "value"),
	[
		("two_factor_method", "Email"),
		("session_expiry", "9999:00"),
		("allow_consecutive_login_attempts", 99999),
		("allow_login_after_fail", 1),
		("enable_password_policy", 0),
		("allow_login_using_mobile_number", 1),
		("login_with_email_link", 1),
		("disable_document_sharing", 0),
		("time_zone", "America/New_York"),
	],
)
def test_how_people_enter_is_changed_by_nobody_alone(as_user, field, value):
	as_user("Administrator")
	before = frappe.db.get_single_value(SETTINGS, field)
	assert before != value
	frappe.get_doc(SETTINGS).update({field: value}).save()
	assert frappe.db.get_single_value(SETTINGS, field) == before
	assert proposal(SETTINGS, SETTINGS)


def test_what_opens_no_door_is_in_force_at_once_and_stands_in_the_log(as_user):
	as_user("Administrator")
	frappe.get_doc(SETTINGS).update({"backup_limit": 9}).save()
	assert frappe.db.get_single_value(SETTINGS, "backup_limit") == 9
	assert frappe.get_last_doc(CHANGE, {"reference_doctype": SETTINGS}).status == "In force"
	assert (SETTINGS, SETTINGS) not in found()


def test_by_how_many_votes_a_commission_decides_is_decided_by_two(as_user):
	as_user(ADMINISTRATOR)
	rule = frappe.get_doc("Decision Rule", "dc_default")
	stood = rules.text_of(rule.name)
	other = {"quorum_numerator": 1, "quorum_denominator": 9, "enabled": 0, "source_mark": "[ours] sinov"}
	rule.update(other).save()
	assert (rules.text_of(rule.name), rules.may_choose(rule.name, COMMISSION)) == (stood, True)
	assert frappe.db.get_value("Decision Rule", rule.name, "source_mark") == "[ours] sinov"
	with pytest.raises((LawBroken, frappe.PermissionError)):
		frappe.delete_doc("Decision Rule", rule.name)
	rule.reload().update({"quorum_numerator": 1, "quorum_denominator": 9}).save()
	sign(as_user, proposal("Decision Rule", rule.name), SECOND)
	assert frappe.db.get_value("Decision Rule", rule.name, "quorum_denominator") == 9
	assert ("Decision Rule", rule.name) not in found()


def test_no_vote_is_decided_by_a_rule_that_one_administrator_made(as_user):
	as_user(ADMINISTRATOR)
	rule = frappe.copy_doc(frappe.get_doc("Decision Rule", "dc_default"))
	rule.update({"code": "sinov", "is_default": 0, "quorum_numerator": 1, "quorum_denominator": 99}).insert()
	assert not rules.may_choose(rule.name, COMMISSION)
	sign(as_user, proposal("Decision Rule", rule.name), SECOND)
	assert rules.may_choose(rule.name, COMMISSION)


def test_who_decides_what_is_decided_by_two(as_user):
	as_user(ADMINISTRATOR)
	subject = frappe.get_doc("Decision Subject", "end_accreditation")
	stood = (subject.route, subject.levels, subject.enabled)
	subject.update({"route": "chair_decision", "levels": "PEC", "enabled": 0}).save()
	stands = frappe.db.get_value("Decision Subject", subject.name, ["route", "levels", "enabled"])
	assert stands == stood
	sign(as_user, proposal("Decision Subject", subject.name), SECOND)
	stands = frappe.db.get_value("Decision Subject", subject.name, ["route", "levels", "enabled"])
	assert stands == ("chair_decision", "PEC", 0)


def represents(as_user, **values):
	"""A representative of the demonstration's party whom one administrator enters."""
	person = codes.person()
	as_user(ADMINISTRATOR)
	row = {"body_type": "Political Party", "body": "OZLIDEP", "starts_on": clock.today(), **values}
	return frappe.get_doc(doctype="Body Representative", person=person, **row).insert()


def test_a_representative_whom_one_administrator_enters_acts_for_nobody(as_user):
	row = represents(as_user, is_head=1, may_delegate=1)
	user = persons.user_for(row.person)
	assert not bodies.bodies_of(user)
	assert not delegation.headed(user)
	row.reload().update({"position": "Rais"}).save()
	row.reload().update({"ends_on": None}).save()
	assert not bodies.bodies_of(user)
	with pytest.raises(NotPermitted):
		sign(as_user, proposal("Body Representative", row.name), ADMINISTRATOR)
	sign(as_user, proposal("Body Representative", row.name), SECOND)
	assert [body.name for body in bodies.bodies_of(user)] == ["OZLIDEP"]
	assert ("Body Representative", row.name) not in found()


def test_one_whose_days_are_to_come_is_no_representative_before_two_have_signed(as_user):
	row = represents(as_user, starts_on=clock.today() + timedelta(days=9), may_delegate=0)
	body = frappe.db.get_value(
		"Body Representative", {"body": "OZLIDEP", "is_head": 1, "user": ["is", "set"]}, "user"
	)
	assert row.name not in {
		one.representative for one in delegation.acting(body, ("Political Party", "OZLIDEP"))
	}


def test_one_that_waits_keeps_nobody_from_being_head_whom_oneid_names(as_user):
	row = represents(as_user, starts_on=clock.today() + timedelta(days=9))
	body = bodies.load("Political Party", "OZLIDEP")
	for _again in range(2):
		persons.add_head(row.person, body)
	known = {"person": row.person, "starts_on": clock.today(), "is_head": 1}
	(head,) = frappe.get_all("Body Representative", known, pluck="name")
	assert ("Body Representative", head) not in found()


def test_days_out_of_order_are_refused_as_ever(as_user):
	with pytest.raises(FormInvalid):
		represents(as_user, ends_on=clock.today() - timedelta(days=1))


def test_a_representative_is_ended_and_made_head_by_two(as_user):
	row = represents(as_user)
	sign(as_user, proposal("Body Representative", row.name), SECOND)
	as_user(ADMINISTRATOR)
	row.reload().update({"is_head": 1, "may_delegate": 1}).save()
	assert not row.reload().is_head
	row.update({"ends_on": clock.today()}).save()
	assert row.reload().ends_on is None
	with pytest.raises((LawBroken, frappe.PermissionError)):
		row.delete()
	sign(as_user, proposal("Body Representative", row.name), SECOND)
	assert row.reload().ends_on == clock.today()
	assert ("Body Representative", row.name) not in found()


AUDITOR = "auditor@esaylov.example"
PHONE = "+998901112233"


def behind(user: str) -> str:
	"""The Person behind a login; the demonstration's auditor and administrators have no position and stand in no register."""
	name = str(frappe.db.get_value("Person", {"user": user}, "name"))
	assert not persons.has_right(name)
	return name


@pytest.mark.parametrize("user", [AUDITOR, SECOND])
def test_the_phone_and_the_number_of_who_watches_and_who_signs_are_changed_by_two(as_user, user):
	name = behind(user)
	as_user("Administrator")
	before = frappe.db.get_value("Person", name, ["phone", "pinfl", "user"])
	values = {"phone": PHONE, "pinfl": make.person()["pinfl"], "user": None}
	frappe.get_doc("Person", name).update({**values, "specialty": "huquqshunos"}).save()
	frappe.client.set_value("Person", name, "phone", PHONE)
	assert frappe.db.get_value("Person", name, ["phone", "pinfl", "user"]) == before
	assert frappe.db.get_value("Person", name, "specialty") == "huquqshunos"
	with pytest.raises((LawBroken, frappe.PermissionError, frappe.ValidationError)):
		frappe.delete_doc("Person", name)
	change = proposal("Person", name)
	sign(as_user, change, ADMINISTRATOR, SECOND)
	assert frappe.db.get_value("Person", name, "phone") == PHONE
	assert ("Person", name) not in found()


def test_nobody_alone_becomes_the_person_behind_a_login_of_the_desk(as_user):
	as_user("Administrator")
	user = frappe.get_doc(doctype="User", email="yangi.nazoratchi@esaylov.example", first_name="Yangi")
	settled.given(user.update({"send_welcome_email": 0}).insert(), "Election Auditor")
	new = frappe.get_doc(
		doctype="Person", pinfl=make.person()["pinfl"], surname="Yangi", given_name="Ism", user=user.name
	).insert()
	old = frappe.get_doc("Person", codes.person())
	old.update({"user": user.name}).save()
	assert not frappe.db.exists("Person", {"user": user.name})
	sign(as_user, proposal("Person", new.name), ADMINISTRATOR, SECOND)
	assert frappe.db.get_value("Person", {"user": user.name}) == new.name
	assert ("Person", new.name) not in found()


def test_a_phone_of_the_auditor_that_is_changed_in_the_database_is_found():
	name = behind(AUDITOR)
	assert ("Person", name) not in found()
	frappe.db.sql("update `tabPerson` set phone=%s where name=%s", (PHONE, name))
	assert ("Person", name) in found()


def test_who_gets_a_role_of_the_desk_is_watched_from_then_on(as_user):
	user = persons.user_for(codes.person())
	name = str(frappe.db.get_value("Person", {"user": user}, "name"))
	as_user(ADMINISTRATOR)
	document = frappe.get_doc("User", user)
	document.flags.ignore_permissions = True
	document.add_roles("Election Auditor")
	sign(as_user, proposal("User", user), SECOND)
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	assert ("Person", name) not in found()
	frappe.db.sql("update `tabPerson` set phone=%s where name=%s", (PHONE, name))
	assert ("Person", name) in found()


@pytest.mark.parametrize("is_watched", [False, True])
def test_whom_a_decision_appoints_is_watched_once(as_user, is_watched):
	"""With a login that becomes one of the Desk by it, before or after the membership's own entry."""
	person = codes.person()
	user = persons.user_for(person)
	as_user("Administrator")
	if is_watched:
		settled.given(frappe.get_doc("User", user), "Election Auditor")
	before = frappe.db.count(CHANGE, {"reference_doctype": "Person", "reference_name": person})
	row = {"person": person, "commission": "DC-1726294", "position": "Member", "starts_on": clock.today()}
	settled.inserted(frappe.get_doc(doctype="Commission Membership", **row))
	assert frappe.db.get_value("User", user, "user_type") == "System User"
	after = frappe.db.count(CHANGE, {"reference_doctype": "Person", "reference_name": person})
	assert after - before == (0 if is_watched else 1)
	assert ("Person", person) not in found()
