"""The desk of a commission: pages of queues, an appeal with its next steps, many in one table. What is shown, and to whom."""

import re
from collections.abc import Callable, Iterator

import frappe
import pytest
from factories import appeals as make
from factories import decisions as deciding
from factories import sessions as meeting
from factories.effects import annulled
from factories.profile import few
from factories.queries import counted
from frappe.model.workflow import WorkflowPermissionError
from frappe.realtime import clear_realtime_log, get_task_progress_room

from esaylov.appeals.drafts import drafting
from esaylov.appeals.inbox import pages, rooms
from esaylov.appeals.inbox import queues as inbox_queues
from esaylov.appeals.inbox.queues import Queue
from esaylov.appeals.review import experts, returning, steps
from esaylov.appeals.review.steps import apply_decisions, assign, withdraw
from esaylov.decisions.desk import opened as desk_opened
from esaylov.decisions.desk import reviewing
from esaylov.decisions.review import filings, reading
from esaylov.decisions.sessions.steps import agenda
from esaylov.decisions.signatures import chair
from esaylov.framework import clock, queues
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound, NotPermitted

STAFF = (make.CHAIR, make.SECRETARY)
DEPUTY, MEMBER = "deputy@esaylov.example", "member@esaylov.example"
HIGHER, CENTRAL = "regional.chair@esaylov.example", "cec.chair@esaylov.example"
AUDITOR = "auditor@esaylov.example"
OUTSIDERS = (make.PARTY, make.RIVAL, "candidate@esaylov.example", make.ADMINISTRATOR, "Guest")
STEPS = (
	"assign",
	"put_on_agenda",
	"conclude",
	"ask_experts",
	"return_for_correction",
	"resume_review",
	"decide",
)


def names_of(user: str, **values: str) -> list[str]:
	"""The names of all pages of a queue."""
	found: list[str] = []
	after = ""
	while True:
		page = pages.page(user, after=after, **values)
		found += [row.name for row in page.rows]
		after = page.next
		if not after:
			return found


def opened(name: str, user: str) -> dict:
	frappe.set_user(user)
	try:
		return desk_opened.opened(user, name)
	finally:
		frappe.set_user("Administrator")


def offered(name: str, user: str) -> dict[str, str]:
	"""Steps of the rail, to what stands in the way of each."""
	return {step["step"]: step["blocked"] for step in opened(name, user)["steps"]}


def test_pages_hold_each_appeal_of_the_queue_once_the_most_urgent_first(monkeypatch):
	made = [make.filed() for _ in range(5)]
	frappe.db.set_value("Appeal", made[3], "due_on", "2020-01-01")
	monkeypatch.setattr(pages, "SIZE", 2)
	names = names_of(make.CHAIR, queue=Queue.NEW)
	assert names[0] == made[3]
	assert set(made) <= set(names)
	assert len(names) == len(set(names))
	frappe.set_user(make.CHAIR)
	listed = frappe.get_list(
		"Appeal",
		filters={"status": "Registered", "recipient": make.stored(made[0]).recipient},
		order_by="due_on asc, name asc",
		pluck="name",
		limit=0,
	)
	assert names == listed


def test_every_queue_has_the_rows_that_its_count_says():
	make.filed()
	make.returned()
	for found in inbox_queues.of(make.CHAIR):
		assert len(names_of(make.CHAIR, queue=found.queue)) == found.count, found.queue


def test_a_row_says_in_words_whose_it_is_and_how_long_there_is():
	name = make.under_review()
	(row,) = [row for row in pages.page(make.CHAIR, text=make.stored(name).number).rows if row.name == name]
	assert (row.is_mine, bool(row.applicant), bool(row.officer)) == (True, True, True)
	assert row.days_left == (make.stored(name).due_on - clock.today()).days
	assert row.type_title != row.appeal_type


def test_a_text_and_a_type_narrow_the_page_and_wildcards_are_letters():
	name = make.filed()
	number = make.stored(name).number
	assert [row.name for row in pages.page(make.CHAIR, text=number).rows] == [name]
	assert pages.page(make.CHAIR, text=f"%{number[1:3]}_{number[4:]}").rows == []
	assert name in names_of(make.CHAIR, appeal_type="A56")
	assert pages.page(make.CHAIR, appeal_type="A01", text=number).rows == []
	counts = {one.appeal_type: one.count for one in pages.types(make.CHAIR)}
	assert counts["A56"] == len(names_of(make.CHAIR, appeal_type="A56"))


def test_it_is_said_which_of_some_appeals_are_in_a_queue():
	waiting, taken, other = make.filed(), make.under_review(), make.draft()
	names = [waiting, taken, other, "no-such", None]
	found = pages.page(make.CHAIR, queue=Queue.NEW, names=names)
	assert ([row.name for row in found.rows], found.next) == ([waiting], "")
	assert {row.name for row in pages.page(make.CHAIR, names=names).rows} == {waiting, taken}
	assert pages.page(make.CHAIR, names=[]).rows == []
	assert pages.page(make.CHAIR, names=names, appeal_type="A01").rows == []


@pytest.mark.parametrize("typed", ["litsenz", "12-ro'y", "Аҳборот", "axborot litsenziyasi", "№ 12"])
def test_a_part_of_a_subject_is_found_however_it_is_typed(monkeypatch, typed):
	title = "Axborot litsenziyasi, №12-roʻyxat"
	monkeypatch.setattr(drafting, "subject", lambda *_: title)
	name = make.filed()
	monkeypatch.undo()
	assert make.stored(name).subject == title
	assert name in names_of(make.CHAIR, text=typed)
	assert name not in names_of(make.CHAIR, text=f"{typed}q")
	assert name not in names_of(make.SIBLING_CHAIR, text=typed)


def test_a_corrected_filing_is_found_by_its_new_subject(monkeypatch):
	name = make.returned()
	make.correct(name, party_decision_no="13-Q")
	monkeypatch.setattr(drafting, "subject", lambda *_: "Tuzatilgan yorliq")
	make.submit(name)
	assert name in names_of(make.CHAIR, text="ЁРЛИҚ")


def test_signs_alone_find_no_subject():
	name = make.filed()
	found = names_of(make.CHAIR, text="№ !")
	assert name not in found


def test_only_chairs_have_what_a_chair_decides_alone():
	name = make.filed()
	for user, is_theirs in ((make.CHAIR, True), (DEPUTY, True), (make.SECRETARY, False), (MEMBER, False)):
		assert (Queue.TO_DECIDE in {found.queue for found in inbox_queues.of(user)}) is is_theirs, user
	assert name in names_of(make.CHAIR, queue=Queue.TO_DECIDE)
	with pytest.raises(FormInvalid):
		pages.page(make.SECRETARY, queue=Queue.TO_DECIDE)


@pytest.mark.parametrize("user", OUTSIDERS)
def test_who_is_no_staff_has_no_desk(user):
	name = make.filed()
	for ask in (pages.page, pages.types):
		with pytest.raises(NotPermitted):
			ask(user)
	frappe.set_user(user)
	with pytest.raises(NotFound):
		desk_opened.opened(user, name)
	with pytest.raises(NotFound):
		reviewing.review(user, [name])


def test_a_sibling_has_none_of_ours_and_a_higher_commission_only_reads():
	name = make.filed()
	assert name not in names_of(make.SIBLING_CHAIR)
	assert pages.page(make.SIBLING_CHAIR, names=[name]).rows == []
	for ask in (lambda user: desk_opened.opened(user, name), lambda user: reviewing.review(user, [name])):
		frappe.set_user(make.SIBLING_CHAIR)
		with pytest.raises(NotFound):
			ask(make.SIBLING_CHAIR)
	for user in (HIGHER, CENTRAL):
		assert name not in names_of(user)
		found = opened(name, user)
		assert (found["steps"], found["may_remark"]) == ([], False)
		with pytest.raises(NotFound):
			reviewing.review(user, [name])


def test_an_auditor_reads_every_queue_and_does_nothing():
	name = make.filed()
	assert name in names_of(AUDITOR, text=make.stored(name).number)
	found = opened(name, AUDITOR)
	assert (found["steps"], found["may_remark"]) == ([], False)
	with pytest.raises(NotFound):
		reviewing.review(AUDITOR, [name])


@pytest.mark.parametrize("after", ["x", "|", "2026-13-01|a", "nonsense|a"])
def test_a_key_of_no_page_is_refused(after):
	with pytest.raises(FormInvalid):
		pages.page(make.CHAIR, after=after)


def test_a_draft_is_on_no_desk():
	name = make.draft()
	frappe.set_user(make.CHAIR)
	with pytest.raises(NotFound):
		desk_opened.opened(make.CHAIR, name)


def test_the_head_says_in_words_what_the_answers_belong_to():
	name = make.under_review()
	found = opened(name, make.SECRETARY)
	head = found["appeal"]
	assert head["number"] == make.stored(name).number
	assert all(
		head[key] for key in ("applicant", "type_title", "commission", "election", "officer", "due_on")
	)
	assert found["matter"]["subjects"]
	assert found["may_remark"] is True


def test_what_was_decided_stands_with_the_appeal_and_who_was_refused_with_the_reason():
	open_one = make.under_review()
	assert opened(open_one, make.SECRETARY)["matter"]["given"] == []
	made = deciding.decided(deciding.filed(), refused={1: deciding.REASON})
	appeal = frappe.db.get_value("Decision", made.decision, "appeal")
	(given,) = opened(appeal, make.SECRETARY)["matter"]["given"]
	assert (given["number"], given["outcome"], given["granted"]) == (made.number, "Partly Granted", 2)
	(refused,) = given["refused"]
	assert refused["subject"]
	assert deciding.REASON in refused["reason"]
	assert given["annulled_by"] is None
	annulment = annulled(made.decision)
	(given,) = opened(appeal, make.SECRETARY)["matter"]["given"]
	assert given["annulled_by"]["name"] == annulment.decision
	assert given["annulled_by"]["number"] == annulment.number


# States by maker, and each step as its service takes it: what the rail offers is what is accepted, and nothing else.


def for_experts() -> str:
	name = make.under_review()
	frappe.db.set_value("Appeal", name, "route", "expert_then_vote")
	return name


def with_experts() -> str:
	name = for_experts()
	frappe.set_user(make.CHAIR)
	experts.ask(name)
	frappe.set_user("Administrator")
	return name


def with_a_remark() -> str:
	name = make.under_review()
	frappe.set_user(make.CHAIR)
	returning.remark(name, "party_decision_no", "Raqam xato")
	frappe.set_user("Administrator")
	return name


def corrected() -> str:
	name = make.returned()
	make.correct(name, party_decision_no="13-Q")
	make.submit(name)
	frappe.set_user("Administrator")
	return name


def withdrawn() -> str:
	name = make.filed()
	frappe.set_user(make.PARTY)
	withdraw(name)
	frappe.set_user("Administrator")
	return name


def take(step: str, name: str, user: str, session: str) -> None:
	"""Take a step as its endpoint does."""
	rows = [{"path": one["path"], "outcome": "Granted"} for one in reading.matter_for(name, user)["subjects"]]
	steps: dict[str, Callable[[], object]] = {
		"assign": lambda: assign(name, make.SECRETARY),
		"put_on_agenda": lambda: agenda.put([name], session),
		"conclude": lambda: experts.conclude(name, "Hujjatlar to'liq"),
		"ask_experts": lambda: experts.ask(name),
		"return_for_correction": lambda: returning.return_for_correction(name, "Xato bor"),
		"resume_review": lambda: returning.resume(name),
		"decide": lambda: chair.draft(name, rows),
	}
	steps[step]()


def accepted(step: str, name: str, user: str, session: str) -> bool:
	"""Whether the step is taken; nothing of it stays."""
	frappe.db.savepoint("step")
	frappe.set_user(user)
	try:
		take(step, name, user, session)
	except EsaylovError:
		return False
	finally:
		frappe.db.rollback(save_point="step")
		frappe.set_user("Administrator")
	return True


DONE = {with_experts: {"ask_experts"}}
"""Steps that are safe to repeat: taken again they do nothing, and are on no rail."""
MAKERS = (
	make.filed,
	make.under_review,
	with_a_remark,
	make.returned,
	corrected,
	meeting.votable,
	for_experts,
	with_experts,
	withdrawn,
)


@pytest.mark.parametrize("maker", few(MAKERS, lambda maker: maker in (with_a_remark, meeting.votable)))
@pytest.mark.full
def test_the_rail_offers_what_the_steps_accept_and_nothing_else(maker):
	session = meeting.planned()
	name = maker()
	assert offered(name, make.SECRETARY) or maker is withdrawn
	for user in (make.CHAIR, make.SECRETARY, MEMBER):
		rail = offered(name, user)
		free = {step for step, blocked in rail.items() if not blocked}
		taken = {step for step in STEPS if accepted(step, name, user, session)} - DONE.get(maker, set())
		assert free == taken, (user, rail)


@pytest.fixture
def left_to(rolled_back: None) -> Iterator[Callable[[str, str], None]]:
	"""`left_to(role, step)`: the Workflow leaves a step to one role, as an administrator may have it."""

	def leave(role: str, step: str) -> None:
		others = {"parent": "Appeal", "action": step, "allowed": ["!=", role]}
		frappe.db.delete("Workflow Transition", others)
		frappe.clear_document_cache("Workflow", "Appeal")

	yield leave
	frappe.db.rollback()
	frappe.clear_document_cache("Workflow", "Appeal")


def test_a_step_that_the_workflow_leaves_to_others_is_on_no_rail(left_to):
	name = make.filed()
	assert {"decide", "assign"} <= set(offered(name, make.CHAIR))
	left_to("Commission Secretary", "Take Up")
	assert set(offered(name, make.CHAIR)) == set()
	assert "assign" in offered(name, make.SECRETARY)
	frappe.set_user(make.CHAIR)
	assert reviewing.review(make.CHAIR, [name])[0]["may"] == []
	assert reading.matter_for(name, make.CHAIR)["next_step"] is None
	with pytest.raises(WorkflowPermissionError):
		assign(name, make.CHAIR)


def test_an_agenda_that_the_workflow_leaves_to_the_secretary_is_on_no_other_rail(left_to):
	meeting.planned()
	name = meeting.votable()
	left_to("Commission Secretary", "Put on Agenda")
	assert "put_on_agenda" not in offered(name, make.CHAIR)
	assert "put_on_agenda" in offered(name, make.SECRETARY)


def test_each_step_says_what_it_causes_and_what_it_wants_first():
	name = make.under_review()
	(step,) = [one for one in opened(name, make.CHAIR)["steps"] if one["step"] == "return_for_correction"]
	assert step["blocked"]
	assert len(step["causes"]) == 3
	frappe.set_user(make.CHAIR)
	returning.remark(name, "party_decision_no", "Raqam xato")
	assert offered(name, make.CHAIR)["return_for_correction"] == ""


def test_an_agenda_wants_a_session_first():
	name = meeting.votable()
	frappe.db.set_value(
		"Commission Session", {"status": ["in", ["Planned", "Open", "Recess"]]}, "status", "Called Off"
	)
	assert offered(name, make.CHAIR)["put_on_agenda"]
	meeting.planned()
	assert offered(name, make.CHAIR)["put_on_agenda"] == ""


def test_a_table_shows_the_rows_of_each_and_what_may_be_done_with_all():
	one, other = make.filed(), meeting.votable()
	frappe.set_user(make.CHAIR)
	first, second = reviewing.review(make.CHAIR, [one, other])
	assert (first["name"], second["name"]) == (one, other)
	assert set(first["may"]) == {"decide", "assign"}
	assert "put_on_agenda" in second["may"]
	assert [subject["path"] for subject in first["subjects"]] == ["persons[0]", "persons[1]"]
	assert all(subject["against"] == [] for subject in first["subjects"])
	assert "decide" not in reviewing.review(make.SECRETARY, [one])[0]["may"]


def test_a_table_says_what_the_check_of_a_form_found_and_where():
	name = make.filed()
	found = [{"code": "wrong_type", "path": "persons[1].phone", "severity": "warning"}]
	frappe.db.set_value("Appeal", name, "findings", frappe.as_json(found))
	frappe.set_user(make.CHAIR)
	(row,) = reviewing.review(make.CHAIR, [name])
	assert [finding["path"] for finding in row["findings"]] == ["persons[1].phone"]
	assert row["findings"][0]["text"] not in ("", "wrong_type")


def test_a_corrected_filing_is_what_the_table_shows():
	name = make.returned(place="persons")
	changed = make.person(full_name="Aliyeva Zulfiya Anvarovna")
	make.correct(name, persons=[changed])
	make.submit(name)
	frappe.set_user(make.CHAIR)
	(row,) = reviewing.review(make.CHAIR, [name])
	assert [subject["title"] for subject in row["subjects"]] == ["Aliyeva Zulfiya Anvarovna"]
	single = reading.matter_for(name, make.CHAIR)["subjects"]
	assert row["subjects"] == single


def test_filings_stand_whole_beside_each_other():
	name = make.returned(place="persons")
	assert opened(name, make.CHAIR)["filings"] is None
	first = frappe.parse_json(make.stored(name).answers)["persons"]
	make.correct(
		name, persons=[first[0], first[1] | {"full_name": "Aliyeva Zulfiya Anvarovna"}, make.person()]
	)
	make.submit(name)
	for user in (make.CHAIR, make.SECRETARY, HIGHER, AUDITOR):
		found = opened(name, user)["filings"]
		assert len(found["filed_at"]) == 2, user
	assert found["filed_at"] == sorted(found["filed_at"])
	rows = {row["path"]: row for row in found["rows"]}
	assert list(rows) == list(dict.fromkeys(rows))
	assert {path for path, row in rows.items() if row["is_changed"]} == {
		"persons[1].full_name",
		*(f"persons[2].{column}" for column in ("full_name", "pinfl", "phone")),
	}
	assert rows["persons[1].full_name"]["values"] == [first[1]["full_name"], "Aliyeva Zulfiya Anvarovna"]
	assert rows["persons[2].full_name"]["values"][0] == ""
	number = rows["party_decision_no"]
	assert (number["values"], number["is_changed"]) == (["12-Q", "12-Q"], False)
	assert all(value.startswith("qaror.pdf") for value in rows["party_decision"]["values"])
	shown = [value for row in rows.values() for value in row["values"]]
	assert not any(person["pinfl"] in value for person in first for value in shown)


def test_a_number_that_is_masked_alike_is_marked_as_changed():
	name = make.returned(place="persons")
	(one, other) = frappe.parse_json(make.stored(name).answers)["persons"]
	make.correct(name, persons=[one, other | {"pinfl": make.person()["pinfl"]}])
	make.submit(name)
	found = opened(name, make.CHAIR)["filings"]["rows"]
	assert [row["path"] for row in found if row["is_changed"]] == ["persons[1].pinfl"]


def test_the_cost_of_filings_side_by_side_is_that_of_two():
	name = make.returned()
	make.correct(name, party_decision_no="13-Q")
	make.submit(name)
	frappe.set_user(make.CHAIR)
	assert cost(lambda: filings.side_by_side(name)) <= 13


@pytest.mark.parametrize("names", [[], ["a"] * 51 + [f"b{n}" for n in range(51)], [1]])
def test_a_table_of_no_use_is_refused(names):
	with pytest.raises(FormInvalid):
		reviewing.review(make.CHAIR, names)


def cost(ask: Callable[[], object]) -> int:
	ask()
	with counted() as statements:
		ask()
	return len(statements)


def test_a_page_and_a_table_cost_the_same_for_more_rows():
	made = [make.filed(), make.filed()]
	frappe.set_user(make.CHAIR)
	page = cost(lambda: pages.page(make.CHAIR))
	table = cost(lambda: reviewing.review(make.CHAIR, made[:1]))
	made += [make.filed() for _ in range(3)]
	frappe.set_user(make.CHAIR)
	assert cost(lambda: pages.page(make.CHAIR)) == page
	assert cost(lambda: reviewing.review(make.CHAIR, made)) == table
	assert page <= 14
	assert table <= 25


@pytest.mark.parametrize("narrowed", [{"text": "12-roʻy"}, {"appeal_type": "A56"}], ids=["text", "type"])
@pytest.mark.parametrize("queue", ["", Queue.NEW])
def test_a_text_or_a_type_is_found_by_an_index_alone(monkeypatch, queue, narrowed):
	"""`searched_queues` holds what a page is sorted, narrowed and searched by: thirty thousand open appeals are no thirty thousand rows."""
	asked, run = [], frappe.db.sql
	make.filed()
	with monkeypatch.context() as heard:
		heard.setattr(frappe.local.db, "sql", lambda *words, **how: asked.append(words) or run(*words, **how))
		pages.page(make.CHAIR, queue=queue, **narrowed)
	searched = [words[:2] for words in asked if "ORDER BY `due_on`,`name`" in str(words[0])]
	assert len(searched) == (1 if queue else 5)
	for query, values in searched:
		(plan,) = frappe.db.sql(f"explain {query}", values, as_dict=True)
		assert (plan.key, plan.type) == ("searched_queues", "ref")
		assert re.search(r"Using index(?! condition)", plan.Extra)


def test_a_page_of_a_queue_may_be_found_by_that_index():
	recipient = make.stored(make.filed()).recipient
	(plan,) = frappe.db.sql(
		"""explain select name, due_on from `tabAppeal` where recipient = %s and status = 'Registered'
		order by due_on, name limit 51""",
		recipient,
		as_dict=True,
	)
	assert "searched_queues" in str(plan.possible_keys)


def room_of(user: str) -> str:
	"""The room of a user with one commission."""
	(room,) = pages.page(user).rooms
	return room


Told = Callable[[Callable[[], object]], list[tuple[str, dict, str]]]


@pytest.fixture
def told(monkeypatch) -> Told:
	"""What is told of queues once a step is committed: event, message, room. Nothing is asked of their rooms before."""

	def of(step: Callable[[], object]) -> list[tuple[str, dict, str]]:
		waiting: list[Callable[[], object]] = []
		with monkeypatch.context() as patch:
			patch.setattr(queues, "after_commit", waiting.append)
			patch.setattr(rooms, "known", lambda commission: pytest.fail("asked within the transaction"))
			step()
		clear_realtime_log()
		for later in waiting:
			if getattr(later, "func", None) is rooms.tell:
				later()
		queues._ask(queues._asked.get(frappe.local.db, []))
		return [tuple(words) for words in getattr(frappe.local, "_realtime_log", [])]

	return of


def as_user(user: str, step: Callable[[], object]) -> Callable[[], object]:
	def taken() -> object:
		frappe.set_user(user)
		return step()

	return taken


def test_a_room_is_of_a_commission_and_of_nobody_else():
	room = room_of(make.CHAIR)
	assert len(room) > 20
	assert room_of(make.SECRETARY) == room
	assert room_of(make.SIBLING_CHAIR) != room
	assert room_of(HIGHER) != room
	assert pages.page(AUDITOR).rooms == []
	key = rooms._key(make.stored(make.filed()).recipient)
	assert 0 < frappe.cache.ttl(key) <= rooms.SECONDS


def test_each_change_of_an_appeal_is_told_to_the_desks_of_its_commission_and_says_nothing_more(told):
	room = get_task_progress_room(room_of(make.CHAIR))
	draft = make.draft()
	word = (rooms.CHANGED, {}, room)
	assert told(lambda: make.submit(draft)) == [word]
	assert told(as_user(make.CHAIR, lambda: assign(draft, make.SECRETARY))) == [word]
	assert told(as_user(make.PARTY, lambda: withdraw(draft))) == [word]
	many = [make.draft() for _ in range(2)]
	assert told(lambda: [make.submit(name) for name in many]) == [word], "once for each transaction"


def test_a_list_that_is_decided_is_told_once(told, monkeypatch):
	"""Of many documents the framework's own word is not asked for one by one (`open_screens`)."""
	room = get_task_progress_room(room_of(make.CHAIR))
	decided = [make.stored(make.filed()) for _ in range(2)]
	by_name = {appeal.name: appeal.name for appeal in decided}
	signed = [frappe._dict(name=name, outcome="Granted") for name in by_name]
	monkeypatch.setattr(steps.documents, "update", lambda *_: None)
	monkeypatch.setattr(steps.reads, "rows", lambda *_, **__: signed)
	found = told(lambda: apply_decisions(decided, by_name))
	assert found == [(rooms.CHANGED, {}, room)]


def test_a_draft_and_a_queue_that_nobody_looks_at_are_no_news(told):
	room_of(make.CHAIR)
	assert told(make.draft) == []
	name = make.filed()
	frappe.cache.delete(rooms._key(make.stored(name).recipient))
	assert told(as_user(make.CHAIR, lambda: assign(name, make.SECRETARY))) == []


def test_who_decided_has_no_step_left():
	name = make.filed()
	deciding.decided(name)
	assert set(offered(name, make.CHAIR)) <= {"assign"}
