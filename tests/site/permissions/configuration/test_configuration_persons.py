"""Two persons are two people: no second login, reset password or row of a table makes two out of one."""

import json

import frappe
import pytest
from factories import appeals as make
from frappe.twofactor import clear_default, set_default
from frappe.utils.password import update_password

from esaylov.framework.errors import NotPermitted, WrongState
from esaylov.permissions.configuration import comparison, watching
from esaylov.permissions.configuration.waiting import changes, persons

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
CHANGE = "Configuration Change"


def propose(as_user, user: str, address: str = "https://one.example") -> str:
	"""A new address of a gateway, wanted by a user; the entry."""
	as_user(user)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": address}).save()
	return str(frappe.get_last_doc(CHANGE, {"reference_name": "eskiz", "status": "Proposed"}).name)


def sign(as_user, user: str, change: str) -> str:
	"""A user signs an entry with their own key; the status after it."""
	as_user(user)
	changes.confirm(change, make.signature(user, changes.to_sign(change)))
	return str(frappe.db.get_value(CHANGE, change, "status"))


def refused(as_user, user: str, change: str) -> str:
	"""The code by which a user may not sign."""
	with pytest.raises(NotPermitted) as refusal:
		sign(as_user, user, change)
	return str(refusal.value.code)


def reset(as_user, user: str) -> None:
	"""A new password that another one gave a user; no form takes it any more
	(tests/site/setup/verification/test_passwords.py).
	"""
	as_user("Administrator")
	update_password(user, "Qovun-parol-2026!")
	persons.note_password(user, "Administrator")


def test_a_login_of_nobody_known_counts_for_nobody(as_user):
	change = propose(as_user, "Administrator")
	assert sign(as_user, ADMINISTRATOR, change) == "Proposed"
	assert refused(as_user, ADMINISTRATOR, change) == "second_person_needed"
	assert sign(as_user, SECOND, change) == "In force"
	row = frappe.get_doc(CHANGE, change)
	event = json.loads(frappe.db.get_value("Chain Event", {"hash": row.event}, "body"))
	assert (event["support"], event["signature"]) == (row.support, row.signature)
	signers = [
		frappe.db.get_value("Document Signature", name, "signer_pinfl")
		for name in (row.support, row.signature)
	]
	assert len(set(signers)) == 2
	assert change not in {one.name for one in comparison.log_faults()}


def test_who_gives_another_a_new_password_is_not_both(as_user):
	reset(as_user, SECOND)
	change = propose(as_user, SECOND)
	assert sign(as_user, ADMINISTRATOR, change) == "Proposed"
	assert refused(as_user, ADMINISTRATOR, change) == "second_person_needed"
	assert refused(as_user, SECOND, change) == "second_person_needed"


def test_no_proposal_is_made_older_than_the_new_password_of_its_author(as_user):
	reset(as_user, SECOND)
	change = propose(as_user, SECOND)
	frappe.db.sql(
		"update `tabConfiguration Change` set creation = creation - interval 2 day where name=%s", change
	)
	assert sign(as_user, ADMINISTRATOR, change) == "Proposed"


def test_a_login_that_was_reset_confirms_nothing_for_a_while(as_user, monkeypatch):
	reset(as_user, SECOND)
	row = frappe.get_last_doc(CHANGE, {"reference_doctype": "User", "reference_name": SECOND})
	assert (row.status, row.decided_by) == ("In force", "Administrator")
	change = propose(as_user, ADMINISTRATOR)
	assert refused(as_user, SECOND, change) == "login_unsettled"
	monkeypatch.setattr(persons, "HOURS", 0)
	assert sign(as_user, SECOND, change) == "In force"


def test_a_new_administrator_confirms_nothing_for_a_while(as_user):
	as_user("Administrator")
	person = frappe.get_doc("Person", {"user": "auditor@esaylov.example"})
	frappe.get_doc("User", person.user).add_roles("System Manager")
	given = frappe.get_last_doc(CHANGE, {"reference_name": person.user, "status": "Proposed"}).name
	assert sign(as_user, ADMINISTRATOR, given) == "Proposed"
	assert sign(as_user, SECOND, given) == "In force"
	change = propose(as_user, ADMINISTRATOR)
	assert refused(as_user, person.user, change) == "login_unsettled"


def test_a_password_written_in_the_database_opens_nothing(as_user):
	change = propose(as_user, ADMINISTRATOR)
	frappe.db.sql("update __Auth set password='iz' where name=%s and fieldname='password'", SECOND)
	assert refused(as_user, SECOND, change) == "login_unsettled"
	assert ("User", f"{SECOND} (password)") in {(one.doctype, one.name) for one in comparison.differences()}


def test_a_second_factor_that_was_reset_is_on_record_and_counts_as_a_new_login(as_user, monkeypatch):
	set_default(SECOND + "_otplogin", 1)
	set_default(SECOND + "_otpsecret", "sinov")
	change = propose(as_user, ADMINISTRATOR)
	assert refused(as_user, SECOND, change) == "login_unsettled"  # nobody entered with it yet
	as_user(SECOND)
	persons.note()
	assert frappe.get_last_doc(CHANGE, {"reference_name": SECOND}).decided_by == "proved"
	monkeypatch.setattr(persons, "HOURS", 0)
	assert sign(as_user, SECOND, change) == "In force"
	monkeypatch.undo()
	for ending in ("_otplogin", "_otpsecret"):
		clear_default(SECOND + ending)
	change = propose(as_user, ADMINISTRATOR, "https://two.example")
	assert refused(as_user, SECOND, change) == "login_unsettled"


@pytest.mark.parametrize(
	"change",
	[
		"proposed=replace(proposed, 'one.example', 'two.example')",
		"proposed=replace(proposed, 'one.example', 'two.example'), after=replace(after, 'one.example', 'two.example')",
		f"proposed_by='{SECOND}'",
		"base='0'",
		"salt='0'",
	],
)
def test_a_proposal_that_is_changed_in_the_database_comes_not_into_force(as_user, change):
	name = propose(as_user, ADMINISTRATOR)
	frappe.db.sql(f"update `tabConfiguration Change` set {change} where name=%s", name)  # noqa: S608 # a fixed list
	signer = ADMINISTRATOR if "proposed_by" in change else SECOND
	with pytest.raises(WrongState) as refusal:
		sign(as_user, signer, name)
	assert refusal.value.code == "configuration_moved"


def test_a_citizens_login_is_saved_without_a_question_of_the_log(count_queries):
	user = frappe.get_doc("User", make.PARTY)
	user.load_doc_before_save()
	user.first_name = "Boshqa"
	assert count_queries(lambda: watching.look(user)) == 0
	user.append("roles", {"role": "Commission Staff"})
	assert count_queries(lambda: watching.look(user)) > 0
