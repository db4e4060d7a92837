"""Whoever presides and keeps the record: the signatures of a session come in any order, and a successor gives the one that is missing."""

import frappe
import pytest
from factories import sessions as make
from factories import voted

from esaylov.decisions.sessions import service as sessions


@pytest.fixture
def member_keeps_record() -> tuple[str, str]:
	"""A session whose record a plain member keeps, and the decision that it adopted."""
	session = make.planned()
	item = make.item(session)
	here = (make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2)
	make.attend(session, *here)
	frappe.set_user(make.CHAIR)
	sessions.open_session(session, make.person(make.MEMBER))
	sessions.open_item(item)
	make.all_vote(session, item, ["For"] * 4, here)
	return session, make.close(item).decision


@pytest.mark.parametrize("order", [(make.CHAIR, make.MEMBER), (make.MEMBER, make.CHAIR)])
def test_decision_is_signed_in_any_order_where_a_member_keeps_the_record(member_keeps_record, order):
	_, decision = member_keeps_record
	for user in order:
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	appeal = frappe.db.get_value("Decision", decision, "appeal")
	assert frappe.db.get_value("Appeal", appeal, "status") == "Granted"
