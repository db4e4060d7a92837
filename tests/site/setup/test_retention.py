"""What is erased after an election: by two persons' number alone, what is due and nothing else, with an event in the chain."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from factories import appeals as make
from factories import codes
from factories.races import at_once, racers

from esaylov.core.elections.retention import Held
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.setup.retention import erasing
from esaylov.setup.retention.erasing import KIND
from esaylov.setup.retention.rules import ERASING, HELD, Action, rules
from esaylov.trust.chains import chain

PERSONAL = {
	"pinfl",
	"passport",
	"phone",
	"birth_date",
	"address",
	"sender_name",
	"email",
	"person_key",
	"phone_key",
	"device_key",
}
SOONER, LATER = 300, 100
"""Days ago: before the announcement, and after it."""
ANNOUNCED = 200


@pytest.fixture
def over():
	end_all()


def end_all() -> None:
	"""Each election of the site was announced so many days ago."""
	for name in frappe.get_all("Election", pluck="name", order_by="name asc"):
		day = clock.today() - timedelta(days=ANNOUNCED)
		frappe.db.set_value("Election", name, {"status": "Finished", "official_announcement_on": day})


def in_force(key: str, days: int = 90) -> None:
	"""A number of the law as two persons have signed it."""
	values = {"key": key, "value": str(days), "unit": "days", "title_uz": "Sinov", "is_active": 1}
	with SETTING_UP.writing():
		frappe.get_doc(doctype="Statute", **values).insert()
	frappe.local.request_cache.clear()


def ago(days: int) -> datetime:
	return datetime.combine(clock.today() - timedelta(days=days), datetime.min.time()) + timedelta(hours=12)


def message(days: int, status: str = "Delivered") -> str:
	row = frappe.new_doc("SMS Message")
	row.update(
		{
			"status": status,
			"language": "uz",
			"text": "Murojaat",
			"phone": codes.phone(),
			"receiver": "Sinovov",
		}
	)
	row.update({"event_key": frappe.generate_hash(length=20), "phone_masked": "+998 ** *** ** 12"})
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	frappe.db.set_value("SMS Message", row.name, "creation", ago(days), update_modified=False)
	return row.name


def answer(days: int) -> str:
	row = frappe.new_doc("State Register Answer")
	row.update(
		{
			"person_key": frappe.generate_hash(length=64),
			"check_code": "PD",
			"result": "match",
			"asked_at": ago(days),
		}
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def of_rule(code: str) -> dict:
	return next(row for row in erasing.rehearse() if row["rule"] == code)


def events() -> list[dict]:
	rows = frappe.get_all("Chain Event", {"kind": KIND}, ["body"], order_by="sequence asc")
	return [json.loads(row.body) for row in rows]


class TestRules:
	def test_each_doctype_that_names_or_holds_persons_has_a_line(self):
		ours = frappe.get_all("DocType", {"module": "Esaylov", "istable": 0, "issingle": 0}, pluck="name")
		named = {rule.doctype for rule in rules()}
		holding = {
			name
			for name in ours
			for field in frappe.get_meta(name).fields
			if field.fieldname in PERSONAL or (field.fieldtype == "Link" and field.options == "Person")
		}
		bodies = {
			"Participant Organization",
			"Political Party",
			"Election Commission",
			"Polling Station",
			"Party Branch",
			"SMS Gateway",
		}
		assert len(holding) > 15
		assert holding - named - bodies == set()

	def test_each_line_names_what_is_there_and_says_why(self):
		assert len({rule.code for rule in rules()}) == len(rules())
		for rule in rules():
			meta = frappe.get_meta(rule.doctype)
			assert rule.reason, rule.code
			assert "[" in rule.source_mark, rule.code
			assert {*rule.fields} <= {field.fieldname for field in meta.fields}, rule.code
			assert (rule.action in (*ERASING, Action.ARCHIVED)) == bool(rule.statute), rule.code
			assert rule.action not in HELD or rule.election, rule.code
			assert {*rule.besides} <= {field.fieldname for field in meta.fields if field.permlevel}, rule.code
			assert (rule.action is Action.EMPTY) == bool(rule.fields), rule.code
			if rule.action in ERASING:
				assert rule.counted_from in meta.get_valid_columns(), rule.code
			if rule.statuses:
				assert {*rule.statuses} <= {*meta.get_field("status").options.split("\n")}, rule.code


def test_nothing_is_erased_while_no_number_is_in_force(over):
	old, said = message(SOONER), answer(SOONER)
	assert {row["rows"] for row in erasing.rehearse()} == {0}
	assert all("none in force" in str(row["days"]) for row in erasing.rehearse() if row["statute"])
	before = len(events())
	assert erasing.run() == 0
	assert frappe.db.get_value("SMS Message", old, "text") == "Murojaat"
	assert frappe.db.exists("State Register Answer", said)
	assert len(events()) == before


def test_one_administrator_alone_brings_no_number_into_force(over, as_user):
	message(SOONER)
	as_user(make.ADMINISTRATOR)
	values = {"key": "retention_message_days", "value": "90", "unit": "days", "title_uz": "Sinov"}
	frappe.get_doc(doctype="Statute", **values).insert()
	as_user("Administrator")
	frappe.local.request_cache.clear()
	assert "none in force" in str(of_rule("messages")["days"])
	assert erasing.run() == 0


def test_what_is_due_goes_and_what_is_newer_or_at_work_stays(over):
	in_force("retention_message_days")
	in_force("retention_register_days")
	old, new, at_work = message(SOONER), message(LATER), message(SOONER, "Queued")
	gone, kept = answer(SOONER), answer(LATER)
	rehearsed = {code: of_rule(code)["rows"] for code in ("messages", "register_answers")}
	assert frappe.db.get_value("SMS Message", old, "text") == "Murojaat", "a rehearsal writes nothing"
	before = len(events())
	assert erasing.run() >= 2
	columns = ["text", "phone", "receiver", "sealed_text"]
	assert [*frappe.db.get_value("SMS Message", old, columns)] == [None] * 4
	assert frappe.db.get_value("SMS Message", old, "phone_masked") == "+998 ** *** ** 12"
	assert frappe.db.get_value("SMS Message", new, "text") == "Murojaat"
	assert frappe.db.get_value("SMS Message", at_work, "text") == "Murojaat"
	assert not frappe.db.exists("State Register Answer", gone)
	assert frappe.db.exists("State Register Answer", kept)
	(event,) = events()[before:]
	assert {code: event[code]["rows"] for code in rehearsed} == rehearsed
	assert event["messages"]["days"] == 90
	assert chain.verify_chain("CEC")
	assert erasing.run() == 0, "nothing is left"
	assert len(events()) == before + 1


def test_an_election_that_has_begun_needs_its_rows(over):
	in_force("retention_message_days")
	row = frappe.get_all("Election", pluck="name", order_by="name asc")[0]
	begun = clock.today() - timedelta(days=SOONER + 10)
	frappe.db.set_value("Election", row, {"status": "Announced", "called_on": begun})
	needed, older = message(SOONER), message(SOONER + 20)
	erasing.run()
	assert frappe.db.get_value("SMS Message", needed, "text") == "Murojaat"
	assert frappe.db.get_value("SMS Message", older, "text") is None


def test_a_practice_election_which_is_never_announced_holds_nothing_back(over):
	in_force("retention_message_days")
	row = frappe.get_all("Election", pluck="name", order_by="name asc")[0]
	begun = clock.today() - timedelta(days=SOONER + 10)
	values = {"status": "Practice Over", "called_on": begun, "official_announcement_on": None}
	frappe.db.set_value("Election", row, values)
	old = message(SOONER)
	erasing.run()
	assert frappe.db.get_value("SMS Message", old, "text") is None


def test_a_draft_goes_with_its_files_and_what_was_filed_stays():
	in_force("retention_draft_days", 30)
	draft, filed, new = make.draft(), make.filed(), make.draft()
	frappe.set_user("Administrator")
	end_all()
	for name in (draft, filed):
		frappe.db.set_value("Appeal", name, "modified", ago(SOONER), update_modified=False)
	assert frappe.db.exists("File", {"attached_to_doctype": "Appeal", "attached_to_name": draft})
	assert erasing.run() >= 1
	assert not frappe.db.exists("Appeal", draft)
	assert not frappe.db.exists("File", {"attached_to_doctype": "Appeal", "attached_to_name": draft})
	assert frappe.db.get_value("Appeal", filed, "status") != State.DRAFT
	assert frappe.db.exists("Appeal", new)


class TestAtOnce:
	"""On connections of their own, and committed; no election of the site is touched."""

	@pytest.fixture(autouse=True)
	def one_rule(self, monkeypatch) -> None:
		"""Numbers of answers and of messages are in force, and what was before the announcement is due."""
		began = clock.today() - timedelta(days=400)
		announced = clock.today() - timedelta(days=ANNOUNCED)
		monkeypatch.setattr(erasing, "_elections", lambda: [Held(began, announced)])
		numbers = {"retention_register_days": 90, "retention_message_days": 90}
		monkeypatch.setattr(erasing.statutes, "numbers", lambda: numbers)

	@pytest.fixture
	def rows(self) -> Iterator[tuple[list[str], list[str]]]:
		answers, messages = [answer(SOONER) for _ in range(5)], [message(SOONER) for _ in range(5)]
		frappe.db.commit()
		yield answers, messages
		frappe.db.rollback()
		frappe.db.delete("State Register Answer", {"name": ["in", answers]})
		frappe.db.delete("SMS Message", {"name": ["in", messages]})
		frappe.db.commit()

	def test_of_two_runs_one_erases_and_one_event_says_so(self, rows):
		before = len(events())
		with racers() as runners:
			results = at_once(runners, [("Administrator", erasing.run)] * 2)
		frappe.db.rollback()
		least, most = sorted(results)
		assert (least, most >= 10) == (0, True), results
		(event,) = events()[before:]
		assert sum(rule["rows"] for rule in event.values() if isinstance(rule, dict)) == most
		assert not frappe.get_all("State Register Answer", {"name": ["in", rows[0]]})
		assert chain.verify_chain("CEC")

	def test_a_message_that_is_sent_again_meanwhile_keeps_its_words(self, rows, monkeypatch):
		again, others = rows[1][0], rows[1][1:]
		names = erasing._names

		def sent_again(one, most):
			found = names(one, most)
			if again in found:
				with racers(1) as (other,):
					other.do(
						"Administrator", lambda: frappe.db.set_value("SMS Message", again, "status", "Queued")
					)
			return found

		monkeypatch.setattr(erasing, "_names", sent_again)
		before = len(events())
		assert erasing.run() >= 9
		frappe.db.commit()
		assert frappe.db.get_value("SMS Message", again, "text") == "Murojaat"
		assert {frappe.db.get_value("SMS Message", name, "text") for name in others} == {None}
		(event,) = events()[before:]
		assert event["messages"]["rows"] >= 4
