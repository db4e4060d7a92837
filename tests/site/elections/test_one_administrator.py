"""One administrator alone: a type, the law and an election change only with a second person; what a type writes has
a legal minimum."""

import csv
import json
import secrets
from pathlib import Path

import frappe
import pytest
import test_own_decisions as own
import test_preparation_steps as preparing
from factories import appeals as make
from factories import effects, two_persons, types

from esaylov.api import manifest
from esaylov.appeals.studio import building as appeals_building
from esaylov.appeals.types import definitions
from esaylov.core.people.identity import with_check_digit
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.signature_inbox import details, listing
from esaylov.elections.preparation import lacks
from esaylov.elections.preparation import steps as preparation_steps
from esaylov.elections.preparation.steps import confirm, reopen, undo
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.permissions.configuration import bulk, comparison
from esaylov.permissions.configuration.rules import approvers
from esaylov.permissions.configuration.waiting import changes, difference_words, waiting_changes
from esaylov.registers.effects.effects import refusal_of
from esaylov.registers.entries.people import entered_otherwise
from esaylov.reports import cockpit
from esaylov.setup import administrators
from esaylov.setup.demo import ground
from esaylov.setup.verification import site
from esaylov.setup.verification.result import Result, Verdict

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, two_persons.SECOND
CHANGE, TYPE = "Configuration Change", "Appeal Type"
AUDITOR = "auditor@esaylov.example"
building = appeals_building


def published(code: str) -> bool:
	return bool(frappe.db.get_value(TYPE, code, "published"))


def open_change(code: str) -> str:
	return two_persons.open_change(TYPE, code)


class TestPublication:
	"""Who may file, the route, rules, effect and certificate of a type."""

	def test_one_administrator_proposes_a_type_and_another_publishes_it(self, as_user):
		as_user(ADMINISTRATOR)
		code = building.take_in(types.small(), replace=False)
		assert building.publish(code) == 0
		assert not published(code)
		assert frappe.db.get_value(TYPE, code, "status") == "Checked"
		change = open_change(code)
		with pytest.raises(NotPermitted) as refusal:
			two_persons.sign(change, ADMINISTRATOR)
		assert refusal.value.code == "second_person_needed"
		two_persons.sign(change, SECOND)
		assert published(code)
		assert [row["version"] for row in building.history(code)] == [1]

	@pytest.mark.parametrize("values", [{"published": 1}, {"published": "1"}])
	def test_a_type_that_comes_published_waits_too(self, as_user, values):
		as_user(ADMINISTRATOR)
		code = building.take_in(types.small(**values), replace=False)
		assert not published(code)
		assert open_change(code)

	@pytest.mark.parametrize(
		"change",
		[
			{"route": "commission_vote"},
			{"applicant_kinds": [{"applicant_kind": "political_party"}]},
			{"form_rules": []},
			{"authentication": "SMS"},
			{"effect": "", "effect_mapping": "{}"},
		],
	)
	def test_a_guarded_part_of_a_published_type_changes_with_two_persons(self, as_user, change):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		before = building.export(code)
		building.take_in(types.small(**change, title_en="Another title"), replace=True)
		assert building.export(code) == before  # a version fits together: its texts wait as well
		assert len(building.history(code)) == 1
		two_persons.sign(open_change(code), SECOND)
		assert building.export(code)["title_en"] == "Another title"
		assert [row["version"] for row in building.history(code)] == [2, 1]

	@pytest.mark.parametrize("rows", [[], [{"event": "granted", "sms_template": "S54"}]])
	def test_which_message_is_sent_at_which_event_is_two_persons(self, as_user, rows):
		"""An applicant whose appeal was refused had been told that it was granted, or nothing."""
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		before = frappe.get_all(
			"Appeal Type Message", {"parent": code}, pluck="sms_template", order_by="idx asc"
		)
		building.take_in(types.small(messages=rows), replace=True)
		assert (
			frappe.get_all("Appeal Type Message", {"parent": code}, pluck="sms_template", order_by="idx asc")
			== before
		)
		two_persons.sign(open_change(code), SECOND)
		told = frappe.get_all(
			"Appeal Type Message", {"parent": code}, pluck="sms_template", order_by="idx asc"
		)
		assert told == [row["sms_template"] for row in rows]

	def test_help_and_order_are_one_persons(self, as_user):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		values = types.small()
		first, second, *others = values["form_fields"]
		values["form_fields"] = [{**second, "help_en": "In a few words"}, first, *others]
		building.take_in(values, replace=True)
		assert not open_change(code)
		assert [row["version"] for row in building.history(code)] == [2, 1]

	@pytest.mark.parametrize("part", ["title_ru", "label_ru"])
	def test_words_that_decisions_state_are_two_persons(self, as_user, part):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		values = types.small()
		words = values if part in values else values["form_fields"][0]
		words[part] = "Отзыв наблюдателей"
		building.take_in(values, replace=True)
		assert open_change(code)
		assert len(building.history(code)) == 1

	def test_a_field_that_is_no_longer_required_waits(self, as_user):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		values = types.small()
		values["form_fields"][1]["required"] = 0
		building.take_in(values, replace=True)
		assert open_change(code)
		assert len(building.history(code)) == 1

	def test_a_draft_that_changed_after_it_was_proposed_is_not_published(self, as_user):
		as_user(ADMINISTRATOR)
		code = building.take_in(types.small(), replace=False)
		building.publish(code)
		change = open_change(code)
		building.take_in(types.small(form_rules=[]), replace=True)
		with pytest.raises(WrongState) as refusal:
			two_persons.sign(change, SECOND)
		assert refusal.value.code == "configuration_moved"
		assert not published(code)

	def test_a_label_that_reads_like_a_field_hides_no_change_from_the_second_person(self, as_user):
		as_user(ADMINISTRATOR)
		values = types.small()
		field = next(row for row in values["form_fields"] if row.get("required"))
		code = building.take_in(values, replace=False)
		building.publish(code)
		change = open_change(code)
		field.update({"required": 0, "label_uz": f"{field['label_uz']}, required: 1"})
		building.take_in(values, replace=True)
		with pytest.raises(WrongState) as refusal:
			two_persons.sign(change, SECOND)
		assert refusal.value.code == "configuration_moved"

	def test_a_type_is_taken_back_and_comes_again_by_two(self, as_user):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		building.unpublish(code)
		assert published(code)
		two_persons.sign(open_change(code), SECOND)
		assert not published(code)
		building.publish(code)
		assert not published(code)
		two_persons.sign(open_change(code), SECOND)
		assert published(code)

	def test_the_comparison_finds_nothing_after_two_persons_published_a_type(self, as_user):
		comparison.find()
		code = two_persons.published_type()
		as_user("Administrator")
		found = [frappe.get_doc(CHANGE, name) for name in comparison.find()]
		assert [row.reference_name for row in found if row.reference_name == code] == []


WEAK = {"route": "chair_decision", "form_rules": [], "code": "K47", "published": 0}


class TestLegalMinimum:
	"""Which routes and rules candidacy, composition, constituency and result need."""

	def test_a_copy_of_a47_that_a_chair_decides_without_rules_is_not_published(self, as_user):
		as_user(ADMINISTRATOR)
		code = building.take_in({**building.export("A47"), **WEAK}, replace=False)
		with pytest.raises(FormInvalid) as refusal:
			building.publish(code)
		found = [finding for finding in refusal.value.findings if finding.code.startswith("type_floor")]
		assert {finding.code for finding in found} == {"type_floor_route", "type_floor_rule"}
		assert ("type_floor_rule", "40") in {(finding.code, finding.article) for finding in found}
		assert not open_change(code)

	@pytest.mark.parametrize(
		("rule", "parameters"),
		[
			("minimum_age", '{"statute": "commission_member_age"}'),
			("minimum_age", '{"statute": "candidate_age_local", "contest": "REG"}'),
			("minimum_age", '{"statute": "candidate_age_local", "group": "others"}'),
		],
	)
	def test_a_rule_about_others_or_with_another_number_is_none(self, rule, parameters):
		values = building.export("A47")
		values["form_rules"] = [
			{**row, "parameters": parameters} if row["rule"] == rule else row for row in values["form_rules"]
		]
		found = [finding for finding in building.check(values) if finding.code == "type_floor_rule"]
		assert len(found) == 1

	@pytest.mark.parametrize("change", [{"route": "chair_decision"}, {"rules": []}, {"window_to_stage": ""}])
	def test_a_version_that_was_changed_in_the_database_takes_no_filing_and_writes_no_candidate(self, change):
		appeal = effects.filed(
			"register_candidate",
			{"full_name": "Nomzod Sinov", "party_membership": "party_member"},
			election_types=["DC"],
		)
		kind = frappe.db.get_value("Appeal", appeal, "appeal_type")
		version = {"appeal_type": kind, "version": 1}
		said = frappe.parse_json(frappe.db.get_value("Appeal Type Version", version, "definition"))
		frappe.db.set_value("Appeal Type Version", version, "definition", frappe.as_json({**said, **change}))
		with pytest.raises(LawBroken) as refusal:
			effects.decided(appeal)
		assert refusal.value.code == "type_below_minimum"
		frappe.db.set_value(TYPE, kind, {"published": 1, "version": 1})
		with pytest.raises(WrongState) as refused:
			definitions.offered(kind)
		assert refused.value.code == "type_below_minimum"

	def test_results_are_never_decided_by_a_chair_alone(self, as_user):
		as_user(ADMINISTRATOR)
		matter = frappe.get_doc("Decision Subject", "result_table")
		with pytest.raises(FormInvalid) as refusal:
			matter.update({"route": "chair_decision"}).save()
		assert [finding.code for finding in refusal.value.findings] == ["type_floor_route"]

	def test_a_subject_that_was_changed_in_the_database_is_not_decided(self):
		matter = ("Decision Subject", "form_commission")
		frappe.db.set_value(*matter, {"route": "chair_decision", "levels": "CEC;REG;DC"})
		frappe.clear_document_cache(*matter)
		asked = ("form_commission", {}, effects.COMMISSION, ground.ELECTION)
		for step in (
			lambda: own.decided("form_commission", {}),
			lambda: ex_officio.propose_matter(*asked),
		):
			with pytest.raises(WrongState) as refusal:
				step()
			assert refusal.value.code == "subject_below_minimum"

	def test_a_decision_that_a_chair_signed_alone_forms_no_commission(self):
		decision = frappe.new_doc("Decision")
		decision.update({"commission": effects.COMMISSION, "election": ground.ELECTION})
		decision.update({"subject_kind": "form_commission", "kind": "Chair Decision"})
		data = {"members": effects.composition(8), "commission": effects.COMMISSION}
		decision.subject_data = frappe.as_json(data)
		decision.append("rows", {"row_path": "members[0]", "outcome": "Granted"})
		refusal = refusal_of(decision)
		assert (refusal.code, refusal.findings[0].code) == ("subject_below_minimum", "type_floor_route")


class TestElections:
	"""The opening of an election, its dates and its calendar."""

	def test_one_administrator_does_not_open_an_election(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			confirm(name, step)
		as_user(ADMINISTRATOR)
		confirm(name, "opening")
		assert election(preparing.CODE) == ("In Preparation", None)
		assert {row.key: row.state for row in preparation_steps.of(name)}["opening"] == "Ready"
		two_persons.sign(two_persons.open_change("Election", preparing.CODE))
		assert election(preparing.CODE)[0] == "Announced"
		assert {row.key: row.state for row in preparation_steps.of(name)}["opening"] == "Done"

	def test_an_opening_is_not_confirmed_when_something_is_missing_since(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			confirm(name, step)
		as_user(ADMINISTRATOR)
		confirm(name, "opening")
		reopen(name, "texts")
		with pytest.raises(FormInvalid):
			two_persons.sign(two_persons.open_change("Election", preparing.CODE))
		assert election(preparing.CODE) == ("In Preparation", None)

	def test_the_calendar_is_free_in_preparation_and_waits_from_the_proposed_opening_on(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			confirm(name, step)
		as_user(ADMINISTRATOR)
		stage = f"{preparing.CODE}-nomination_period"
		frappe.get_doc("Election Stage", stage).update({"ends_at": "17:00"}).save()
		assert frappe.db.get_value("Election Stage", stage, "ends_at") == "17:00"
		confirm(name, "opening")
		frappe.get_doc("Election Stage", stage).update({"ends_at": "12:00"}).save()
		assert frappe.db.get_value("Election Stage", stage, "ends_at") == "17:00"

	def test_an_election_that_is_unmade_takes_its_proposed_opening_along(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			confirm(name, step)
		as_user(ADMINISTRATOR)
		confirm(name, "opening")
		undo(name)
		assert not frappe.db.exists("Election", preparing.CODE)
		assert not two_persons.open_change("Election", preparing.CODE)

	def test_the_number_of_voters_of_an_open_election_changes_with_two_persons(self, as_user):
		before = frappe.db.get_value("Election", ground.ELECTION, "voters_count")
		as_user(ADMINISTRATOR)
		frappe.get_doc("Election", ground.ELECTION).update({"voters_count": before + 1}).save()
		assert frappe.db.get_value("Election", ground.ELECTION, "voters_count") == before
		two_persons.sign(two_persons.open_change("Election", ground.ELECTION))
		assert frappe.db.get_value("Election", ground.ELECTION, "voters_count") == before + 1

	def test_days_of_an_open_election_and_its_stages_change_with_two_persons(self, as_user):
		as_user(ADMINISTRATOR)
		stage = frappe.get_doc("Election Stage", f"{ground.ELECTION}-media_accreditation_deadline")
		before = stage.ends_on
		stage.update({"ends_on": frappe.utils.add_days(before, 3), "note": "Another"}).save()
		held = frappe.db.get_value("Election Stage", stage.name, ["ends_on", "note"])
		assert held == (before, "Another")
		two_persons.sign(two_persons.open_change("Election Stage", stage.name))
		assert frappe.db.get_value("Election Stage", stage.name, "ends_on") == frappe.utils.add_days(
			before, 3
		)
		day = frappe.db.get_value("Election", ground.ELECTION, "election_day")
		frappe.get_doc("Election", ground.ELECTION).update({"status": "Finished"}).save()
		assert election(ground.ELECTION)[0] != "Finished"
		with pytest.raises(LawBroken):
			frappe.delete_doc("Election Stage", stage.name)
		assert frappe.db.get_value("Election", ground.ELECTION, "election_day") == day

	def test_a_new_election_takes_no_filings_before_two_persons_confirmed_it(self, as_user):
		as_user(ADMINISTRATOR)
		values = {"doctype": "Election", "code": "yolgiz", "title_uz": "Sinov", "election_day": "2030-01-01"}
		name = frappe.get_doc({**values, "election_types": [{"election_type": "DC"}]}).insert().name
		assert election(name) == ("In Preparation", None)
		two_persons.sign(two_persons.open_change("Election", name))
		assert election(name)[0] == "Planned"


def election(name: str) -> tuple:
	return frappe.db.get_value("Election", name, ["status", "opened_on"])


class TestFirstAdministrators:
	"""Installation makes two; what the holder of the bench confirmed alone is unconfirmed until a second person signs."""

	@pytest.fixture
	def by_bench(self, as_user, monkeypatch) -> str:
		as_user(ADMINISTRATOR)
		frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
		change = two_persons.open_change("SMS Gateway", "eskiz")
		frappe.db.set_value("User", SECOND, "enabled", 0)
		monkeypatch.setattr(frappe.db, "commit", lambda: None)
		changes.confirm_by_bench(change, "the first administrator")
		frappe.db.set_value("User", SECOND, "enabled", 1)
		return change

	def test_what_the_bench_confirmed_is_unconfirmed_until_another_signs(self, by_bench):
		assert by_bench in waiting_changes.list_unconfirmed()
		assert administrators_seen()[1].verdict is Verdict.DOUBTFUL
		assert any(row.is_unconfirmed for row in changes.published())
		document = frappe.get_doc(CHANGE, by_bench)
		document.run_method("onload")
		assert document.get_onload("is_unconfirmed")
		event = document.event
		with pytest.raises(NotPermitted):
			two_persons.sign(by_bench, ADMINISTRATOR)
		two_persons.sign(by_bench)
		assert by_bench not in waiting_changes.list_unconfirmed()
		row = frappe.get_doc(CHANGE, by_bench)
		assert (row.status, row.decided_by, row.event) == ("In force", "bench", event)
		(body,) = frappe.get_all("Chain Event", {"kind": "configuration.confirmed"}, pluck="body")
		assert by_bench in body
		assert by_bench not in [found.name for found in changes.published() if found.get("is_unconfirmed")]
		with pytest.raises(WrongState):
			two_persons.sign(by_bench)

	def test_it_waits_in_the_signature_inbox_of_another_and_stands_in_the_cockpit(self, by_bench, as_user):
		held, count = cockpit.figures(AUDITOR)["unconfirmed"], listing.count_items(SECOND)
		assert held == len(waiting_changes.list_unconfirmed())
		assert listed(as_user, ADMINISTRATOR).get(by_bench) is None
		assert details.show_item(ADMINISTRATOR, "configuration", by_bench)["may"] == []
		item = listed(as_user, SECOND)[by_bench]
		assert (item["kind"], item["status"], item["note"]) == (
			"configuration",
			"In force",
			"the first administrator",
		)
		found = details.show_item(SECOND, "configuration", by_bench)
		assert (found["may"], found["is_unconfirmed"]) == (["sign"], True)
		assert found["effects"]
		two_persons.sign(by_bench)
		assert by_bench not in listed(as_user, SECOND)
		assert listing.count_items(SECOND) == count - 1
		assert cockpit.figures(AUDITOR)["unconfirmed"] == held - 1
		with pytest.raises(NotFound):
			details.show_item(SECOND, "configuration", by_bench)

	def test_a_signature_before_the_bench_is_not_the_second_one(self, by_bench):
		signed = frappe.get_doc(
			{"doctype": "Document Signature", "reference_doctype": CHANGE, "reference_name": by_bench}
		)
		signed.db_insert()
		assert by_bench not in waiting_changes.list_unconfirmed()
		frappe.db.set_value(CHANGE, by_bench, "support", signed.name)
		assert by_bench in waiting_changes.list_unconfirmed()

	def test_no_second_administrator_is_found_by_the_check_of_a_site(self, monkeypatch):
		assert administrators_seen()[0].verdict is Verdict.RIGHT
		frappe.db.set_value("User", SECOND, "enabled", 0)
		assert administrators_seen()[0].verdict is Verdict.WRONG

	def test_two_are_created_on_a_site_that_has_none(self, monkeypatch, as_user, tmp_path):
		as_user("Administrator")
		monkeypatch.setattr(frappe.db, "commit", lambda: None)
		people = [person_of(number) for number in (1, 2)]
		with pytest.raises(NotPermitted) as refusal:
			administrators.create(people)
		assert refusal.value.code == "administrators_exist"
		for user in (ADMINISTRATOR, SECOND):
			frappe.db.set_value("User", user, "enabled", 0)
		with pytest.raises(FormInvalid):
			administrators.create([people[0], {**people[1], "pinfl": people[0]["pinfl"]}])
		with pytest.raises(FormInvalid):
			administrators.create(people[:1])
		for field in ("given_name", "surname", "phone"):
			for empty in ({}, {field: " "}, {field: None}):
				without = {key: value for key, value in people[1].items() if key != field} | empty
				with pytest.raises(FormInvalid) as refusal:
					administrators.create([people[0], without])
				(finding,) = refusal.value.findings
				assert (finding.code, finding.path) == ("administrator_field_missing", f"[1].{field}")
				assert finding.params == {"number": 2, "field": field}
		made = administrators.create(people)
		assert len(approvers.list_approvers()) == 2
		assert all("key=" in one["link"] for one in made)
		for one in made:
			assert "Election Administrator" in frappe.get_roles(one["user"])
			assert not two_persons.open_change("User", one["user"])
		with pytest.raises(NotPermitted):
			administrators.create(people)


def listed(as_user, user: str) -> dict:
	as_user(user)
	return {item["name"]: item for item in listing.list_items(user)["items"]}


def administrators_seen() -> list[Result]:
	return [one for one in site.check_administrators()]


def person_of(number: int) -> dict[str, str]:
	made = make.person(full_name=f"Sinovov Sinov{number}")
	return {
		"email": f"first{number}@esaylov.example",
		"pinfl": made["pinfl"],
		"surname": "Sinovov",
		"given_name": f"Sinov{number}",
		"gender": "Male",
		"birth_date": "1880-03-03",
		"citizenship": "Oʻzbekiston Respublikasi",
		"phone": f"+99890000777{number}",
	}


def open_seat() -> str:
	"""A constituency of the open election that no decision defined."""
	held = {"election": ground.ELECTION, "decision": ["is", "not set"], "is_annulled": 0}
	return str(frappe.db.get_value("Constituency", held, order_by="number asc"))


GROUND_CHANGES = [
	("Constituency", "number", 9002),
	("Constituency", "voters_count", 10),
	("Constituency", "is_annulled", 1),
	("Constituency", "boundaries", "Another street"),
	("Constituency", "title_uz", "5-saylov okrugi"),
	("Polling Station", "number", 9003),
	("Polling Station", "kind", "Special"),
	("Polling Station", "voters_count", 99_999),
	("Polling Station", "boundaries", "Another street"),
	("Polling Station", "is_annulled", 1),
	("Political Party", "is_active", 0),
	("Political Party", "ballot_order", 99),
	("Political Party", "tin", "300000001"),
	("Political Party", "short_title_ru", "Адолат"),
	("Party Branch", "tin", "300000001"),
	("Participant Organization", "kind", "Foreign Ministry"),
	("Participant Organization", "tin", "300000001"),
	("Election Commission", "title_uz", "Chilonzor tuman saylov komissiyasi"),
	("Election Commission", "polling_station", "any"),
	("Administrative Territory", "parent_administrative_territory", "sibling"),
	("Administrative Territory", "title_uz", "Chilonzor tumani"),
	("Election", "title_ru", "Другие выборы"),
	("Decision Subject", "title_ru", "Признание выборов недействительными"),
	("Certificate Kind", "valid_days_after_election", 9),
	("Certificate Kind", "title_ru", "Недействительно"),
	("Voter Statistic", "value", 7),
	("Election Type", "registering_level", "PEC"),
	("Election Type", "ballot_order", 99),
	("Election Type", "title_uz", "Bekor qilingan saylov"),
	("Election Type", "title_uz_cyrl", "Бекор қилинган сайлов"),
	("Election Type", "short_title_en", "Cancelled"),
	("Election", "title_uz_cyrl", "Бошқа сайлов"),
	("Election Stage", "title_ru", "Другой этап"),
	("Election Stage", "title_uz_cyrl", "Бошқа босқич"),
	("Statute", "title_uz", "Boshqa muddat"),
	("Decision Rule", "title_ru", "Другое правило"),
	("Decision Rule", "legal_basis", "Another article"),
	("Polling Station", "building", "Another school"),
	("Polling Station", "address", "Another street"),
	("Polling Station", "latitude", 40.5),
	("Polling Station", "longitude", 68.25),
]


SETTINGS_CHANGES = [
	("Interagency Settings", "reveals_per_hour", 100_000),
	("Interagency Settings", "persons_checked_per_day", 10_000_000),
	("Interagency Settings", "lookups_per_day", 0),
	("Interagency Settings", "lookups_per_draft", 9_000),
	("Interagency Settings", "timeout_seconds", 900),
	("Interagency Settings", "tries", 0),
	("Interagency Settings", "rounds_before_paper", 0),
	("E-saylov Settings", "quiet_from", "21:00:00"),
	("E-saylov Settings", "quiet_to", "9:00:00"),
	("E-saylov Settings", "messages_per_phone", 1),
	("E-saylov Settings", "compared_megabytes", 1),
	("E-saylov Settings", "copies_by_mail", 1),
	("E-saylov Settings", "default_language", "ru"),
	("E-saylov Settings", "current_election", None),
]


def one_of(doctype: str) -> str:
	"""A record of the demonstration that no decision made."""
	if doctype == "Constituency":
		return open_seat()
	filters = {
		"Polling Station": {"decision": ["is", "not set"], "is_annulled": 0},
		"Participant Organization": {"kind": ["!=", "Foreign Ministry"]},
		"Election Commission": {"level": "DC"},
		"Administrative Territory": {"level": "District"},
		"Voter Statistic": {"election": ground.ELECTION},
		"Election": {"name": ground.ELECTION},
		"Election Stage": {"election": ground.ELECTION},
		"Statute": {"is_active": 1},
	}
	return str(frappe.db.get_value(doctype, filters.get(doctype, {}), order_by="name asc"))


def sibling_of(territory: str) -> str:
	"""Another territory of the same level in the same one."""
	where = ["level", "parent_administrative_territory"]
	held = frappe.db.get_value("Administrative Territory", territory, where, as_dict=True)
	return str(frappe.db.get_value("Administrative Territory", {**held, "name": ["!=", territory]}))


class TestGround:
	"""Facts that decide who may file, who may be elected and where people vote."""

	@pytest.mark.parametrize(("doctype", "field", "value"), GROUND_CHANGES)
	def test_a_fact_changes_with_two_persons(self, as_user, doctype, field, value):
		name = one_of(doctype)
		before = frappe.db.get_value(doctype, name, field)
		value = sibling_of(before) if value == "sibling" else value
		value = frappe.db.get_value("Polling Station", {}) if value == "any" else value
		assert before != value
		as_user(ADMINISTRATOR)
		document = frappe.get_doc(doctype, name)
		document.update({field: value, "source_mark": "[ours] sinov"}).save()
		assert frappe.db.get_value(doctype, name, [field, "source_mark"]) == (before, "[ours] sinov")
		change = frappe.get_doc(CHANGE, two_persons.open_change(doctype, name))
		labels = [one.label for one in difference_words.describe_differences(change)]
		assert labels == [frappe._(document.meta.get_label(field))]
		two_persons.sign(change.name)
		assert frappe.db.get_value(doctype, name, field) == value

	def test_where_people_vote_is_one_persons_while_no_election_is_open(self, as_user):
		frappe.db.set_value("Election", {"status": ["in", ("Planned", "Announced")]}, "status", "Finished")
		name = one_of("Polling Station")
		as_user(ADMINISTRATOR)
		frappe.get_doc("Polling Station", name).update({"address": "Yangi koʻcha", "voters_count": 1}).save()
		held = frappe.db.get_value("Polling Station", name, ["address", "voters_count"])
		assert held[0] == "Yangi koʻcha"
		assert held[1] != 1

	def test_a_place_has_one_commission(self, as_user):
		as_user(ADMINISTRATOR)
		other = frappe.copy_doc(frappe.get_doc("Election Commission", ground.COMMISSION))
		with pytest.raises(FormInvalid) as refusal:
			other.update({"code": "DC-sinov", "register_code": "S"}).insert()
		assert [one.code for one in refusal.value.findings] == ["commission_place_taken"]

	@pytest.mark.parametrize(
		("field", "value"), [("valid_days_after_election", -200), ("number_digits", 40), ("number_digits", 0)]
	)
	def test_numbers_of_a_certificate_kind_are_within_bounds(self, field, value):
		kind = frappe.get_last_doc("Certificate Kind")
		with pytest.raises(FormInvalid) as refusal:
			kind.update({field: value}).save()
		assert [one.path for one in refusal.value.findings] == [field]

	def test_one_administrator_proves_nobodys_name(self, as_user):
		"""A nominee's PINFL, entered under another name, had the nominee refused."""
		as_user(ADMINISTRATOR)
		number = with_check_digit(f"1010180{secrets.randbelow(10**6):06d}")
		values = {"surname": "Boshqa", "given_name": "Odam", "pinfl": number, "language": "uz"}
		person = frappe.get_doc(doctype="Person", **values).insert()
		assert person.identity_state == "Entered by an Administrator"
		assert entered_otherwise({"persons": [{"pinfl": number, "full_name": "Nomzodov Nomzod"}]})
		person.update({"identity_state": ""}).save()
		assert person.identity_state
		as_user("Administrator")
		person.update({"identity_state": ""}).save()
		assert not person.reload().identity_state
		as_user(ADMINISTRATOR)
		person.update({"surname": "Uchinchi"}).save()
		assert person.reload().identity_state

	def test_a_seat_of_an_election_in_preparation_is_one_persons(self, as_user):
		preparing.ready()
		as_user(ADMINISTRATOR)
		name = frappe.db.get_value("Constituency", {"election": preparing.CODE})
		frappe.get_doc("Constituency", name).update({"number": 9005, "voters_count": 7}).save()
		assert frappe.db.get_value("Constituency", name, ["number", "voters_count"]) == (9005, 7)
		frappe.delete_doc("Constituency", name)

	def test_a_new_seat_of_an_open_election_is_annulled_until_two_persons_confirmed_it(self, as_user):
		seat = frappe.copy_doc(frappe.get_doc("Constituency", open_seat()))
		as_user(ADMINISTRATOR)
		seat.update({"number": 9006, "stations": []}).insert()
		assert frappe.db.get_value("Constituency", seat.name, "is_annulled") == 1
		two_persons.sign(two_persons.open_change("Constituency", seat.name))
		assert frappe.db.get_value("Constituency", seat.name, "is_annulled") == 0
		with pytest.raises(LawBroken):
			frappe.delete_doc("Constituency", seat.name)

	def test_a_station_is_taken_out_of_a_seat_with_two_persons(self, as_user):
		row = frappe.db.get_value(
			"Constituency Station",
			{"parenttype": "Constituency"},
			["parent", "polling_station"],
			as_dict=True,
		)
		as_user(ADMINISTRATOR)
		seat = frappe.get_doc("Constituency", row.parent)
		stations = [one.polling_station for one in seat.stations]
		seat.update({"stations": []}).save()
		held = frappe.get_all("Constituency Station", {"parent": seat.name}, pluck="polling_station")
		assert sorted(held) == sorted(stations)
		two_persons.sign(two_persons.open_change("Constituency", seat.name))
		assert not frappe.get_all("Constituency Station", {"parent": seat.name})
		seat.reload()
		seat.append("stations", {"polling_station": row.polling_station})
		seat.save()
		assert not frappe.db.exists("Constituency Station", row)
		two_persons.sign(two_persons.open_change("Constituency", seat.name))
		assert frappe.db.exists("Constituency Station", row)

	def test_a_new_organization_has_no_tin_before_two_persons_confirmed_it(self, as_user):
		as_user(ADMINISTRATOR)
		values = {"doctype": "Participant Organization", "kind": "Mahalla", "title_uz": "Sinov"}
		made = frappe.get_doc({**values, "tin": "300000002"}).insert()
		assert not frappe.db.get_value(made.doctype, made.name, "tin")
		two_persons.sign(two_persons.open_change(made.doctype, made.name))
		assert frappe.db.get_value(made.doctype, made.name, "tin") == "300000002"

	@pytest.mark.parametrize(
		("field", "value", "shown"),
		[
			("surname", "Boshqayev", "Boshqayev"),
			("given_name", "Boshqa", "Boshqa"),
			("patronymic", "Boshqayevich", "Boshqayevich"),
			("birth_date", "1970-01-02", "02.01.1970"),
			("passport", "AB7654321", "*****4321"),
		],
	)
	def test_who_a_person_is_changes_with_two_persons(self, as_user, field, value, shown):
		name = frappe.db.get_value("Person", {"user": make.CHAIR})
		before = frappe.db.get_value("Person", name, [field, "full_name"])
		as_user(ADMINISTRATOR)
		frappe.get_doc("Person", name).update(
			{field: value, "full_name": "Kim Kimov", "specialty": "x"}
		).save()
		assert frappe.db.get_value("Person", name, [field, "full_name"]) == before
		change = frappe.get_doc(CHANGE, two_persons.open_change("Person", name))
		assert value not in frappe.as_json(change.as_dict())
		assert [one.after for one in difference_words.describe_differences(change)] == [shown]
		two_persons.sign(change.name)
		assert str(frappe.db.get_value("Person", name, field)) == value

	@pytest.mark.parametrize(
		"doctype",
		[
			*("Election", "Person", "Commission Membership", "Body Representative", "Constituency"),
			*("Polling Station", "Party Branch", "Participant Organization", "Voter Statistic"),
		],
	)
	def test_made_up_data_stays_made_up(self, as_user, doctype):
		document = frappe.get_doc(doctype, frappe.db.get_value(doctype, {"is_synthetic": 1}))
		as_user("Administrator")
		with pytest.raises(frappe.CannotChangeConstantError):
			document.update({"is_synthetic": 1 - document.is_synthetic}).save()

	@pytest.mark.parametrize("doctype", ["Election Commission", "Administrative Territory"])
	def test_the_numbers_of_a_tree_are_nobodys_to_write(self, as_user, doctype):
		name = frappe.db.get_value(doctype, {"lft": [">", 1]}, order_by="lft desc")
		tree = ["lft", "rgt", "is_group", "old_parent"]
		before = frappe.db.get_value(doctype, name, tree)
		as_user(ADMINISTRATOR)
		document = frappe.get_doc(doctype, name)
		document.update({"lft": 1, "rgt": 9999, "is_group": 1 - before[2], "old_parent": ""}).save()
		assert frappe.db.get_value(doctype, name, tree) == before


class TestApprovers:
	"""Two who may confirm stay; what one person closes alone is told to the others."""

	@pytest.fixture
	def two(self, as_user) -> None:
		others = [one.user for one in approvers.list_approvers() if one.user not in (ADMINISTRATOR, SECOND)]
		for user in others:
			frappe.db.set_value("User", user, "enabled", 0)
		as_user(ADMINISTRATOR)

	@pytest.mark.parametrize(
		"close",
		[
			lambda user: user.update({"enabled": 0}).save(),
			lambda user: user.update({"roles": []}).save(),
			lambda user: user.delete(),
		],
		ids=["disabled", "roles", "deleted"],
	)
	def test_the_last_two_who_may_confirm_stay(self, two, as_user, monkeypatch, close):
		as_user("Administrator")
		monkeypatch.setattr(frappe.local, "request", frappe._dict(path="/", headers={}), raising=False)
		with pytest.raises(LawBroken) as refusal:
			close(frappe.get_doc("User", SECOND))
		assert refusal.value.code == "approvers_needed"

	def test_the_holder_of_the_bench_closes_a_login_in_an_emergency(self, two, as_user):
		as_user("Administrator")
		frappe.get_doc("User", SECOND).update({"enabled": 0}).save()
		assert not frappe.db.get_value("User", SECOND, "enabled")

	def test_another_login_is_closed_by_one_person(self, two, as_user):
		as_user(make.ADMINISTRATOR)
		user = frappe.get_doc("User", make.CHAIR)
		user.update({"enabled": 0}).save(ignore_permissions=True)
		assert not frappe.db.get_value("User", make.CHAIR, "enabled")

	@pytest.mark.parametrize(
		("field", "value"),
		[("surname", "Almashgan"), ("phone", "+998901112244"), ("birth_date", "1990-10-20")],
	)
	@pytest.mark.parametrize("doctype", ["Commission Membership", "Body Representative"])
	def test_who_waits_for_a_second_person_is_not_exchanged_meanwhile(self, as_user, doctype, field, value):
		"""A membership or a head of a party was signed, and its person changed by one administrator before that."""
		as_user(ADMINISTRATOR)
		person, waiting = who_waits(doctype)
		before = frappe.db.get_value("Person", person, [field, "full_name"])
		frappe.get_doc("Person", person).update({field: value, "specialty": "sinov"}).save()
		assert frappe.db.get_value("Person", person, [field, "full_name"]) == before
		assert frappe.db.get_value("Person", person, "specialty") == "sinov"
		assert two_persons.open_change("Person", person)
		said = [one.after for one in difference_words.describe_differences(frappe.get_doc(CHANGE, waiting))]
		assert any("1985" in str(one) for one in said)
		two_persons.sign(waiting)
		assert frappe.db.get_value("Person", person, [field, "full_name"]) == before

	@pytest.mark.parametrize("values", [{"restrict_ip": "10.0.0.1"}, {"login_after": 3, "login_before": 4}])
	def test_nobody_is_locked_out_by_one(self, as_user, values):
		"""The other administrator, who could have signed or declined, had no way in from then on."""
		as_user("Administrator")
		frappe.get_doc("User", SECOND).update({**values, "bio": "sinov"}).save()
		assert not any(frappe.db.get_value("User", SECOND, [*values], as_dict=True).values())
		assert frappe.db.get_value("User", SECOND, "bio") == "sinov"
		two_persons.sign(two_persons.open_change("User", SECOND), ADMINISTRATOR)
		two_persons.sign_waiting("User", SECOND)
		assert frappe.db.get_value("User", SECOND, [*values], as_dict=True) == values
		as_user("Administrator")
		frappe.get_doc("User", SECOND).update(dict.fromkeys(values)).save()
		assert frappe.db.get_value("User", SECOND, [*values], as_dict=True) == values

	@pytest.mark.parametrize(
		("author", "user"),
		[(ADMINISTRATOR, ADMINISTRATOR), ("Administrator", SECOND), ("Administrator", make.CHAIR)],
	)
	def test_a_login_is_called_otherwise_by_two_persons(self, as_user, author, user):
		"""A proposal seemed to come from another administrator, or to wait for one."""
		before = frappe.db.get_value("User", user, ["first_name", "last_name", "full_name"])
		as_user(author)
		document = frappe.get_doc("User", user)
		document.update({"first_name": "Otabegim", "last_name": "Boshqayeva", "bio": "sinov"})
		document.save(ignore_permissions=True)
		assert frappe.db.get_value("User", user, ["first_name", "last_name", "full_name"]) == before
		assert frappe.db.get_value("User", user, "bio") == "sinov"
		change = frappe.get_doc(CHANGE, two_persons.open_change("User", user))
		assert "Otabegim" not in change.after
		said = {one.after for one in difference_words.describe_differences(change)}
		assert {"Otabegim", "Boshqayeva"} <= said
		for signer in (ADMINISTRATOR, SECOND):
			if two_persons.open_change("User", user) and signer != author:
				two_persons.sign(change.name, signer)
		assert frappe.db.get_value("User", user, "full_name") == "Otabegim Boshqayeva"

	def test_what_one_person_changes_of_a_place_is_on_record_with_its_values(self, as_user):
		"""The log had a hash alone, and the auditor could not say what was changed."""
		as_user(ADMINISTRATOR)
		name = one_of("Polling Station")
		before = frappe.db.get_value("Polling Station", name, "phone")
		frappe.get_doc("Polling Station", name).update({"phone": "+998712000000"}).save()
		bulk.write()
		row = frappe.get_last_doc(CHANGE, {"reference_doctype": "Polling Station", "reference_name": name})
		assert (row.action, row.decided_by) == ("Record", ADMINISTRATOR)
		assert json.loads(row.before) == ({"phone": before} if before else {})
		assert json.loads(row.after) == {"phone": "+998712000000"}

	def test_what_one_person_changes_of_an_official_is_on_record(self, as_user):
		person = frappe.db.get_value("Person", {"user": SECOND})
		as_user(ADMINISTRATOR)
		document = frappe.get_doc("Person", person)
		document.update({"citizenship": "Namuna", "refuses_reminders": 1, "language": "en"})
		document.save(ignore_permissions=True)
		row = frappe.get_last_doc(CHANGE, {"reference_doctype": "Person", "reference_name": person})
		assert (row.action, row.status, row.decided_by) == ("Record", "In force", ADMINISTRATOR)
		after = json.loads(row.after)
		assert set(after) == {"citizenship", "refuses_reminders", "language"}
		assert all(str(value).startswith("hmac:") for value in after.values())
		assert not two_persons.open_change("Person", person)
		frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
		two_persons.sign(two_persons.open_change("SMS Gateway", "eskiz"))  # it keeps nobody from signing

	def test_whom_to_call_about_a_login_is_two_persons(self, as_user):
		"""The owner of a login was told to call whoever had just opened its recovery."""
		settings, held = "E-saylov Settings", frappe.db.get_single_value("E-saylov Settings", "help_phone")
		as_user(ADMINISTRATOR)
		frappe.get_doc(settings).update({"help_phone": "+998906666666"}).save()
		assert frappe.db.get_single_value(settings, "help_phone") == held
		two_persons.sign(two_persons.open_change(settings, settings))
		assert frappe.db.get_single_value(settings, "help_phone") == "+998906666666"

	@pytest.mark.parametrize(("settings", "field", "value"), SETTINGS_CHANGES)
	def test_a_setting_that_reaches_people_is_two_persons(self, as_user, settings, field, value):
		"""Receipts waited for a day, nobody's data were limited, the portal showed another election."""
		held = frappe.db.get_single_value(settings, field)
		assert str(held or "") != str(value or "")
		as_user(ADMINISTRATOR)
		frappe.get_doc(settings).update({field: value}).save()
		assert frappe.db.get_single_value(settings, field) == held
		two_persons.sign(two_persons.open_change(settings, settings))
		assert str(frappe.db.get_single_value(settings, field) or "") == str(value or "")
		frappe.get_doc(settings).save()
		assert not two_persons.open_change(settings, settings)

	@pytest.mark.parametrize(
		("values", "code"),
		[
			({"quiet_from": "00:00:00", "quiet_to": "23:59:59"}, "quiet_too_long"),
			({"quiet_from": "15:00:00", "quiet_to": "07:30:00"}, "quiet_too_long"),
			({"messages_per_phone": 0}, "number_of_one"),
			({"compared_megabytes": -1}, "number_of_one"),
		],
	)
	def test_a_setting_by_which_nothing_is_sent_or_compared_is_refused(self, as_user, values, code):
		as_user(ADMINISTRATOR)
		with pytest.raises(FormInvalid) as refusal:
			frappe.get_doc("E-saylov Settings").update(values).save()
		assert [one.code for one in refusal.value.findings] == [code]

	def test_sixteen_quiet_hours_are_proposed(self, as_user):
		as_user(ADMINISTRATOR)
		frappe.get_doc("E-saylov Settings").update({"quiet_from": "16:00:00", "quiet_to": "08:00:00"}).save()
		assert two_persons.open_change("E-saylov Settings", "E-saylov Settings")

	@pytest.mark.parametrize("number", ["+998 90 666-66-66", "+998906666666 (24/7)", "12", "+9989066666661"])
	def test_a_help_line_by_which_messages_fail_is_refused(self, as_user, number):
		as_user(ADMINISTRATOR)
		with pytest.raises(FormInvalid) as refusal:
			frappe.get_doc("E-saylov Settings").update({"help_phone": number}).save()
		assert [one.code for one in refusal.value.findings] == ["help_phone_structure"]

	@pytest.mark.parametrize(("field", "value"), [("allowed_file_extensions", "x"), ("max_file_size", 1)])
	def test_which_papers_can_be_attached_is_two_persons(self, as_user, field, value):
		"""Appeals that need a paper could not be filed."""
		as_user("Administrator")
		held = frappe.db.get_single_value("System Settings", field)
		frappe.get_doc("System Settings").update({field: value}).save()
		assert frappe.db.get_single_value("System Settings", field) == held
		assert two_persons.open_change("System Settings", "System Settings")

	def test_the_first_steps_of_a_site_do_not_run_again(self, as_user):
		"""Country and currency changed, and a user was made with a password that its maker typed."""
		as_user("Administrator")
		frappe.get_doc("System Settings").update({"setup_complete": 0}).save()
		assert frappe.db.get_single_value("System Settings", "setup_complete") == 1
		assert two_persons.open_change("System Settings", "System Settings")
		with (Path(manifest.__file__).with_name("manifest.csv")).open(encoding="utf-8") as lines:
			steps = [row for row in csv.DictReader(lines) if ".setup_wizard." in row["method"]]
		assert steps
		assert [row["method"] for row in steps if row["roles"] or row["verbs"]] == []

	def test_who_waited_in_vain_is_one_persons_again(self, as_user):
		as_user(ADMINISTRATOR)
		person, waiting = who_waits("Commission Membership")
		changes.decline(waiting, "sinov")
		frappe.get_doc("Person", person).update({"surname": "Almashgan"}).save()
		assert frappe.db.get_value("Person", person, "surname") == "Almashgan"


def who_waits(doctype: str) -> tuple[str, str]:
	"""A new person whom a membership or a representation names that one administrator proposed; and that proposal."""
	values = {key: value for key, value in person_of(7).items() if key != "email"}
	person = frappe.get_doc(doctype="Person", **values | {"birth_date": "1985-03-15"}).insert()
	party = frappe.db.get_value("Political Party", {"is_active": 1}, order_by="name asc")
	rest = {
		"Commission Membership": {"commission": ground.COMMISSION, "position": "Member"},
		"Body Representative": {"body_type": "Political Party", "body": party, "is_head": 1},
	}
	named = {"person": person.name, "starts_on": frappe.utils.today(), **rest[doctype]}
	row = frappe.get_doc(doctype=doctype, **named).insert()
	return str(person.name), two_persons.open_change(doctype, str(row.name))
