"""A session from its plan to its signed protocol: who may do what, when, and what is refused."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make

from esaylov.errors import EsaylovError, WrongState
from esaylov.sessions import service as sessions


def refused(code: str, kind: type[EsaylovError] = WrongState):
	return pytest.raises(kind, check=lambda problem: problem.code == code)


def test_the_whole_road_ends_in_a_protocol_signed_by_two():
	session = make.planned()
	name = make.item(session)
	assert sessions.invite(session) == 5
	make.opened(session=session)
	sessions.open_item(name)
	make.all_vote(session, name, ["For", "For", "Against", "Abstained", "For"])
	row = make.close(name)
	assert (row.status, row.result_reason) == ("Adopted", "Majority")
	assert (row.votes_for, row.votes_against, row.votes_abstained, row.members_present) == (3, 1, 1, 5)
	sessions.close_session(session)
	for user, status in ((make.CHAIR, "Closed"), (make.SECRETARY, "Protocol Signed")):
		frappe.set_user(user)
		signature = filing.signature(user, sessions.protocol_payload(session))
		assert sessions.sign_protocol(session, signature) == status
	body = json.loads(frappe.db.get_value("Commission Session", session, "protocol"))
	assert [vote["choice"] for vote in body["items"][0]["votes"]].count("For") == 3
	assert len(body["attendance"]) == 5
