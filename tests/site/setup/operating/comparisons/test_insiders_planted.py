# ruff: noqa: S608 # an insider types statements
"""The hostile insider who plants rows: acts said to be imported, decisions, attendance, mandates, reports that no event tells of; and links of people.

Beside the other `test_insiders_*`. Each row is a statement, and the document that a night names afterwards.
"""

import frappe
import pytest
from factories import appeals as filing
from factories import codes, settled
from factories import effects as effect
from factories import sessions as held

from esaylov.permissions.configuration import comparison
from esaylov.setup.demo import ground
from esaylov.setup.operating.comparisons import chain_rows, signed_rows, state_rows

NEW = "sinov-iz"
MADE = f"name='{NEW}', creation=now(), modified=now(), owner='Administrator', modified_by='Administrator', docstatus=0"
COMMISSION = f"commission='{ground.COMMISSION}'"
PLANTED = {
	"an act said to be imported": (
		"Decision",
		f"kind='Imported Act', status='Signed', outcome='Granted', act_number='1', act_date='2024-01-01', {COMMISSION}",
	),
	"an annulled act": (
		"Decision",
		f"kind='Imported Act', status='Annulled', outcome='Granted', {COMMISSION}",
	),
	"a decision without a signature": (
		"Decision",
		f"kind='Commission Decision', status='Signed', {COMMISSION}",
	),
	"an appeal that nobody filed": (
		"Appeal",
		f"status='Registered', number='9-9', recipient='{ground.COMMISSION}'",
	),
	"a granted appeal": ("Appeal", f"status='Granted', number='9-9', recipient='{ground.COMMISSION}'"),
	"a mandate": ("Certificate", "status='Valid', number=99999, kind='observer'"),
	"a session that is over": ("Commission Session", f"status='Closed', {COMMISSION}"),
	"who attended": ("Session Attendance", f"person='iz', session='iz', mode='Remote', {COMMISSION}"),
	"turnout": ("Turnout Report", f"hour='11:00', voters=1, voted=1, {COMMISSION}"),
}
QUICK = ("an act said to be imported", "a session that is over", "turnout")


def night() -> set[tuple[str, str]]:
	frappe.db.set_global(state_rows.REACHED, "")
	return set(state_rows.find_changes())


@pytest.mark.parametrize(
	"title", [one if one in QUICK else pytest.param(one, marks=pytest.mark.full) for one in PLANTED]
)
def test_a_planted_row_is_found(title: str) -> None:
	doctype, values = PLANTED[title]
	before = night()
	frappe.db.sql(f"insert into `tab{doctype}` set {MADE}, {values}")
	assert {one for one in night() - before if one != ("Decision", "")} >= {(doctype, NEW)}


@pytest.fixture
def act() -> str:
	"""An act that was imported."""
	entry = effect.candidate(constituency=effect.constituency(95))
	return str(frappe.db.get_value("Candidate", entry, "decision"))


ACTS = (
	*("act_number='9'", "act_date='2020-01-01'", "commission='CEC'", "election='iz'", "text_uz='iz'"),
	*("decided_on='2020-01-01'", "kind='Chair Decision'", "status='Draft'", "name='sinov-iz'"),
)


def act_is_found(act: str, sql: str) -> bool:
	events = frappe.get_all(
		"Chain Event",
		{"kind": "decision.imported", "body": ["like", f"%{act}%"]},
		["name", "commission", "kind", "body"],
	)
	frappe.db.sql(sql, act)
	gone = {(doctype, name) for _, doctype, name in chain_rows.missing(events)}
	return ("Decision", act) in gone | night()


def test_an_imported_act_stands_as_it_was_imported(act: str) -> None:
	assert ("Decision", act) not in night()
	for change in ACTS[:2]:
		frappe.db.savepoint("insider")
		assert act_is_found(act, f"update tabDecision set {change} where name=%s"), change
		frappe.db.rollback(save_point="insider")
	assert act_is_found(act, "delete from tabDecision where name=%s")


@pytest.mark.full
@pytest.mark.parametrize("change", ACTS)
def test_whatever_of_an_imported_act_is_not_changed_unseen(act: str, change: str) -> None:
	assert act_is_found(act, f"update tabDecision set {change} where name=%s")


@pytest.mark.full
def test_rows_of_an_imported_act_are_not_changed_unseen(act: str) -> None:
	assert act_is_found(act, "update `tabDecision Row` set subject='iz' where parent=%s")


def test_attendance_of_a_session_that_goes_on_is_as_it_was_signed() -> None:
	session, _item = held.on_vote()
	frappe.set_user("Administrator")
	name = frappe.db.get_value("Session Attendance", {"session": session})
	assert not signed_rows.is_changed("Session Attendance", name)
	for change in (
		"person='iz'",
		"mode='iz'",
		"position='iz'",
		"session='iz'",
		"payload='{}'",
		"signature='iz'",
	):
		frappe.db.savepoint("insider")
		frappe.db.sql(f"update `tabSession Attendance` set {change} where name=%s", name)
		assert signed_rows.is_changed("Session Attendance", name), change
		frappe.db.rollback(save_point="insider")


CORRECTED = (
	*(
		"answers='{}'",
		"payload=replace(payload, 'answers', 'Answers')",
		"payload_sha256='iz'",
		"receipt='{}'",
	),
	*(
		"corrects='iz'",
		"appeal='iz'",
		"filed_at='2020-01-01'",
		"receipt=json_set(receipt, '$.number', '9-9')",
	),
)


def test_a_corrected_filing_is_as_its_receipt_says() -> None:
	"""An appeal is decided by it."""
	appeal = filing.returned()
	filing.correct(appeal, party_decision_no="77")
	filing.submit(appeal)
	frappe.set_user("Administrator")
	name = frappe.db.get_value("Appeal Correction", {"appeal": appeal})
	assert not signed_rows.is_changed("Appeal Correction", name)
	for change in CORRECTED:
		frappe.db.savepoint("insider")
		frappe.db.sql(f"update `tabAppeal Correction` set {change} where name=%s", name)
		assert signed_rows.is_changed("Appeal Correction", name), change
		frappe.db.rollback(save_point="insider")
	frappe.db.sql("delete from `tabAppeal Attachment` where parent=%s", name)
	assert signed_rows.is_changed("Appeal Correction", name)


def different() -> set[tuple[str, str]]:
	return {(one.doctype, one.name) for one in comparison.differences()}


LINKS = {
	"no login": "user=null",
	"another login": "user='iz@esaylov.example'",
	"a citizen's login": "user='party@esaylov.example'",
}


@pytest.mark.parametrize(
	"login", ["auditor@esaylov.example", "chair@esaylov.example", "administrator@esaylov.example"]
)
@pytest.mark.parametrize("title", LINKS)
def test_a_person_taken_from_a_login_of_the_desk_is_found(login: str, title: str) -> None:
	person = frappe.db.get_value("Person", {"user": login})
	before = different()
	frappe.db.sql("update tabPerson set user=null where user='party@esaylov.example'")
	frappe.db.sql(f"update tabPerson set {LINKS[title]} where name=%s", person)
	assert ("Person", person) in different() - before


def test_a_removed_person_of_a_login_of_the_desk_is_found() -> None:
	person = frappe.db.get_value("Person", {"user": "auditor@esaylov.example"})
	frappe.db.sql("delete from tabPerson where name=%s", person)
	assert ("Person", person) in different()


def test_who_may_enter_no_more_and_changes_their_phone_is_no_tampering_and_hides_none() -> None:
	before = different()
	person = codes.person()
	membership = codes.member(person)
	assert different() == before
	ended = frappe.get_doc("Commission Membership", membership.name)
	ended.update({"starts_on": "2020-01-01", "ends_on": "2020-02-01"})
	settled.saved(ended)
	frappe.get_doc("Person", person).update({"phone": "+998901112233"}).save()
	assert different() == before
	frappe.db.sql("update tabPerson set pinfl=null where name=%s", person)
	frappe.get_doc("Person", person).update({"phone": "+998901112244"}).save()
	assert ("Person", person) in different()
