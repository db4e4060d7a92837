"""Persons of a draft filled from the registers, the checks of a filing, and who looked at whom."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as made
from factories import interagency as portals
from factories import people as persons
from factories.queries import counted

from esaylov.appeals.drafts import drafting
from esaylov.appeals.review import owed as appeals_owed
from esaylov.appeals.review import steps
from esaylov.appeals.review.owed import Owed
from esaylov.appeals.state_registers import access_log, checking, filling, jobs, prefills, revealing
from esaylov.framework import clock, queues
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, TooMany, WrongState
from esaylov.identity import answers as identity_answers
from esaylov.identity.answers import Check, Result, person_key
from esaylov.integrations.interagency import registers
from esaylov.integrations.interagency.gateway import Gateway
from esaylov.permissions.reach import reach
from esaylov.setup.demo import ground

CHECK = "esaylov.appeals.state_registers.jobs.check_owed"
PARTY, RIVAL, CHAIR, SIBLING = made.PARTY, made.RIVAL, made.CHAIR, made.SIBLING_CHAIR
FILLED = (
	"passport",
	"pinfl",
	"full_name",
	"birth_date",
	"gender",
	"nationality",
	"address",
	"workplace_position",
	"specialty",
)


@pytest.fixture
def state(monkeypatch):
	"""The made-up portal; a job's commit would end the test's transaction."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.db.delete("Personal Data Access", {"viewer": ["in", [PARTY, CHAIR, "Administrator"]]})
	# by hand: where a row is owed its checks, the framework's "is set" compares a moment with "", which no UPDATE may
	frappe.db.sql("update `tabAppeal` set checks_due_at = null where checks_due_at is not null")
	with portals.reached(monkeypatch) as found:
		yield found


@pytest.fixture
def ordered(monkeypatch):
	"""What was put into the queues, not run."""
	found: list[tuple[str, dict]] = []
	monkeypatch.setattr(queues, "wake", lambda job, queue, key="", **options: found.append((job, options)))
	monkeypatch.setattr(queues, "wake_first", lambda job, queue, key="": found.append((job, {})))
	return found


def settings(**values) -> None:
	frappe.db.set_single_value("Interagency Settings", values)
	frappe.clear_document_cache("Interagency Settings", "Interagency Settings")


def draft(*about: str) -> str:
	return made.draft(typed=made.answers([portals.typed(one) for one in about]))


def row(name: str, place: int = 0) -> dict:
	return json.loads(frappe.db.get_value("Appeal", name, "answers"))["persons"][place]


def looks(**filters) -> list:
	columns = [
		"kind",
		"viewer",
		"seen_fields",
		"registers",
		"appeal",
		"person_key",
		"body",
		"commission",
		"reason",
	]
	return frappe.get_all("Personal Data Access", filters, columns, order_by="creation asc")


class TestLookup:
	def test_the_nine_columns_with_source_and_time(self, state):
		name, before = draft("matches"), clock.now().replace(microsecond=0)
		found = filling.lookup(PARTY, name, "persons[0]")
		assert (found.status, found.columns) == (prefills.Status.FILLED, FILLED)
		person = row(name)
		assert person["full_name"] == "Akmalov Akmal Akmalovich"
		assert (person["birth_date"], person["gender"]) == ("1890-03-15", "Male")
		assert person["workplace_position"] == "Toshkent shahar poliklinikasi, hamshira"
		assert person["specialty"] == "Davolash ishi"
		assert person["address"].startswith("Toshkent shahri, Shayxontohur")
		(mark,) = filling.marks(PARTY, name)
		assert (mark.path, mark.status, mark.source) == (
			"persons[0]",
			prefills.Status.FILLED,
			"Interagency portal",
		)
		assert set(mark.columns) == set(FILLED)
		assert before <= mark.asked_at <= clock.now()

	def test_the_look_is_written_down(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		(look,) = looks(appeal=name)
		assert (look.kind, look.viewer, look.registers) == ("Look-up", PARTY, "PD, WP, ED")
		assert look.seen_fields == ", ".join(FILLED)
		assert look.person_key == person_key(portals.known("matches")["pinfl"])
		assert look.body

	@pytest.mark.parametrize(
		("about", "expected"),
		[
			("matches", {"PD": "match", "WP": "match", "ED": "match"}),
			("every register is out of order", {"PD": "unreachable"}),
		],
	)
	def test_what_the_register_said_is_kept_as_a_verdict(self, state, about, expected):
		settings(tries=1)
		appeal = draft(about)
		key = person_key(portals.known(about)["pinfl"])
		frappe.db.delete("State Register Answer", {"person_key": key})
		filling.lookup(PARTY, appeal, "persons[0]")
		rows = frappe.get_all(
			"State Register Answer", {"person_key": key}, ["check_code", "result", "appeal"]
		)
		assert {row.check_code: row.result for row in rows} == expected
		assert not any(row.appeal for row in rows)

	def test_no_value_is_kept_beside_the_answers(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		stored = frappe.get_all("State Register Prefill", {"appeal": name}, ["*"])
		stored += frappe.get_all("Personal Data Access", {"appeal": name}, ["*"])
		text = json.dumps(stored, default=str)
		person = portals.known("matches")
		for value in (person["pinfl"], person["passport"], person["surname"], "poliklinika", "Namuna"):
			assert value not in text

	def test_a_value_that_was_changed_since_is_not_the_registers(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		answers = json.loads(frappe.db.get_value("Appeal", name, "answers"))
		answers["persons"][0]["birth_date"] = "1985-01-01"
		drafting.update(name, answers)
		(mark,) = filling.marks(PARTY, name)
		assert "birth_date" not in mark.columns
		assert "address" in mark.columns

	@pytest.mark.parametrize("wrong", [{"passport": "AB0000002"}, {"pinfl": "12902640000002"}])
	def test_numbers_that_disagree_give_what_an_unknown_person_gives(self, state, wrong):
		person = portals.known("matches")
		known = {key: person[key] for key in ("passport", "birth_date")}
		name = made.draft(typed=made.answers([portals.typed("matches", **{**known, **wrong})]))
		before = row(name)
		found = filling.lookup(PARTY, name, "persons[0]")
		assert (found.status, found.columns) == (prefills.Status.NOT_FOUND, ())
		assert row(name) == before
		(look,) = looks(appeal=name)
		assert (look.seen_fields or "", look.registers) == ("", "PD")
		assert [path for path, _ in state.asked] == [registers.PERSON]

	@pytest.mark.parametrize("change", [{"full_name": "Boshqa Odam"}, {"passport": "AB0000002"}])
	def test_what_was_changed_after_it_was_filled_in_is_asked_again(self, state, ordered, change):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		answers = json.loads(frappe.db.get_value("Appeal", name, "answers"))
		answers["persons"][0] |= change
		drafting.update(name, answers)
		(mark,) = filling.marks(PARTY, name)
		assert (mark.status, "birth_date" in mark.columns) == (prefills.Status.CHANGED, True)
		assert filling.start(PARTY, name) == 1

	def test_data_of_a_person_whose_number_was_replaced_are_marked(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		answers = json.loads(frappe.db.get_value("Appeal", name, "answers"))
		answers["persons"][0]["pinfl"] = "12902640000002"
		drafting.update(name, answers)
		(mark,) = filling.marks(PARTY, name)
		assert (mark.path, mark.status, mark.columns) == ("persons[0]", prefills.Status.CHANGED, ())

	@pytest.mark.parametrize("about", ["every register is out of order", "every register is slow"])
	def test_a_dead_register_stops_nobody(self, state, about):
		settings(tries=1, timeout_seconds=1)
		name = draft(about)
		assert filling.lookup(PARTY, name, "persons[0]").status is prefills.Status.UNREACHABLE
		assert made.submit(name)

	def test_one_dead_register_leaves_the_others(self, state):
		state.faults[registers.WORK] = 503
		name = draft("matches")
		found = filling.lookup(PARTY, name, "persons[0]")
		assert found.status is prefills.Status.FILLED
		assert "workplace_position" not in found.columns
		assert "specialty" in found.columns

	def test_a_site_without_the_portal(self, monkeypatch):
		monkeypatch.setitem(frappe.conf, portals.DEMO, None)
		name = draft("matches")
		assert filling.lookup(PARTY, name, "persons[0]").status is prefills.Status.UNREACHABLE

	@pytest.mark.parametrize("named", ["", "Boshqa Odam"])
	def test_both_numbers_are_enough(self, state, named):
		name = made.draft(typed=made.answers([portals.typed("matches", full_name=named)]))
		assert filling.lookup(PARTY, name, "persons[0]").columns == FILLED
		assert row(name)["full_name"] == "Akmalov Akmal Akmalovich"

	@pytest.mark.parametrize(
		("change", "code"),
		[
			({"pinfl": "", "passport": ""}, "person_unidentified"),
			({"pinfl": "", "birth_date": "1890-03-15"}, "both_numbers_needed"),
			({"passport": "", "birth_date": "1890-03-15"}, "both_numbers_needed"),
			({"pinfl": "13213900000001"}, "pinfl_structure"),
		],
	)
	def test_what_is_not_enough_to_ask(self, state, change, code):
		name = made.draft(typed=made.answers([portals.typed("matches", **change)]))
		with pytest.raises(FormInvalid) as refusal:
			filling.lookup(PARTY, name, "persons[0]")
		assert refusal.value.findings[0].code == code
		assert state.asked == []

	def test_another_partys_draft_and_one_that_is_not_there_are_the_same(self, state):
		name = draft("matches")
		for appeal in (name, "no-such-appeal"):
			with pytest.raises(NotFound) as refusal:
				filling.lookup(RIVAL, appeal, "persons[0]")
			assert refusal.value.message_params == {"doctype": "Appeal"}
		with pytest.raises(NotFound):
			filling.lookup(CHAIR, name, "persons[0]")
		assert state.asked == []

	def test_a_place_that_holds_nobody(self, state):
		with pytest.raises(NotFound):
			filling.lookup(PARTY, draft("matches"), "persons[7]")

	def test_a_filed_appeal_is_no_draft(self, state):
		name = made.filed(typed=made.answers([portals.typed("matches")]))
		with pytest.raises(WrongState):
			filling.lookup(PARTY, name, "persons[0]")

	@pytest.mark.parametrize("limit", ["lookups_per_draft", "lookups_per_day"])
	def test_one_may_not_look_through_people(self, state, limit):
		settings(**{limit: 2})
		name = draft("matches")
		for _ in range(2):
			filling.lookup(PARTY, name, "persons[0]")
		with pytest.raises(TooMany):
			filling.lookup(PARTY, name, "persons[0]")
		assert len(looks(appeal=name)) == 2


class TestDispute:
	def test_a_note_stands_beside_the_appeal_for_staff(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		filling.dispute(PARTY, name, "persons[0]", "address", "Ko'chib  ketgan")
		made.submit(name)
		(person,) = revealing.registers_of(CHAIR, name)
		assert person["filled"]["disputes"] == {"address": "Ko'chib ketgan"}
		assert "disput" not in frappe.db.get_value("Appeal", name, "payload")

	def test_it_may_be_taken_back(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		filling.dispute(PARTY, name, "persons[0]", "address", "x")
		filling.dispute(PARTY, name, "persons[0]", "address", "")
		assert filling.marks(PARTY, name)[0].disputes == {}

	def test_only_what_a_register_filled(self, state):
		name = draft("matches")
		with pytest.raises(WrongState) as refusal:
			filling.dispute(PARTY, name, "persons[0]", "address", "x")
		assert refusal.value.code == "not_filled"
		filling.lookup(PARTY, name, "persons[0]")
		with pytest.raises(WrongState):
			filling.dispute(PARTY, name, "persons[0]", "phone", "x")
		with pytest.raises(FormInvalid):
			filling.dispute(PARTY, name, "persons[0]", "address", "x" * 501)
		with pytest.raises(NotFound):
			filling.dispute(RIVAL, name, "persons[0]", "address", "x")

	def test_a_discarded_draft_leaves_no_marks(self, state):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		drafting.discard(name)
		assert not frappe.db.exists("State Register Prefill", {"appeal": name})
		assert looks(appeal=name)  # that somebody looked stays


class TestList:
	def listed(self, number: int) -> str:
		found = [person for person in portals.interagency.seeded() if person["about"] == "a person of a list"]
		typed = [
			{
				"pinfl": person["pinfl"],
				"passport": person["passport"],
				"full_name": f"{person['surname']} {person['given_name']}",
				"phone": "+998901234567",
			}
			for person in found[:number]
		]
		return made.draft(typed=made.answers(typed))

	def test_a_list_is_filled_by_a_job_with_progress(self, state, ordered):
		name = self.listed(23)
		assert filling.start(PARTY, name) == 23
		assert [method for method, _ in ordered] == [filling.JOB]
		assert filling.progress(PARTY, name)["Queued"] == 23
		assert filling.run(name) == 23
		assert filling.progress(PARTY, name) == {**dict.fromkeys(prefills.Status, 0), "Filled": 23}
		assert all(row(name, place)["birth_date"] == "1890-03-20" for place in range(23))
		assert len(looks(appeal=name)) == 23
		assert filling.start(PARTY, name) == 0

	@pytest.mark.full
	def test_a_job_that_was_broken_off_goes_on(self, state, ordered, monkeypatch):
		name = self.listed(25)
		filling.start(PARTY, name)
		with monkeypatch.context() as broken:
			broken.setattr(frappe.db, "commit", lambda: (_ for _ in ()).throw(SystemExit))
			with pytest.raises(SystemExit):
				filling.run(name)
		assert filling.progress(PARTY, name)["Queued"] == 15
		ordered.clear()
		jobs.wake()
		assert (filling.JOB, name) in [(method, options["appeal"]) for method, options in ordered]
		asked = len(state.asked)
		assert filling.run(name) == 15
		assert len(state.asked) == asked + 15 * 4

	def test_who_left_the_draft_is_not_asked_about(self, state, ordered):
		name = self.listed(3)
		filling.start(PARTY, name)
		drafting.update(name, made.answers([portals.typed("matches")]))
		assert filling.run(name) == 0
		assert filling.progress(PARTY, name)["Queued"] == 0

	def test_a_filing_ends_the_queue(self, state, ordered, monkeypatch):
		monkeypatch.setattr(frappe.db, "rollback", lambda: None)
		name = self.listed(2)
		filling.start(PARTY, name)
		made.submit(name)
		assert filling.run(name) == 0
		assert not frappe.db.exists("State Register Prefill", {"appeal": name, "status": "Queued"})

	def test_who_is_not_ready_waits_for_nobody(self, state, ordered):
		name = made.draft(typed=made.answers([{"full_name": "Aliyev Ali"}, portals.typed("matches")]))
		assert filling.start(PARTY, name) == 1

	def test_another_partys_list(self, state, ordered):
		name = self.listed(2)
		for step in (filling.start, filling.progress, filling.marks):
			with pytest.raises(NotFound):
				step(RIVAL, name)
		assert not ordered


def results(name: str) -> dict[str, str]:
	rows = frappe.get_all(
		"State Register Answer", {"appeal": name}, ["check_code", "result"], order_by="asked_at, creation"
	)
	return {row.check_code: row.result for row in rows}


LEASE = timedelta(minutes=1)


def raising(what: type[BaseException]):
	def fail(*_, **__):
		raise what

	return fail


def owed() -> list[str]:
	return frappe.get_all(
		"Appeal", {"checks_due_at": ["is", "set"]}, pluck="name", order_by="checks_due_at asc"
	)


def filed(*about: str, checks: str = "PD;WP;ED;CR;DIS;LC", **values) -> str:
	frappe.db.set_value("Appeal Type", "A56", "state_checks", checks)
	frappe.clear_document_cache("Appeal Type", "A56")
	return made.filed(typed=made.answers([portals.typed(one, **values) for one in about]))


def messages(name: str, template: str) -> list[str]:
	"""Texts about an appeal: each matter with its own, whether or not one SMS tells of several."""
	asked = {"reference_name": name, "template": template, "stands_for": 0}
	return frappe.get_all("SMS Message", asked, pluck="text", order_by="creation asc")


class TestChecks:
	def test_a_filing_owes_the_checks(self, state, ordered):
		frappe.db.after_commit.reset()
		name = filed("matches")
		assert name in owed()
		assert CHECK not in [method for method, _ in ordered]
		frappe.db.after_commit.run()
		assert CHECK in [method for method, _ in ordered]
		assert results(name) == {}
		checking.sweep()
		assert len(results(name)) == 6
		assert owed() == []

	@pytest.mark.parametrize(
		("about", "expected"),
		[
			(
				"matches",
				{"PD": "match", "WP": "match", "ED": "match", "CR": "clear", "DIS": "clear", "LC": "clear"},
			),
			("convicted", {"CR": "found", "LC": "clear"}),
			("incapable", {"CR": "clear", "LC": "found"}),
			("disabled", {"DIS": "found"}),
			("without work", {"WP": "match", "ED": "not_found"}),
			("criminal record pending", {"CR": "pending"}),
		],
	)
	def test_each_check_of_the_type(self, state, about, expected):
		name = filed(about)
		assert checking.run(name) == (6, None)
		assert results(name) | expected == results(name)
		assert set(results(name)) == {"PD", "WP", "ED", "CR", "DIS", "LC"}

	def test_only_the_checks_of_the_type(self, state):
		name = filed("matches", checks="PD;WP")
		checking.run(name)
		assert set(results(name)) == {"PD", "WP"}

	def test_what_was_said_of_a_person_and_the_look_are_a_statement_each(self, state):
		"""The evening before a deadline has tens of thousands of them: not a document each."""
		name = filed("matches")
		with counted() as statements:
			assert checking.run(name) == (6, None)
		written = [one for one in statements if one.startswith("insert")]
		assert len(written) == 2, written

	def test_asked_once_however_often_it_is_run(self, state):
		name = filed("matches")
		assert checking.run(name) == (6, None)
		asked = len(state.asked)
		assert checking.run(name) == (0, None)
		assert len(state.asked) == asked

	def test_the_rules_read_what_was_answered(self, state):
		name = filed("convicted", "incapable")
		checking.run(name)
		numbers = [portals.known(about)["pinfl"] for about in ("convicted", "incapable")]
		answers = identity_answers.of(numbers)
		assert answers.having(Check.CRIMINAL_RECORD, Result.FOUND) == {numbers[0]}
		assert answers.having(Check.LEGAL_CAPACITY, Result.FOUND) == {numbers[1]}
		assert answers.known(Check.CRIMINAL_RECORD) == set(numbers)

	def test_the_checks_are_looks_too(self, state):
		name = filed("matches")
		checking.run(name)
		(look,) = looks(appeal=name)
		assert (look.kind, look.registers) == ("Check", "PD, WP, ED, CR, DIS, LC")
		assert look.commission == ground.COMMISSION

	def test_another_name_is_a_difference_that_is_told(self, state):
		name = filed("differs", full_name="Saidov Zafar Saidovich")
		checking.run(name)
		checking.run(name)
		stored = frappe.db.get_value(
			"State Register Answer", {"appeal": name, "check_code": "PD"}, ["result", "differs_in"]
		)
		assert stored == ("differs", "full_name")
		(text,) = messages(name, "S56")
		assert "Saidov Z.S." in text

	def test_another_script_or_a_missing_patronymic_is_none(self, state):
		name = filed("matches", full_name="Акмалов Акмал")
		checking.run(name)
		assert results(name)["PD"] == "match"
		assert messages(name, "S56") == []

	def test_an_answer_that_was_made_up_is_found_out(self, state):
		name = filed("matches", birth_date="1985-01-01", address="Boshqa joy")
		checking.run(name)
		stored = frappe.db.get_value(
			"State Register Answer", {"appeal": name, "check_code": "PD"}, "differs_in"
		)
		assert stored == "birth_date"

	def test_a_person_whom_no_register_knows_is_told(self, state):
		name = made.filed()
		checking.run(name)
		assert results(name)["PD"] == "not_found"
		told = messages(name, "S56")
		assert len(told) == 2
		assert all("shaxs topilmadi" in text for text in told), told

	def test_pending_answers_are_asked_again_until_they_come(self, state, ordered):
		name = filed("criminal record pending")
		checking.run(name)
		assert name in checking.unanswered()
		ordered.clear()
		frappe.db.set_value("Appeal", name, "checks_due_at", None)
		jobs.ask_again()
		assert name in owed()  # beside what a site without a register waits for
		for _ in range(2):
			assert checking.run(name) == (1, None)
		assert results(name)["CR"] == "clear"
		assert name not in checking.unanswered()
		assert [path for path, _ in state.asked].count(registers.RECORD_SEARCH) == 1
		assert identity_answers.of([portals.known("criminal record pending")["pinfl"]]).known(
			Check.CRIMINAL_RECORD
		)

	def test_a_register_that_stays_silent_is_told_after_some_rounds(self, state):
		settings(tries=1, rounds_before_paper=3)
		state.faults = {registers.WORK: 503}
		name = filed("matches")
		for round_no in range(4):
			assert checking.run(name) == (6 if round_no == 0 else 1, None)
			assert len(messages(name, "S57")) == (1 if round_no >= 2 else 0)
		assert "Mehnat reyestri" in messages(name, "S57")[0]
		state.faults = {}
		portals.forget()
		checking.run(name)
		assert results(name)["WP"] == "match"
		assert name not in checking.unanswered()

	def test_an_appeal_that_is_over_is_asked_no_more(self, state):
		name = filed("criminal record pending")
		checking.run(name)
		frappe.set_user(PARTY)
		steps.withdraw(name)
		assert name not in checking.unanswered()

	def test_a_draft_or_a_site_without_the_portal_asks_nobody(self, state, monkeypatch):
		assert checking.run(draft("matches")) == (0, None)
		assert checking.run("no-such-appeal") == (0, None)
		name = filed("matches")
		monkeypatch.setitem(frappe.conf, portals.DEMO, None)
		assert checking.run(name) == (0, None)
		assert results(name) == {}

	@pytest.mark.full
	def test_a_long_list_is_checked_ten_persons_a_turn(self, state, ordered):
		seeded = [one for one in portals.interagency.seeded() if one["about"] == "a person of a list"][:23]
		typed = [
			{
				"pinfl": one["pinfl"],
				"full_name": f"{one['surname']} {one['given_name']}",
				"phone": "+998901234567",
			}
			for one in seeded
		]
		name = made.filed(typed=made.answers(typed))
		starts, start = [], 0
		while start is not None:
			starts.append(start)
			_, start = checking.run(name, start)
		assert starts == [0, 10, 20]
		assert (
			frappe.db.count("State Register Answer", {"appeal": name, "check_code": "PD", "result": "match"})
			== 23
		)

	def test_a_dead_register_ends_the_jobs_too(self, state, ordered):
		state.faults = dict.fromkeys((registers.PERSON, registers.WORK), 503)
		settings(tries=1)
		name = filed("matches", "convicted")
		assert checking.run(name) == (12, None)

	def test_a_correction_that_comes_while_it_is_asked_about_stays_owed(self, state, ordered):
		name = filed("matches")
		claim = appeals_owed.claim(LEASE)
		assert claim.appeal == name
		assert appeals_owed.claim(LEASE) is None  # it is ours
		frappe.db.set_value("Appeal", name, "checks_due_at", clock.now())
		appeals_owed.settle(claim)
		assert owed() == [name]

	def test_what_a_killed_worker_left_is_asked_about_soon(self, state, ordered, monkeypatch):
		"""Found by an evening with a killed worker: its appeal waited for ten minutes."""
		name, died = filed("matches", "convicted"), clock.now()
		with monkeypatch.context() as killed:
			killed.setattr(access_log, "note", raising(SystemExit))
			with pytest.raises(SystemExit):
				checking.sweep()
		assert appeals_owed.claim(LEASE) is None  # it might be alive
		monkeypatch.setattr(clock, "now", lambda: died + timedelta(minutes=2))
		checking.sweep()
		assert results(name) | {"PD": "match", "CR": "found"} == results(name)
		assert owed() == []

	def test_a_slow_worker_keeps_its_appeal_while_registers_think(self, state, ordered, monkeypatch):
		name, began, ask = filed("matches", "convicted"), clock.now(), Gateway.ask
		monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=len(state.asked)))

		def asking(*question, **options):
			taken.append(appeals_owed.claim(LEASE))
			return ask(*question, **options)

		taken: list = []
		monkeypatch.setattr(Gateway, "ask", asking)
		checking.sweep()
		assert len(taken) == 14  # each check once, and the second step of the criminal record
		assert set(taken) == {None}
		assert len(results(name)) == 6
		assert owed() == []

	def test_whoever_lost_its_appeal_asks_no_more_and_tells_nobody(self, state, ordered, monkeypatch):
		name, moment = filed("differs", full_name="Saidov Zafar Saidovich"), clock.now() + timedelta(days=1)
		ask = Gateway.ask

		def asking(portal, register, *question, **options):
			if register == "WP":  # this worker was away for an hour, and somebody else took its appeal
				monkeypatch.setattr(clock, "now", lambda: moment)
				taken.append(appeals_owed.claim(LEASE))
			return ask(portal, register, *question, **options)

		taken: list = []
		monkeypatch.setattr(Gateway, "ask", asking)
		checking.sweep()
		assert [claim.appeal for claim in taken] == [name]
		assert [path for path, _ in state.asked] == [registers.PERSON, registers.WORK]
		assert (owed(), messages(name, "S56")) == ([name], [])
		assert frappe.db.get_value("Appeal", name, "checks_due_at") == taken[0].until

	def test_one_that_fails_is_put_off_and_stops_no_other(self, state, ordered, monkeypatch):
		names = [filed("matches"), filed("matches")]
		said = checking.notifications.tell

		def fail(named, answers):
			if named.appeal == names[0]:
				raise ZeroDivisionError
			said(named, answers)

		monkeypatch.setattr(frappe.db, "rollback", lambda: None)
		monkeypatch.setattr(checking.notifications, "tell", fail)
		checking.sweep()
		assert owed() == names[:1]
		assert appeals_owed.owed() == Owed(1, 0)

	def test_what_is_over_is_owed_nothing(self, state, ordered):
		name = filed("matches")
		frappe.set_user(PARTY)
		steps.withdraw(name)
		checking.sweep()
		assert (owed(), results(name)) == ([], {})

	def test_the_queries_of_unanswered_do_not_grow(self, state):
		filed("criminal record pending")
		with counted() as statements:
			checking.unanswered()
		assert len(statements) == 1


class TestStaffSee:
	def test_answers_beside_each_person(self, state):
		name = filed("convicted", "matches")
		checking.run(name)
		convicted, matching = revealing.registers_of(CHAIR, name)
		assert (convicted["path"], matching["path"]) == ("persons[0]", "persons[1]")
		verdicts = {check["check"]: check["result"] for check in convicted["checks"]}
		assert verdicts["CR"] == "found"
		assert all(check["asked_at"] and check["source"] for check in matching["checks"])

	@pytest.mark.parametrize("user", [PARTY, RIVAL, SIBLING, "Guest"])
	def test_nobody_else(self, state, user):
		name = filed("matches")
		for appeal in (name, "no-such-appeal"):
			with pytest.raises(NotFound):
				revealing.registers_of(user, appeal)


class TestReveal:
	@pytest.fixture
	def person(self):
		found = persons.person(passport="AD7654321", address="Toshkent, Namuna 1")
		persons.candidate(found)
		return found

	def test_with_a_reason_and_on_record(self, state, person):
		shown = revealing.reveal(CHAIR, person.name, "Hujjatlarni  solishtirish")
		assert shown["pinfl"] == person.pinfl
		assert shown["passport"] == "AD7654321"
		(look,) = looks(kind="Reveal", viewer=CHAIR)
		assert (look.reason, look.commission) == ("Hujjatlarni solishtirish", ground.COMMISSION)
		assert look.seen_fields == ", ".join(shown)

	def test_what_a_reason_would_run_in_a_browser_is_taken_out(self, state, person):
		revealing.reveal(CHAIR, person.name, "Solishtirish <img src=x onerror=alert(1)>")
		(look,) = looks(kind="Reveal", viewer=CHAIR)
		assert look.reason.startswith("Solishtirish")
		assert "onerror" not in look.reason

	@pytest.mark.parametrize("reason", ["", "  x  ", "y" * 501])
	def test_without_a_reason_nothing(self, state, person, reason):
		with pytest.raises(FormInvalid):
			revealing.reveal(CHAIR, person.name, reason)
		assert looks(kind="Reveal", viewer=CHAIR) == []

	@pytest.mark.parametrize(
		"user",
		[
			SIBLING,
			"regional.chair@esaylov.example",
			"auditor@esaylov.example",
			"administrator@esaylov.example",
			PARTY,
			"Guest",
		],
	)
	def test_nobody_but_the_commission_with_the_task(self, state, person, user):
		for name in (person.name, "no-such-person"):
			with pytest.raises(NotFound):
				revealing.reveal(user, name, "Hujjatlarni solishtirish")

	def test_a_person_of_no_entry_is_nobodys_task(self, state):
		with pytest.raises(NotFound):
			revealing.reveal(CHAIR, persons.person().name, "Hujjatlarni solishtirish")

	def test_the_applicant_of_an_appeal_and_who_is_named_in_one(self, state):
		frappe.set_user("Administrator")
		known = portals.known("matches")
		names = {key: known[key] for key in ("surname", "given_name", "patronymic")}
		named = persons.person(pinfl=known["pinfl"], **names)
		name = filed("matches")
		applicant = frappe.db.get_value("Appeal", name, "applicant_person")
		assert revealing.reveal(CHAIR, applicant, "Bog'lanish uchun")["pinfl"]
		checking.run(name)
		assert revealing.reveal(CHAIR, named.name, "Solishtirish")["pinfl"] == known["pinfl"]
		with pytest.raises(NotFound):
			revealing.reveal(SIBLING, named.name, "Solishtirish")

	def test_not_too_many_in_an_hour(self, state, person):
		settings(reveals_per_hour=2)
		for _ in range(2):
			revealing.reveal(CHAIR, person.name, "Hujjatlarni solishtirish")
		with pytest.raises(TooMany):
			revealing.reveal(CHAIR, person.name, "Hujjatlarni solishtirish")

	def test_the_fields_are_those_of_level_one(self):
		from esaylov.appeals.state_registers.revealing import FIELDS

		meta = frappe.get_meta("Person")
		protected = {
			field.fieldname
			for field in meta.fields
			if field.permlevel == 1 and field.fieldtype != "Column Break"
		}
		assert protected == set(FIELDS)


class TestLooks:
	def test_a_citizen_reads_who_looked_also_before_they_were_known(self, state):
		typed = made.answers([portals.typed("matches")])
		name = made.draft(typed=typed)
		filling.lookup(PARTY, name, "persons[0]")  # no Person then
		frappe.set_user("Administrator")
		me = persons.person("me@example.com", pinfl=portals.known("matches")["pinfl"])
		persons.candidate(me)
		revealing.reveal(CHAIR, me.name, "Hujjatlarni solishtirish")
		rows, total = access_log.at_person("me@example.com")
		assert total == 2
		assert [one["kind"] for one in rows] == ["Reveal", "Look-up"]
		assert all("viewer" not in one for one in rows)
		assert access_log.at_person("me@example.com", start=1)[0][0]["kind"] == "Look-up"
		assert access_log.at_person("Guest") == ([], 0)

	@pytest.mark.parametrize(
		("user", "reads"),
		[
			("me@example.com", True),
			("auditor@esaylov.example", True),
			(SIBLING, False),
			(CHAIR, False),
			("Guest", False),
		],
	)
	def test_only_ones_own_and_for_the_auditor_all(self, state, user, reads):
		me = persons.person("me@example.com")
		persons.candidate(me)
		revealing.reveal(CHAIR, me.name, "Hujjatlarni solishtirish")
		name = frappe.db.get_value("Personal Data Access", {"person": me.name})
		assert reach(user).has("Personal Data Access", [name]) is reads

	@pytest.mark.parametrize("doctype", ["Personal Data Access", "State Register Prefill"])
	def test_nobody_writes_or_removes_a_row(self, state, doctype):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		frappe.set_user("Administrator")
		row = frappe.get_doc(doctype, {"appeal": name})
		with pytest.raises(LawBroken):
			row.save()
		with pytest.raises(LawBroken):
			frappe.delete_doc(doctype, row.name)
		with pytest.raises(LawBroken):
			frappe.get_doc(
				{**row.as_dict(), "doctype": doctype, "name": None, "person_key": "x" * 64}
			).insert()

	def test_a_look_is_not_changed_by_its_own_writer(self, state):
		from esaylov.appeals.state_registers.access_log import WRITER

		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		row = frappe.get_doc("Personal Data Access", {"appeal": name})
		with WRITER.writing(), pytest.raises(LawBroken):
			row.save(ignore_permissions=True)  # a test of the rule

	@pytest.mark.parametrize("columns", [["person_key", "seen_at"], ["viewer", "kind", "seen_at"]])
	def test_indexes_for_hundreds_of_thousands(self, columns):
		rows = frappe.db.sql("show index from `tabPersonal Data Access`", as_dict=True)
		indexes: dict[str, list[str]] = {}
		for found in rows:
			indexes.setdefault(found.Key_name, []).append(found.Column_name)
		assert columns in indexes.values()

	@pytest.mark.parametrize(
		("filters", "found"),
		[
			({}, True),
			({"kind": "Look-up", "viewer": PARTY}, True),
			({"kind": "Reveal"}, False),
			({"viewer": RIVAL}, False),
			({"from_date": "2200-01-01"}, False),
			({"to_date": "2000-01-01"}, False),
		],
	)
	def test_the_auditors_report_is_filtered(self, state, filters, found):
		name = draft("matches")
		filling.lookup(PARTY, name, "persons[0]")
		rows = access_log.for_auditor(filters)
		assert (name in {look.appeal for look in rows}) is found
