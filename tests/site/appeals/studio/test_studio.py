"""An appeal type as the studio reads and saves it: its code is made, nobody's change is written over, what is published is checked."""

import json
import re

import frappe
import pytest
from factories import appeals as make
from factories import settled, two_persons, types

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.studio import building as appeals_building
from esaylov.appeals.types import field_library
from esaylov.core.texts import finding_text
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.portal.cabinet.types import dealings

building = appeals_building


def begun(**values):
	"""A type as the studio sends one that was never saved."""
	return {key: value for key, value in types.small(**values).items() if key not in ("code", "doctype")}


def test_a_new_type_gets_a_code_that_nobody_typed():
	first, second = building.save(begun(), ""), building.save(begun(code="A56"), "")
	assert first["appeal_type"] != second["appeal_type"]
	assert "A56" not in (first["appeal_type"], second["appeal_type"])
	assert (first["status"], first["version"]) == ("Checked", 0)
	assert first["document"]["code"] == first["appeal_type"]


def test_what_was_read_is_saved_as_it_was():
	read = building.save(begun(), "")
	again = building.save(read["document"], read["modified"])
	assert again["document"] == read["document"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over():
	read = building.save(begun(), "")
	building.save({**read["document"], "title_en": "Another"}, read["modified"])
	with pytest.raises(WrongState) as refusal:
		building.save({**read["document"], "title_en": "Mine"}, read["modified"])
	assert refusal.value.code == "type_changed_meanwhile"
	assert frappe.db.get_value("Appeal Type", read["appeal_type"], "title_en") == "Another"


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written():
	before = frappe.db.count("Appeal Type")
	with pytest.raises(FormInvalid) as refusal:
		building.save({"form_fields": [{"kind": "Nothing", "field_name": "x"}]}, "")
	assert {"title_uz", "route", "form_fields[0].kind"} <= {found.path for found in refusal.value.findings}
	assert frappe.db.count("Appeal Type") == before


@pytest.mark.parametrize("values", [{}, {"code": "no-such"}, {"code": 7}, {"code": None}])
def test_a_type_that_is_not_there_is_not_saved(values):
	with pytest.raises(NotFound):
		building.save(values, "2026-11-27 10:00:00")
	with pytest.raises(NotFound):
		building.opened("no-such")


def test_a_published_type_stays_published_and_is_checked_before_its_next_version():
	read = building.save(begun(), "")
	two_persons.publish_type(read["appeal_type"])
	read = building.opened(read["appeal_type"])
	with pytest.raises(FormInvalid):
		building.save({**read["document"], "recipient_field": "nowhere"}, read["modified"])
	kept = building.save({**read["document"], "legal_basis": "other"}, read["modified"])
	assert (kept["status"], kept["version"]) == ("Published", 2)


def test_nobody_but_an_administrator_saves(as_user):
	read = building.save(begun(), "")
	as_user(make.CHAIR)
	with pytest.raises(frappe.PermissionError):
		building.save(read["document"], read["modified"])
	with pytest.raises(frappe.PermissionError):
		building.save(begun(), "")


def test_the_picture_of_a_route_has_what_an_appeal_of_it_comes_to():
	routes = building.workbench()["routes"]
	reached = {
		route: {"Draft"} | {step["next_state"] for step in steps if step["state"] != step["next_state"]}
		for route, steps in routes.items()
	}
	assert {"On Agenda", "Granted"} <= reached["commission_vote"]
	assert "On Agenda" not in reached["chair_decision"]
	assert "Acknowledged" in reached["acknowledgement"]


KEY = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+|@[a-z]+|\{|\[")
BROKEN = [
	{"recipient_field": "since"},
	{"recipient_field": "no_such_field"},
	{"effect_mapping": {"date": "no_such_field", "no_such_key": "since"}},
	{"effect": "withdraw_candidate", "effect_mapping": {}},
	{"form_rules": [{"rule": "unique_persons", "parameters": {"group": "no_such_group"}}]},
	{"messages": []},
	{"messages": [{"event": "on_agenda", "sms_template": "S07"}]},
	{"applicant_kinds": [{"applicant_kind": "political_party"}], "recipient_field": ""},
	{"title_ru": ""},
	{"window_to_stage": "campaign_announced"},
]


def unlabelled(language):
	"""The type with a field that lacks a language."""
	fields = types.small()["form_fields"]
	return {"form_fields": [*fields[:2], {**fields[2], f"label_{language}": ""}, *fields[3:]]}


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "en"])
def test_findings_name_fields_by_their_labels_and_never_by_a_key(language):
	frappe.local.lang = language
	for values in [*BROKEN, unlabelled("ru"), unlabelled("en")]:
		found = building.check(types.small(**values))
		assert found, values
		said = [finding_text(finding, language) for finding in found]
		assert [text for text in said if KEY.search(text)] == []


def test_a_field_is_named_as_its_reader_calls_it():
	frappe.local.lang = "ru"
	(found,) = building.check(types.small(**unlabelled("en")))
	assert "«Since ru»" in finding_text(found, "ru")
	assert found.path == "form_fields[2].label_en"  # for programs nothing changed


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_what_changed_is_told_without_keys(language):
	frappe.local.lang = language
	read = building.save(begun(), "")
	code = read["appeal_type"]
	two_persons.publish_type(code)
	read = building.opened(code)
	changed = {
		**read["document"],
		"route": "commission_vote",
		"review_statute": "observer_change_review_days",
		"recipient_field": "",
		"effect_mapping": {"place": "reason"},
		"form_rules": [],
	}
	building.save(changed, read["modified"])
	two_persons.sign_waiting("Appeal Type", code)
	changes = building.compare(code, 1, 2, language)
	assert len(changes) >= 6
	said = [finding_text(change, language) for change in changes]
	assert [text for text in said if KEY.search(text)] == []


def narrowed(register):
	"""By what the list of a register may be narrowed in the studio."""
	places = {"within", "around"} if register["has_place"] else set()
	return {column["name"] for column in register["columns"]} | {"name", "own"} | places


@pytest.mark.full
def test_whatever_a_shipped_type_names_and_narrows_can_be_set_in_the_studio():
	bench = building.workbench()
	facts = {fact["key"]: fact["register"] for fact in bench["facts"]}
	assert set(facts) == {*bench["sources"], "appeal.election"}
	ready = [row for row in field_library.rows() if row["kind"] == "Link"]
	fields = ["parent", "field_name", "link_doctype", "link_filters", "filled_from"]
	rows = frappe.get_all("Appeal Field", {"kind": "Link"}, fields, order_by="parent asc, idx asc")
	assert len(rows) > 50
	for row in [*rows, *ready]:
		filters = json.loads(row.get("link_filters") or "{}")
		assert set(filters) <= narrowed(bench["registers"][row["link_doctype"]]), row
		named = [value for value in filters.values() if isinstance(value, str) and value.startswith("@")]
		assert all(value[1:] in facts or value.startswith("@answers.") for value in named), row
		if row.get("filled_from"):
			assert facts[row["filled_from"]] == row["link_doctype"], row


@pytest.mark.full
def test_every_value_that_a_shipped_filter_has_is_one_that_can_be_ticked():
	registers = building.workbench()["registers"]
	for row in frappe.get_all(
		"Appeal Field", {"kind": "Link"}, ["link_doctype", "link_filters"], order_by="name asc"
	):
		columns = {column["name"]: column for column in registers[row.link_doctype]["columns"]}
		for name, value in json.loads(row.link_filters or "{}").items():
			values = value if isinstance(value, list) else [value]
			fixed = [one for one in values if isinstance(one, str) and not one.startswith("@")]
			assert set(fixed) <= {one for one, _words in columns.get(name, {}).get("choices", [])}, (
				row,
				name,
			)


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru"])
@pytest.mark.full
def test_registers_facts_and_places_are_offered_in_words(language, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", language)
	bench = building.workbench()
	said = [fact["words"] for fact in bench["facts"]] + [one["words"] for one in dealings(language)]
	for register in bench["registers"].values():
		said += [register["words"], *(column["words"] for column in register["columns"])]
		said += [words for column in register["columns"] for _value, words in column["choices"]]
	assert len(said) > 60
	assert [words for words in said if KEY.search(words)] == []
	if language != "uz":
		latin = re.compile(r"[A-Za-z]{3}")
		assert [words for words in said if latin.search(words)] == []


class TestStatistics:
	"""Figures of a form: numbers from the rows that are there, and nothing of anybody."""

	def test_a_form_that_nobody_began_has_nothing(self):
		code = building.save(begun(), "")["appeal_type"]
		figures = building.statistics(code)
		assert [figures[key] for key in ("begun", "filed", "drafts", "given_up", "read")] == [0] * 5
		assert (figures["where"], figures["findings"], figures["minutes"]) == ([], [], None)
		with pytest.raises(NotFound):
			building.statistics("no-such")

	def test_what_was_begun_filed_and_given_up_is_counted(self):
		before = building.statistics("A56")
		make.filed()
		make.draft(typed={"party_decision_no": "12-Q"}, with_file=False)
		left = make.draft(typed=make.answers([]), with_file=False)
		rest(left)
		now = building.statistics("A56")
		grown = {key: now[key] - before[key] for key in ("begun", "filed", "drafts", "given_up")}
		assert grown == {"begun": 3, "filed": 1, "drafts": 1, "given_up": 1}
		assert now["minutes"]["half"] >= 0

	def test_it_says_where_people_stopped_and_what_stopped_them(self):
		twice = make.person()
		left = make.draft(typed=make.answers([twice, twice]), with_file=False)
		rest(left)
		figures = building.statistics("A56")
		frappe.local.lang = "en"
		assert figures["where"]
		assert figures["findings"]
		said = json.dumps(figures, ensure_ascii=False)
		for private in (twice["pinfl"], twice["full_name"], "998901234567", "12-Q"):
			assert private not in said

	def test_it_asks_as_often_for_many_as_for_none(self, count_queries):
		code = building.save(begun(), "")["appeal_type"]
		building.statistics(code)
		none = count_queries(lambda: building.statistics(code))
		rest(make.draft(with_file=False))
		frappe.set_user("Administrator")
		assert count_queries(lambda: building.statistics("A56")) == none <= 6


class TestEarlierDrafts:
	"""A draft of an earlier version: its applicant goes on with it, and an administrator knows in numbers what that costs."""

	def test_a_removed_field_stops_no_draft_and_its_answer_is_reported(self):
		name = make.draft()
		before = building.earlier_drafts("A56")
		frappe.set_user("Administrator")
		without("party_decision_no")
		frappe.local.lang = "en"
		now = building.earlier_drafts("A56")
		assert now["version"] == before["version"] + 1
		assert now["drafts"] >= 1
		assert now["bodies"] >= 1
		assert {"Party", "decision"} & set(" ".join(one["field"] for one in now["fields"]).split())
		assert "12-Q" not in json.dumps(now)
		frappe.set_user(make.PARTY)
		given = json.loads(make.stored(name).answers)
		assert "party_decision_no" in given
		drafting.update(name, given)
		stored = make.stored(name)
		assert stored.type_version == now["version"]
		kept = json.loads(stored.answers)
		assert kept == {key: value for key, value in given.items() if key != "party_decision_no"}
		frappe.set_user("Administrator")
		assert building.earlier_drafts("A56")["drafts"] == now["drafts"] - 1

	def test_a_file_of_a_field_that_is_gone_leaves_the_draft(self):
		name = make.draft()
		frappe.set_user("Administrator")
		without("party_decision")
		frappe.set_user(make.PARTY)
		drafting.update(name, json.loads(make.stored(name).answers))
		assert make.stored(name).attachments == []
		assert "unknown_field" not in {found.code for found in before_filing.check(name)}

	def test_what_no_form_sends_is_refused_as_before(self):
		name = make.draft()
		with pytest.raises(FormInvalid):
			drafting.update(name, {"no_such_field": "x"})
		with pytest.raises(NotFound):
			building.earlier_drafts("no-such")


def without(field):
	"""Publish A56 without one of its fields and what names it."""
	document = frappe.get_doc("Appeal Type", "A56")
	document.set("form_fields", [row for row in document.form_fields if row.field_name != field])
	document.set("form_rules", [])
	document.subject_template = ""
	settled.saved(document)


def rest(name):
	"""Nobody changed the draft for a month; the session is Administrator's afterwards."""
	frappe.set_user("Administrator")
	frappe.db.set_value("Appeal", name, "modified", "2020-01-01 00:00:00", update_modified=False)
