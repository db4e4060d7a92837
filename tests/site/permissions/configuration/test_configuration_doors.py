"""What opens a door to staff is in force when a second person has signed it: roles, memberships, numbers of the law, steps, texts.

What closes one is one person's to do at once.
"""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import codes, races
from factories.profile import few

from esaylov.appeals.procedure import new_values
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, SetupMissing, WrongState
from esaylov.identity import persons, positions
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes, reading

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
CHANGE = "Configuration Change"
STAFF = make.SECRETARY
ROLE = "Election Auditor"
PLACE = "DC-1726294"


def proposal(doctype: str, name: str) -> str:
	"""The open proposal about a document."""
	filters = {"reference_doctype": doctype, "reference_name": name, "status": "Proposed"}
	return str(frappe.get_last_doc(CHANGE, filters).name)


def sign(as_user, change: str, user: str = SECOND) -> None:
	"""Another person's yes."""
	as_user(user)
	changes.confirm(change, make.signature(user, changes.to_sign(change)))


def roles(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role"))


def last(doctype: str, name: str):
	return frappe.get_last_doc(CHANGE, {"reference_doctype": doctype, "reference_name": name})


def test_a_role_that_one_administrator_gives_is_held_by_nobody(as_user):
	before = roles(STAFF)
	for user in ("Administrator", ADMINISTRATOR):
		as_user(user)
		document = frappe.get_doc("User", STAFF)
		document.flags.ignore_permissions = True
		document.add_roles(ROLE)
		assert roles(STAFF) == before
	change = proposal("User", STAFF)
	with pytest.raises(NotPermitted):
		sign(as_user, change, ADMINISTRATOR)
	as_user(ADMINISTRATOR)
	changes.decline(change, "xato")
	with pytest.raises(WrongState):
		sign(as_user, change)
	assert roles(STAFF) == before


def test_a_role_is_held_when_another_has_signed_and_taken_by_one(as_user):
	before = roles(STAFF)
	as_user(ADMINISTRATOR)
	document = frappe.get_doc("User", STAFF)
	document.flags.ignore_permissions = True
	document.add_roles(ROLE)
	sign(as_user, proposal("User", STAFF))
	assert roles(STAFF) == before | {ROLE}
	entry = last("User", STAFF)
	assert (entry.status, entry.decided_by) == ("In force", SECOND)
	assert ("User", STAFF) not in {(one.doctype, one.name) for one in comparison.differences()}
	as_user("Administrator")
	frappe.get_doc("User", STAFF).remove_roles(*before, ROLE)
	assert (roles(STAFF), frappe.db.get_value("User", STAFF, "user_type")) == (set(), "Website User")
	assert (last("User", STAFF).action, last("User", STAFF).status) == ("Switch off", "In force")
	assert ("User", STAFF) not in {(one.doctype, one.name) for one in comparison.differences()}


def test_a_new_login_of_staff_begins_without_its_roles(as_user):
	as_user("Administrator")
	user = frappe.get_doc(
		doctype="User",
		email="yangi.xodim@esaylov.example",
		first_name="Yangi",
		send_welcome_email=0,
		new_password="Qovun-parol-2026!",
	)
	user.append("roles", {"role": "System Manager"})
	user.insert()
	assert roles(user.name) == set()
	assert frappe.db.get_value("User", user.name, "user_type") == "Website User"
	assert frappe.db.exists("__Auth", {"name": user.name, "fieldname": "password"})
	change = proposal("User", user.name)
	for signer in (ADMINISTRATOR, SECOND):  # nobody known is behind Administrator
		sign(as_user, change, signer)
	assert roles(user.name) == {"System Manager"}
	assert frappe.db.get_value("User", user.name, "user_type") == "System User"
	assert user.name not in {one.name for one in comparison.differences()}


@pytest.mark.full
def test_a_login_of_staff_is_closed_by_one_and_opened_by_two(as_user):
	as_user("Administrator")
	frappe.get_doc("User", STAFF).update({"enabled": 0}).save()
	assert not frappe.db.get_value("User", STAFF, "enabled")
	frappe.client.set_value("User", STAFF, "enabled", 1)
	assert not frappe.db.get_value("User", STAFF, "enabled")
	change = proposal("User", STAFF)
	for signer in (ADMINISTRATOR, SECOND):
		sign(as_user, change, signer)
	assert frappe.db.get_value("User", STAFF, "enabled")


def test_a_role_of_the_desk_is_neither_opened_nor_taken_from_everybody_by_one(as_user):
	before = frappe.db.count("Has Role", {"role": ROLE})
	as_user("Administrator")
	for field, value in (("desk_access", 1), ("disabled", 1)):
		name = "Candidate" if field == "desk_access" else ROLE
		frappe.get_doc("Role", name).update({field: value}).save()
		assert not frappe.db.get_value("Role", name, field)
	assert frappe.db.count("Has Role", {"role": ROLE}) == before
	with pytest.raises((LawBroken, frappe.PermissionError)):
		frappe.delete_doc("Role", ROLE)
	change = proposal("Role", "Candidate")
	for signer in (ADMINISTRATOR, SECOND):
		sign(as_user, change, signer)
	assert frappe.db.get_value("Role", "Candidate", "desk_access") == 1


@pytest.fixture
def profile() -> Iterator[str]:
	"""The name of a profile that is not there; the framework locks one by a file until its job has run."""
	name = frappe.generate_hash(length=10)
	yield name
	if frappe.db.exists("Role Profile", name):
		frappe.get_doc("Role Profile", name).unlock()


def test_a_profile_gives_its_roles_when_two_have_signed(as_user, profile):
	as_user("Administrator")
	document = frappe.get_doc(doctype="Role Profile", role_profile=profile)
	document.append("roles", {"role": "System Manager"})
	document.insert().unlock()
	held = {"parent": profile, "parenttype": "Role Profile"}
	assert not frappe.db.count("Has Role", held)
	change = proposal("Role Profile", profile)
	for signer in (ADMINISTRATOR, SECOND):
		sign(as_user, change, signer)
	assert frappe.get_all("Has Role", held, pluck="role") == ["System Manager"]


@pytest.mark.full
def test_of_sixteen_who_sign_at_once_one_brings_it_into_force(as_user):
	"""Committed, for transactions meet here; the role goes again by one."""
	as_user(ADMINISTRATOR)
	document = frappe.get_doc("User", STAFF)
	document.flags.ignore_permissions = True
	document.add_roles(ROLE)
	change = proposal("User", STAFF)
	as_user(SECOND)
	signature = make.signature(SECOND, changes.to_sign(change))
	frappe.db.commit()
	with races.racers(16) as runners:
		step = (SECOND, lambda: changes.confirm(change, signature))
		answers = races.at_once(runners, [step] * 16)
	frappe.db.rollback()
	assert answers.count(change) == 1
	assert {type(answer) for answer in answers} <= {str, WrongState, frappe.QueryDeadlockError}
	assert frappe.db.count("Has Role", {"parent": STAFF, "role": ROLE, "parenttype": "User"}) == 1
	assert frappe.db.count("Document Signature", {"reference_name": change}) == 1
	as_user("Administrator")
	frappe.get_doc("User", STAFF).remove_roles(ROLE)
	frappe.db.commit()


def appointed(as_user, position: str = "Chair"):
	"""A membership that one administrator enters, from today on; of somebody who has a login."""
	person = codes.person()
	as_user(ADMINISTRATOR)
	frappe.db.delete("Commission Membership", {"commission": PLACE, "position": position})  # one of each
	row = frappe.get_doc(
		doctype="Commission Membership",
		person=person,
		commission=PLACE,
		position=position,
		starts_on=clock.today(),
	).insert()
	return row, persons.user_for(person)


@pytest.mark.parametrize("position", few(["Chair", "Secretary", "Staff"], "Chair".__eq__))
def test_a_membership_that_one_administrator_enters_gives_nothing(as_user, position):
	row, user = appointed(as_user, position)
	assert not positions.positions_of(user)
	assert roles(user) == set()
	change = proposal("Commission Membership", row.name)
	named = reading.titles(frappe.get_doc(CHANGE, change))
	assert named[row.person] == frappe.db.get_value("Person", row.person, "full_name")
	with pytest.raises(NotPermitted):
		sign(as_user, change, ADMINISTRATOR)
	assert not positions.positions_of(user)
	sign(as_user, change)
	(held,) = positions.positions_of(user)
	assert (held.commission, held.position) == (PLACE, position)
	assert f"Commission {position}" in roles(user)
	assert not {row.name, user} & {one.name for one in comparison.differences()}


@pytest.mark.full
def test_a_membership_is_ended_made_longer_or_higher_by_two(as_user):
	row, user = appointed(as_user, "Member")
	sign(as_user, proposal("Commission Membership", row.name))
	as_user(ADMINISTRATOR)
	row.reload().update({"position": "Secretary"}).save()
	assert [held.position for held in positions.positions_of(user)] == ["Member"]
	for days in (5, 50, 0):
		row.reload().update({"ends_on": clock.today() + timedelta(days=days)}).save()
		assert row.reload().ends_on is None
	with pytest.raises(LawBroken):
		row.delete()
	as_user(SECOND)
	sign(as_user, proposal("Commission Membership", row.name))
	assert row.reload().ends_on == clock.today()
	assert positions.positions_of(user), "to the end of the day"
	assert not {row.name, user} & {one.name for one in comparison.differences()}


@pytest.mark.parametrize("doctype", ["Commission Membership", "Body Representative"])
def test_nobody_who_is_in_office_today_is_ended_in_the_past(as_user, doctype):
	"""Of five members one administrator ended three, and the vote of two was the decision."""
	row = frappe.get_last_doc(doctype, {"ends_on": ["is", "not set"]})
	as_user(ADMINISTRATOR)
	with pytest.raises(FormInvalid) as refusal:
		row.update({"ends_on": clock.today() - timedelta(days=1)}).save()
	assert [one.code for one in refusal.value.findings] == ["date_too_early"]


def test_a_membership_that_was_withdrawn_bars_nobody_from_another(as_user):
	row, _user = appointed(as_user, "Member")
	as_user(ADMINISTRATOR)
	changes.decline(proposal("Commission Membership", row.name), "boshqa komissiya")
	other = frappe.copy_doc(row).update({"commission": "DC-1726277", "is_annulled": 0, "ends_on": None})
	other.insert()
	assert proposal("Commission Membership", other.name)


def test_a_member_is_let_in_the_evening_before_by_the_emergency_procedure(as_user, monkeypatch):
	row, user = appointed(as_user, "Secretary")
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setitem(frappe.conf, "esaylov_emergency", 1)
	change = proposal("Commission Membership", row.name)
	changes.confirm_by_bench(change, "kotib almashdi")
	assert [held.position for held in positions.positions_of(user)] == ["Secretary"]
	assert frappe.db.get_value(CHANGE, change, ["decided_by", "note"]) == ("bench", "kotib almashdi")


def test_a_number_of_the_law_is_another_when_two_have_signed(as_user):
	key = "observer_notice_days"
	before = statutes.number(key)
	as_user(ADMINISTRATOR)
	row = frappe.get_doc("Statute", {"key": key})
	row.update({"note": "sinov"}).save()
	assert frappe.db.get_value("Statute", row.name, "note") == "sinov"
	with pytest.raises(FormInvalid):
		row.reload().update({"is_active": 0}).save()
	assert statutes.number(key) == before
	with pytest.raises((LawBroken, frappe.PermissionError)):
		frappe.delete_doc("Statute", row.name)
	change = new_values.propose_value(row.name, before + 3, clock.today(), "33")
	frappe.local.request_cache.clear()
	assert statutes.number(key) == before
	sign(as_user, change)
	frappe.local.request_cache.clear()
	assert statutes.number(key) == before + 3


def test_a_new_number_of_the_law_holds_when_two_have_signed(as_user):
	as_user(ADMINISTRATOR)
	values = {"key": "sinov_soni", "value": "9", "unit": "days", "title_uz": "Sinov"}
	row = frappe.get_doc(doctype="Statute", **values).insert()
	with pytest.raises(SetupMissing):
		statutes.number("sinov_soni")
	sign(as_user, proposal("Statute", row.name))
	frappe.local.request_cache.clear()
	assert statutes.number("sinov_soni") == 9


@pytest.mark.full
def test_what_was_declined_is_deleted_by_one(as_user):
	as_user(ADMINISTRATOR)
	values = {"key": "sinov_soni", "value": "9", "unit": "days", "title_uz": "Sinov"}
	row = frappe.get_doc(doctype="Statute", **values).insert()
	changes.decline(proposal("Statute", row.name), "xato")
	row.delete()
	assert not frappe.db.exists("Statute", row.name)
	assert row.name not in {one.name for one in comparison.differences()}
	other = frappe.get_doc(doctype="Statute", **values).insert()
	change = proposal("Statute", other.name)
	other.delete()
	with pytest.raises(WrongState) as refusal:
		sign(as_user, change)
	assert refusal.value.code == "configuration_moved"


def test_who_may_take_a_step_is_decided_by_two(as_user):
	as_user("Administrator")
	workflow = frappe.get_doc("Workflow", "Appeal")
	before = [(row.state, row.action, row.allowed) for row in workflow.transitions]
	workflow.transitions[0].allowed = "All"
	workflow.save()
	frappe.get_doc("Workflow", "Appeal").update({"is_active": 0}).save()
	stands = frappe.get_doc("Workflow", "Appeal")
	assert [(row.state, row.action, row.allowed) for row in stands.transitions] == before
	assert stands.is_active
	other = frappe.copy_doc(stands).update({"workflow_name": "Sinov", "is_active": 1})
	other.insert()
	active = frappe.get_all("Workflow", {"document_type": "Appeal", "is_active": 1}, pluck="name")
	assert active == ["Appeal"]
	stands.transitions[0].allowed = "Election Auditor"
	stands.save()
	change = proposal("Workflow", "Appeal")
	for signer in (ADMINISTRATOR, SECOND):
		as_user(signer)
		(sides,) = reading.details(frappe.get_doc(CHANGE, change)).values()
		assert [len(sides[side]) for side in ("removed", "added")] == [1, 1]
		assert "Election Auditor" in sides["added"][0]
		sign(as_user, change, signer)
	stands.reload()
	assert stands.transitions[0].allowed == "Election Auditor"
	assert len(stands.transitions) == len(before)
	assert "Appeal" not in {one.name for one in comparison.differences() if one.doctype == "Workflow"}


def test_words_of_decisions_are_others_when_two_have_signed(as_user):
	as_user(ADMINISTRATOR)
	text = frappe.get_doc("Decision Text", "every_appeal_granted")
	before = text.text_uz
	text.update({"text_uz": "Boshqa matn\n{granted}"}).save()
	frappe.get_doc("Decision Text", text.name).update({"enabled": 0}).save()
	assert frappe.db.get_value("Decision Text", text.name, ["text_uz", "enabled"]) == (before, 1)
	narrower = frappe.copy_doc(text.reload())
	narrower.update({"code": "sinov_granted", "scope": "Appeal Type", "scope_key": "A56"}).insert()
	assert not frappe.db.get_value("Decision Text", narrower.name, "enabled")
	text.update({"text_uz": "Boshqa matn\n{granted}"}).save()
	change = proposal("Decision Text", text.name)
	sides = reading.details(frappe.get_doc(CHANGE, change))["text_uz"]
	assert "Boshqa matn" in sides["added"]
	sign(as_user, change)
	assert frappe.db.get_value("Decision Text", text.name, "text_uz") == "Boshqa matn\n{granted}"


def test_a_proposal_that_somebody_changed_shows_nothing(as_user):
	as_user(ADMINISTRATOR)
	frappe.get_doc("Decision Text", "every_appeal_granted").update({"text_uz": "Boshqa\n{granted}"}).save()
	change = proposal("Decision Text", "every_appeal_granted")
	frappe.db.sql(
		"update `tabConfiguration Change` set proposed=replace(proposed, 'Boshqa', 'Uchinchi') where name=%s",
		change,
	)
	assert reading.details(frappe.get_doc(CHANGE, change)) == {}
