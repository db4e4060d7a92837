"""A departure that another person noted: for a few minutes nobody takes the place of who presides or keeps the record."""

from datetime import timedelta

import frappe
import pytest
from factories import sessions as make

from esaylov.decisions.hall import state as hall_state
from esaylov.decisions.sessions.papers import paper, protocol
from esaylov.decisions.sessions.records import signers
from esaylov.decisions.sessions.steps import attending, counting, holding
from esaylov.framework.errors import WrongState
from esaylov.framework.files import papers


def code_of(step) -> str:
	with pytest.raises(WrongState) as refused:
		step()
	return refused.value.code


def note_gone(session: str, by: str, user: str) -> None:
	frappe.set_user(by)
	attending.leave(session, make.person(user))


def leave(session: str, user: str) -> None:
	frappe.set_user(user)
	attending.leave(session)


def take_chair(session: str, user: str) -> None:
	frappe.set_user(user)
	holding.take_chair(session)


def close(session: str, user: str) -> None:
	frappe.set_user(user)
	holding.close(session)


def test_deputy_does_not_take_the_chair_at_once_from_who_was_noted_as_gone():
	session = make.planned()
	item = make.item(session)
	make.opened(session=session)
	note_gone(session, make.SECRETARY, make.CHAIR)
	assert code_of(lambda: take_chair(session, make.DEPUTY)) == "may_return"
	make.attend(session, make.CHAIR)
	assert code_of(lambda: take_chair(session, make.DEPUTY)) == "chair_is_here"
	frappe.set_user(make.CHAIR)
	counting.open_item(item)


def test_deputy_takes_the_chair_after_the_time_to_return(monkeypatch):
	session = make.opened()
	note_gone(session, make.SECRETARY, make.CHAIR)
	make.move_clock(monkeypatch, minutes=4)
	take_chair(session, make.DEPUTY)
	close(session, make.DEPUTY)


def test_departure_by_ones_own_word_has_effect_at_once():
	session = make.opened()
	leave(session, make.CHAIR)
	take_chair(session, make.DEPUTY)
	close(session, make.DEPUTY)


def test_last_departure_decides():
	session = make.opened()
	note_gone(session, make.SECRETARY, make.CHAIR)
	make.attend(session, make.CHAIR)
	leave(session, make.CHAIR)
	take_chair(session, make.DEPUTY)


def test_chair_takes_the_chair_from_a_deputy_who_was_noted_as_gone():
	session = make.planned()
	make.attend(session, *make.ALL[1:])
	frappe.set_user(make.DEPUTY)
	holding.open_session(session)
	make.attend(session, make.CHAIR)
	note_gone(session, make.SECRETARY, make.DEPUTY)
	take_chair(session, make.CHAIR)


def test_nobody_is_elected_at_once_in_place_of_a_chair_who_was_noted_as_gone(monkeypatch):
	session = make.opened(make.CHAIR, make.SECRETARY, make.MEMBER, make.MEMBER2)
	note_gone(session, make.SECRETARY, make.CHAIR)
	assert code_of(lambda: holding.elect_presiding(session, make.person(make.MEMBER))) == "may_return"
	make.move_clock(monkeypatch, minutes=4)
	holding.elect_presiding(session, make.person(make.MEMBER))


def test_record_of_a_secretary_who_was_noted_as_gone_waits_for_the_return(monkeypatch):
	"""Else the chair names another record keeper and closes the session, and the secretary signs no protocol."""
	session = make.opened()
	note_gone(session, make.CHAIR, make.SECRETARY)
	assert code_of(lambda: holding.name_secretary(session, make.person(make.MEMBER))) == "may_return"
	assert code_of(lambda: holding.close(session)) == "may_return"
	make.move_clock(monkeypatch, minutes=4)
	holding.name_secretary(session, make.person(make.MEMBER))
	holding.close(session)


def test_nobody_is_named_at_once_to_sign_for_a_secretary_who_was_noted_as_gone(monkeypatch):
	session = make.planned()
	item = make.item(session)
	make.opened(session=session)
	note_gone(session, make.CHAIR, make.SECRETARY)
	counting.open_item(item)
	here = [user for user in make.ALL if user != make.SECRETARY]
	make.all_vote(session, item, ["For"] * 4, here)
	make.close(item)
	frappe.set_user(make.DEPUTY)
	named = (session, "secretary", make.person(make.MEMBER), "Ketgan")
	assert code_of(lambda: signers.name_signer(*named)) == "may_return"
	make.move_clock(monkeypatch, minutes=4)
	signers.name_signer(*named)


def test_session_is_not_opened_at_once_without_a_chair_who_was_noted_as_gone():
	session = make.planned()
	make.attend(session, make.SECRETARY, make.DEPUTY, make.MEMBER, make.MEMBER2)
	frappe.db.set_value("Commission Session", session, "presiding", make.person(make.MEMBER))
	make.attend(session, make.CHAIR)
	note_gone(session, make.MEMBER, make.CHAIR)
	frappe.set_user(make.DEPUTY)
	assert code_of(lambda: holding.open_session(session)) == "may_return"


def test_hall_says_until_when_the_chair_may_return():
	session = make.opened()
	note_gone(session, make.SECRETARY, make.CHAIR)
	frappe.set_user(make.DEPUTY)
	(step,) = [one for one in hall_state.of(session)["steps"] if one["step"] == "take_chair"]
	(row,) = frappe.get_all("Session Attendance", {"session": session, "left_at": ["is", "set"]}, ["left_at"])
	assert f"{row.left_at + timedelta(minutes=3):%H:%M:%S}" in step["blocked"]


def test_member_who_was_noted_as_gone_is_told():
	session = make.opened()
	told = {"for_user": make.MEMBER, "document_name": session}
	leave(session, make.MEMBER)
	assert not frappe.db.exists("Notification Log", told)
	make.attend(session, make.MEMBER)
	note_gone(session, make.SECRETARY, make.MEMBER)
	secretary = frappe.db.get_value("Person", make.person(make.SECRETARY), "full_name")
	assert secretary in frappe.db.get_value("Notification Log", told, "subject")


def test_protocol_says_who_noted_a_departure():
	session = make.opened()
	note_gone(session, make.SECRETARY, make.MEMBER)
	leave(session, make.MEMBER2)
	close(session, make.CHAIR)
	row = frappe.get_doc("Commission Session", session)
	assert protocol.is_as_signed(row)
	attendance = frappe.parse_json(row.protocol)["attendance"]
	noted = {one["person"]: one["left_noted_by"] for one in attendance if one["left_at"]}
	assert noted == {make.person(make.MEMBER): make.person(make.SECRETARY), make.person(make.MEMBER2): ""}
	secretary = frappe.db.get_value("Person", make.person(make.SECRETARY), "full_name")
	printed = [one["noted_by"] for one in paper.printed_protocol(row)["attendance"]]
	assert sorted(printed) == ["", "", "", "", secretary]
	html = papers.of_print_format(paper.PROTOCOL, row, "Majlis bayoni")
	assert f"Уход отметил: {secretary}" in html
