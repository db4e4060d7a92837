"""The hall of a session: what each reader's screen shows, speakers and minutes, and the display that has no login."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories.profile import IS_FULL
from factories.queries import counted

from esaylov.decisions.hall import changes
from esaylov.decisions.hall import shown as hall_shown
from esaylov.decisions.hall import state as hall_state
from esaylov.decisions.sessions.papers import display, paper, protocol
from esaylov.decisions.sessions.steps import attending, counting, holding, speaking
from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound, NotPermitted, WrongState

HIGHER, AUDITOR = "regional.chair@esaylov.example", "auditor@esaylov.example"
IN_EACH_RUN = (make.CHAIR, make.DEPUTY)
STRANGERS = (filing.SIBLING_CHAIR, filing.PARTY, filing.ADMINISTRATOR, "Guest")


def state(user: str, session: str) -> dict:
	frappe.set_user(user)
	return hall_state.of(session)


def offered(user: str, session: str) -> set[str]:
	"""The steps of a reader: of the session, and of its items as `step item`."""
	found = state(user, session)
	of_items = {f"{one['step']} {item['position']}" for item in found["items"] for one in item["steps"]}
	return {one["step"] for one in found["steps"]} | of_items


def by(user: str, step: Callable[..., object], *given: str) -> object:
	frappe.set_user(user)
	return step(*given)


def test_each_reader_has_a_screen_of_their_own():
	session, _ = make.on_vote()
	views = {user: state(user, session)["view"] for user in (*make.ALL, HIGHER, AUDITOR)}
	assert views == {
		make.CHAIR: "presiding",
		make.SECRETARY: "record",
		**dict.fromkeys((make.DEPUTY, make.MEMBER, make.MEMBER2), "member"),
		**dict.fromkeys((HIGHER, AUDITOR), "reader"),
	}
	assert state(make.MEMBER, session)["protocol"] == {}
	assert {step for step in offered(AUDITOR, session)} == set()


def test_to_others_there_is_no_such_hall():
	session = make.opened()
	for user in STRANGERS:
		for ask in (hall_state.of, speaking.ask, speaking.end, display.show):
			with pytest.raises((NotFound, NotPermitted)):
				by(user, ask, session)


def test_steps_are_those_of_the_chair_the_record_keeper_and_a_member():
	session = make.planned()
	make.item(session)
	assert "open_session" not in offered(make.CHAIR, session)  # who presides attends first
	make.opened(session=session)
	chair, keeper, member = (offered(one, session) for one in (make.CHAIR, make.SECRETARY, make.MEMBER))
	assert {"open_item 1", "close_session", "recess", "begin_speech", "enter_minute", "show_display"} <= chair
	assert {"enter_minute", "begin_speech", "put_on_agenda", "redraft 1"} <= keeper
	assert {"open_item 1", "close_session"}.isdisjoint(keeper)
	assert member == {"leave", "ask_to_speak"}


def test_what_is_offered_is_accepted_and_what_is_not_is_refused():
	"""Of steps that need nothing but the session: each is tried by each member before, in and after an open session (in short runs by chairs)."""
	verbs = {
		"open_session": holding.open_session,
		"recess": holding.recess,
		"resume": holding.resume,
		"close_session": holding.close,
		"take_chair": holding.take_chair,
		"ask_to_speak": speaking.ask,
		"end_speech": speaking.end,
		"show_display": display.show,
	}
	repeatable = {
		"open_session",
		"take_chair",
		"ask_to_speak",
		"end_speech",
		"close_session",
		"recess",
		"resume",
	}

	def compare(session: str) -> None:
		for user in make.ALL if IS_FULL else IN_EACH_RUN:
			steps = {one["step"]: one["blocked"] for one in state(user, session)["steps"]}
			for name, verb in verbs.items():
				frappe.db.savepoint("hall")
				try:
					by(user, verb, session)
					is_accepted = True
				except EsaylovError:
					is_accepted = False
				frappe.db.rollback(save_point="hall")
				if name in steps:
					assert is_accepted is not bool(steps[name]), (user, name, steps[name])
				elif name not in repeatable:
					assert not is_accepted, (user, name)

	session = make.planned()
	make.attend(session, *make.ALL)
	compare(session)
	make.opened(make.CHAIR, session=session)
	compare(session)
	by(make.CHAIR, holding.recess, session)
	compare(session)
	by(make.CHAIR, holding.close, session)
	compare(session)


def test_a_step_says_what_it_causes_and_what_stands_in_its_way():
	session = make.planned()
	item = make.item(session)
	make.opened(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER, session=session)
	frappe.db.set_value("Agenda Item", item, "undecided", 2)
	(first,) = state(make.CHAIR, session)["items"]
	blocked = {one["step"]: one["blocked"] for one in first["steps"]}
	assert "2" in blocked["open_item"]
	assert blocked["postpone_item"] == ""
	frappe.db.set_value("Agenda Item", item, "undecided", 0)
	by(make.MEMBER, attending.leave, session)
	by(make.DEPUTY, attending.leave, session)
	(first,) = state(make.CHAIR, session)["items"]
	assert next(one for one in first["steps"] if one["step"] == "open_item")["blocked"]
	closing = next(one for one in state(make.CHAIR, session)["steps"] if one["step"] == "close_session")
	assert any("1" in sentence for sentence in closing["causes"])


def test_no_step_of_the_whole_session_leaves_open_what_it_causes():
	"""Call Off stood there with no word."""
	session = make.planned()
	make.item(session)
	planned = state(make.CHAIR, session)["steps"]
	make.opened(make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER, session=session)
	steps = [*planned, *state(make.CHAIR, session)["steps"]]
	beside_the_speakers = {"ask_to_speak", "withdraw_request", "begin_speech", "end_speech", "enter_minute"}
	assert {"call_off", "invite", "change_session"} <= {one["step"] for one in steps}
	assert {one["step"] for one in steps if not one["causes"]} - beside_the_speakers == set()


@pytest.mark.full
def test_speakers_have_their_times_and_stand_in_the_protocol():
	session = make.planned()
	item = make.item(session)
	make.opened(session=session)
	for user in (make.MEMBER, make.MEMBER2, make.MEMBER):
		by(user, speaking.ask, session)
	waiting = state(make.CHAIR, session)["speakers"]
	assert [one["person"] for one in waiting] == [make.person(make.MEMBER), make.person(make.MEMBER2)]
	by(make.MEMBER2, speaking.withdraw, session)
	by(make.CHAIR, speaking.begin, session, make.person(make.MEMBER), "", item)
	by(make.SECRETARY, speaking.begin, session, "", "Taklif etilgan <mutaxassis>", item)
	member, guest = state(make.CHAIR, session)["speakers"]
	assert (bool(member["ended_at"]), guest["ended_at"], guest["position"]) == (True, "", 1)
	assert guest["name"] == "Taklif etilgan ‹mutaxassis›"
	by(make.DEPUTY, speaking.ask, session)  # and never speaks
	by(make.SECRETARY, speaking.enter, session, "Yozma tushuntirish oʻqib eshittirildi")
	drawn = state(make.SECRETARY, session)["protocol"]
	by(make.CHAIR, holding.close, session)
	stored = frappe.get_doc("Commission Session", session)
	signed = json.loads(stored.protocol)
	assert [one["speaker_name"] for one in signed["speakers"]] == [member["name"], guest["name"]]
	assert all(one["began_at"] and one["ended_at"] for one in signed["speakers"])
	assert protocol.is_as_signed(stored)
	printed = paper.printed_protocol(stored)
	assert [one["name"] for one in printed["speakers"]] == [one["name"] for one in drawn["speakers"]]
	assert "Yozma tushuntirish" in str(printed["course"])
	frappe.db.set_value("Session Speaker", stored.speakers[0].name, "speaker_name", "Boshqa")
	assert not protocol.is_as_signed(frappe.get_doc("Commission Session", session))


def test_a_protocol_of_before_there_were_speakers_is_as_it_was_signed():
	session = make.opened()
	by(make.CHAIR, holding.close, session)
	stored = frappe.get_doc("Commission Session", session)
	assert "speakers" not in json.loads(stored.protocol)
	assert protocol.is_as_signed(stored)


def test_only_who_conducts_calls_speakers_and_writes_minutes():
	session = make.opened()
	member = make.person(make.MEMBER)
	for step, given in (
		(speaking.begin, (member,)),
		(speaking.end, ()),
		(speaking.enter, ("Sinov",)),
		(speaking.withdraw, (make.person(make.CHAIR),)),
	):
		with pytest.raises(WrongState) as refused:
			by(make.MEMBER, step, session, *given)
		assert refused.value.code == "not_conducting"
	with pytest.raises(FormInvalid):
		by(make.CHAIR, speaking.begin, session, make.person(filing.SIBLING_CHAIR))
	with pytest.raises(FormInvalid):
		by(make.CHAIR, speaking.begin, session, "", " ")
	with pytest.raises(FormInvalid):
		by(make.CHAIR, speaking.enter, session, "\n")
	other = make.item(make.planned("Boshqa majlis"))
	with pytest.raises(NotFound):
		by(make.CHAIR, speaking.begin, session, member, "", other)
	assert state(make.CHAIR, session)["speakers"] == []


def test_the_draft_of_the_protocol_is_what_the_protocol_then_says():
	session, item = make.on_vote()
	make.all_vote(session, item, ["For", "For", "Against", "Abstained", "For"])
	counted_so_far = state(make.SECRETARY, session)["protocol"]["items"][0]["tally"]
	make.close(item)
	drawn = state(make.SECRETARY, session)["protocol"]
	assert drawn["items"][0]["tally"] == counted_so_far
	by(make.CHAIR, holding.close, session)
	printed = paper.printed_protocol(frappe.get_doc("Commission Session", session))
	for part in ("attendance", "items", "speakers", "commission_uz", "presiding", "secretary"):
		assert printed[part] == drawn[part], part
	assert printed["course"][: len(drawn["course"])] == drawn["course"]


@pytest.mark.full
def test_queries_of_the_hall_do_not_grow_with_its_items():
	few, many = make.planned(), make.planned("Uzun kun tartibi")
	make.item(few)
	make.item(many, *(make.votable() for _ in range(6)))
	for session in (few, many):
		make.opened(session=session)
	frappe.set_user(make.CHAIR)
	hall_state.of(few)
	with counted() as of_few:
		hall_state.of(few)
	with counted() as of_many:
		hall_state.of(many)
	assert len(of_many) == len(of_few)


# --- What has changed since the last answer


def after(whole: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
	"""What a screen shows after an answer, as `stateAfter` of the hall does it."""
	if "changes" not in answer:
		return answer
	found = json.loads(json.dumps(whole))
	for (*path, last), value in answer["changes"]:
		place = found
		for step in path:
			place = place[step]
		if isinstance(place, list) and last == len(place):
			place.append(value)
		else:
			place[last] = value
	return {**found, "answer": answer["answer"]}


def plain(found: dict[str, Any]) -> dict[str, Any]:
	"""A state without what is its answer's own."""
	kept = {key: value for key, value in found.items() if key not in ("answer", "now")}
	return json.loads(json.dumps({**kept, "drafts": found["drafts"]["sha256"]}, default=str))


def changed(user: str, session: str, known: str = "") -> dict[str, Any]:
	frappe.set_user(user)
	return changes.since(session, known)


def test_changes_lead_from_one_answer_to_the_next():
	session, first = make.on_vote()
	second = make.item(session)
	shown = changed(make.CHAIR, session)
	steps = [
		lambda: make.vote(make.MEMBER, session, {first: "For"}),
		lambda: by(make.MEMBER, speaking.ask, session),
		lambda: make.all_vote(session, first, ["For", "Against"], [make.CHAIR, make.DEPUTY]),
		lambda: make.close(first),
		lambda: by(make.CHAIR, counting.open_item, second),
		lambda: make.item(session),
		lambda: by(make.CHAIR, holding.recess, session),
	]
	for step in steps:
		step()
		answer = changed(make.CHAIR, session, shown["answer"])
		assert "changes" in answer
		shown = after(shown, answer)
		assert plain(shown) == plain(state(make.CHAIR, session))


def test_a_vote_changes_little_of_a_long_agenda():
	session = make.planned()
	first = make.item(session, *(make.votable() for _ in range(8)))
	make.opened(session=session)
	by(make.CHAIR, counting.open_item, first)
	shown = {user: changed(user, session) for user in (make.CHAIR, make.DEPUTY)}
	make.vote(make.MEMBER, session, {first: "For"})
	for user, before in shown.items():
		answer = changed(user, session, before["answer"])
		assert len(json.dumps(answer, default=str)) < 3_000, user
		assert len(json.dumps(before, default=str)) > 8_000
	with counted() as asked:
		changed(make.DEPUTY, session, answer["answer"])
	assert len(asked) <= 15


def test_who_has_another_answer_gets_the_whole():
	session, item = make.on_vote()
	first = changed(make.CHAIR, session)["answer"]
	changed(make.CHAIR, session, first)
	assert "items" in changed(make.CHAIR, session, first), "that answer is not the last one any more"
	assert "items" in changed(make.DEPUTY, session, first), "nor was it theirs"
	for unknown in ("x" * 1000, "[]", "0"):
		assert "items" in changed(make.CHAIR, session, unknown)
	make.close(item)
	by(make.CHAIR, holding.close, session)
	known = changed(make.MEMBER, session)["answer"]
	assert "changes" in changed(make.MEMBER, session, known)


def test_screens_of_one_session_read_its_rows_once(monkeypatch):
	session, item = make.on_vote()
	read = []
	printed = paper.printed_protocol
	monkeypatch.setattr(paper, "printed_protocol", lambda asked: read.append(asked.name) or printed(asked))
	for user in (make.CHAIR, make.SECRETARY, AUDITOR):
		state(user, session)
	assert read == [session]
	make.vote(make.MEMBER, session, {item: "For"})
	state(make.CHAIR, session)
	assert read == [session, session], "a step makes it anew"


def away(step: Callable[..., Any]) -> Callable[..., Any]:
	"""A step of the cache that is away for what screens of sessions keep, and for nothing of the framework's."""

	def asked(key: Any, *given: Any, **more: Any) -> Any:
		if str(key).startswith("esaylov-session"):
			raise AWAY
		return step(key, *given, **more)

	return asked


def test_without_the_cache_each_screen_reads_for_itself(monkeypatch):
	session, _ = make.on_vote()
	whole = plain(state(make.CHAIR, session))

	for step in ("get_value", "set_value"):
		monkeypatch.setattr(frappe.cache, step, away(getattr(frappe.cache, step)))
	assert plain(state(make.CHAIR, session)) == whole
	assert "items" in changed(make.CHAIR, session, "x")


# --- The display


def token(session: str, user: str = make.CHAIR) -> str:
	return str(by(user, display.show, session))


def seen(value: str) -> Any:
	frappe.set_user("Guest")
	return hall_shown.shown(value)


def test_the_display_shows_item_quorum_and_the_result_after_the_vote_only():
	session, item = make.on_vote()
	value = token(session)
	make.all_vote(session, item, ["For", "For", "Against", "Abstained", "For"])
	found = seen(value)
	assert (found.present, found.members, found.is_quorum) == (5, 5, True)
	assert (found.opened.position, found.opened.counts, found.closed) == (1, (0, 0, 0, 0), None)
	assert make.stored(item).title.partition(" ")[0] in found.opened.title
	make.close(item)
	found = seen(value)
	assert (found.opened, found.closed.status, found.closed.counts) == (None, "Adopted", (3, 1, 1, 0))


def test_the_display_names_nobody():
	session, item = make.on_vote()
	make.all_vote(session, item, ["For", "For", "Recused", "Abstained", "Against"])
	by(make.CHAIR, speaking.begin, session, make.person(make.MEMBER), "", item)
	value = token(session)
	before = repr(seen(value))
	make.close(item)
	said = before + repr(seen(value))
	people = {make.person(user) for user in make.ALL}
	rows = frappe.get_all("Person", {"name": ["in", sorted(people)]}, ["name", "full_name", "phone", "pinfl"])
	appeal = frappe.get_doc("Appeal", make.stored(item).appeal)
	applicant = frappe.get_all("Decision Row", {"parent": make.stored(item).decision}, ["*"])
	words = {str(value) for row in rows for value in row.values() if value}
	words |= {str(row.full_name) for row in applicant if row.get("full_name")}
	words |= {str(appeal.applicant_body or ""), str(appeal.applicant_person or ""), str(appeal.subject or "")}
	assert len(words) > 15
	assert [word for word in words if len(word) > 3 and word in said] == []


def test_a_question_of_the_commissions_own_is_shown_by_its_kind_not_by_what_was_typed():
	session = make.planned()
	frappe.set_user(make.SECRETARY)
	name = make.own_question(session)
	frappe.db.set_value("Agenda Item", name, {"title": "Karimov Anvar haqida", "status": "Open"})
	assert "Karimov" not in repr(seen(token(session)))


@pytest.mark.full
def test_a_link_of_the_display_ends_by_the_chair_and_a_day_after_the_session():
	session = make.opened()
	first = token(session)
	assert token(session, make.SECRETARY) == first
	by(make.CHAIR, display.hide, session)
	with pytest.raises(NotFound):
		seen(first)
	second = token(session)
	assert second != first
	by(make.CHAIR, holding.close, session)
	assert seen(second).status == "Closed"
	closed(session, hours=23)
	assert seen(second).status == "Closed"
	closed(session, hours=25)
	with pytest.raises(NotFound):
		seen(second)
	assert "show_display" not in offered(make.CHAIR, session)
	with pytest.raises(WrongState):
		token(session)


def closed(session: str, hours: int) -> None:
	"""As if the session had been closed so long ago."""
	at = clock.now() - timedelta(hours=hours)
	frappe.db.set_value("Commission Session", session, "closed_at", at)


def test_no_token_is_made_up():
	session = make.opened()
	value = token(session)
	name, key, signature = value.split(".")
	other = make.planned("Boshqa majlis")
	frappe.db.set_value("Commission Session", other, "display_key", key)
	wrong = (
		*("", ".", "..", name, f"{name}.{key}", f"{name}.{key}.", f"{name}..{signature}"),
		*(
			f"{other}.{key}.{signature}",
			f"{name}.{key}.{'0' * len(signature)}",
			f"{value}x",
			value * 9,
			"ʼ.ʼ.ʼ",
		),
	)
	for each in wrong:
		with pytest.raises(NotFound):
			seen(each)
	assert seen(value).status == "Open"


def test_a_member_makes_and_ends_no_link():
	session = make.opened()
	value = token(session)
	for step in (display.show, display.hide):
		with pytest.raises(NotPermitted):
			by(make.MEMBER, step, session)
	assert state(make.MEMBER, session)["display"] == {"address": ""}
	assert seen(value)
