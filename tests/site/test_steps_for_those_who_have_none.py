"""Rows that had no further step before, and the patch that gives them one."""

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories import voted

from esaylov.appeals import service as appeals
from esaylov.appeals.inbox import service as inbox
from esaylov.decisions import service as decisions
from esaylov.framework.errors import FormInvalid
from esaylov.patches.v0_1 import steps_for_those_who_have_none as patch


def test_member_who_cannot_review_gets_no_appeal():
	name = filing.under_review(filing.PARTY)
	frappe.set_user(make.CHAIR)
	with pytest.raises(FormInvalid) as refused:
		appeals.assign(name, make.MEMBER)
	assert refused.value.findings[0].code == "not_an_officer_here"
	offered = {officer.user for officer in inbox.officers(make.CHAIR)}
	assert {make.SECRETARY, make.DEPUTY} <= offered
	assert not {make.MEMBER, make.MEMBER2} & offered


def test_patch_gives_an_appeal_of_a_member_to_the_chair():
	name = filing.under_review(filing.PARTY)
	frappe.db.set_value("Appeal", name, "assigned_to", make.MEMBER)
	other = filing.under_review(filing.PARTY)
	frappe.db.set_value("Appeal", other, "assigned_to", make.SECRETARY)
	for _ in range(2):
		patch.execute()
		assert frappe.db.get_value("Appeal", name, "assigned_to") == make.CHAIR
		assert frappe.db.get_value("Appeal", other, "assigned_to") == make.SECRETARY


def test_patch_completes_a_decision_with_both_signatures():
	"""As the job of a long list left it, when its user was a member who had signed last."""
	session = voted.session(secretary=make.MEMBER)
	name = decisions.adopt(voted.of_appeal(session, voted.observers()))
	voted.signed_by(make.MEMBER, [name])
	frappe.set_user(make.CHAIR)
	signature = filing.signature(make.CHAIR, decisions.payload_to_sign([name]))
	kept = {}
	frappe.db.savepoint("signed")
	decisions.sign([name], signature)
	row = frappe.get_doc("Decision", name)
	kept = {field: row.get(field) for field in ("signed_by_person", "signed_by_position", "signed_at")}
	evidence = frappe.get_doc("Document Signature", row.signature).as_dict()
	frappe.db.rollback(save_point="signed")
	frappe.get_doc(evidence).db_insert()
	frappe.db.set_value("Decision", name, {**kept, "signature": evidence.name})
	frappe.set_user("Administrator")
	assert frappe.db.get_value("Decision", name, "status") == "Draft"
	patch.execute()
	assert frappe.db.get_value("Decision", name, "status") == "Signed"
	appeal = frappe.db.get_value("Decision", name, "appeal")
	assert frappe.db.get_value("Appeal", appeal, "status") == "Granted"


def test_decision_that_waited_for_its_member_is_signed():
	"""A decision that a chair signed, and whose member met 417: nothing was written of the refused signature."""
	session = voted.session(secretary=make.MEMBER)
	name = decisions.adopt(voted.of_appeal(session, voted.observers()))
	voted.signed_by(make.CHAIR, [name])
	patch.execute()
	assert frappe.db.get_value("Decision", name, "status") == "Draft"
	voted.signed_by(make.MEMBER, [name])
	assert frappe.db.get_value("Decision", name, "status") == "Signed"
