"""One administrator alone: a type, the law and an election change only with a second person; what a type writes has
a legal minimum."""

import json

import frappe
import pytest
import test_own_decisions as own
import test_preparation_steps as preparing
from factories import appeals as make
from factories import effects, two_persons, types

from esaylov.appeals import definitions
from esaylov.appeals import service as appeals
from esaylov.decisions import service as decisions
from esaylov.decisions.signature_inbox import service as inbox
from esaylov.elections.preparation import lacks
from esaylov.elections.preparation import service as preparation
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.permissions.configuration import service as configuration
from esaylov.registers import service as registers
from esaylov.reports import service as reports
from esaylov.setup import administrators
from esaylov.setup.demo import service
from esaylov.setup.verification import site
from esaylov.setup.verification.result import Result, Verdict

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, two_persons.SECOND
CHANGE, TYPE = "Configuration Change", "Appeal Type"
AUDITOR = "auditor@esaylov.example"
building = appeals.building


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

	def test_texts_help_and_order_are_one_persons(self, as_user):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		values = types.small()
		first, second, *others = values["form_fields"]
		values["form_fields"] = [{**second, "label_en": "Why", "help_en": "In a few words"}, first, *others]
		building.take_in({**values, "title_en": "A meeting"}, replace=True)
		assert not open_change(code)
		assert [row["version"] for row in building.history(code)] == [2, 1]
		assert frappe.db.get_value(TYPE, code, "title_en") == "A meeting"

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

	def test_a_type_is_taken_back_by_one_and_comes_again_by_two(self, as_user):
		code = two_persons.published_type()
		as_user(ADMINISTRATOR)
		building.unpublish(code)
		assert not published(code)
		building.publish(code)
		assert not published(code)
		two_persons.sign(open_change(code), SECOND)
		assert published(code)

	def test_the_comparison_finds_nothing_after_two_persons_published_a_type(self, as_user):
		configuration.find_changes()
		code = two_persons.published_type()
		as_user("Administrator")
		found = [frappe.get_doc(CHANGE, name) for name in configuration.find_changes()]
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
		asked = ("form_commission", {}, effects.COMMISSION, service.ELECTION)
		for step in (
			lambda: own.decided("form_commission", {}),
			lambda: decisions.propose_matter(*asked),
		):
			with pytest.raises(WrongState) as refusal:
				step()
			assert refusal.value.code == "subject_below_minimum"

	def test_a_decision_that_a_chair_signed_alone_forms_no_commission(self):
		decision = frappe.new_doc("Decision")
		decision.update({"commission": effects.COMMISSION, "election": service.ELECTION})
		decision.update({"subject_kind": "form_commission", "kind": "Chair Decision"})
		data = {"members": effects.composition(8), "commission": effects.COMMISSION}
		decision.subject_data = frappe.as_json(data)
		decision.append("rows", {"row_path": "members[0]", "outcome": "Granted"})
		refusal = registers.refusal_of(decision)
		assert (refusal.code, refusal.findings[0].code) == ("subject_below_minimum", "type_floor_route")


class TestElections:
	"""The opening of an election, its dates and its calendar."""

	def test_one_administrator_does_not_open_an_election(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			preparation.confirm(name, step)
		as_user(ADMINISTRATOR)
		preparation.confirm(name, "opening")
		assert election(preparing.CODE) == ("In Preparation", None)
		assert {row.key: row.state for row in preparation.steps(name)}["opening"] == "Ready"
		two_persons.sign(two_persons.open_change("Election", preparing.CODE))
		assert election(preparing.CODE)[0] == "Announced"
		assert {row.key: row.state for row in preparation.steps(name)}["opening"] == "Done"

	def test_an_opening_is_not_confirmed_when_something_is_missing_since(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			preparation.confirm(name, step)
		as_user(ADMINISTRATOR)
		preparation.confirm(name, "opening")
		preparation.reopen(name, "texts")
		with pytest.raises(FormInvalid):
			two_persons.sign(two_persons.open_change("Election", preparing.CODE))
		assert election(preparing.CODE) == ("In Preparation", None)

	def test_the_calendar_is_free_in_preparation_and_waits_from_the_proposed_opening_on(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			preparation.confirm(name, step)
		as_user(ADMINISTRATOR)
		stage = f"{preparing.CODE}-nomination_period"
		frappe.get_doc("Election Stage", stage).update({"ends_at": "17:00"}).save()
		assert frappe.db.get_value("Election Stage", stage, "ends_at") == "17:00"
		preparation.confirm(name, "opening")
		frappe.get_doc("Election Stage", stage).update({"ends_at": "12:00"}).save()
		assert frappe.db.get_value("Election Stage", stage, "ends_at") == "17:00"

	def test_an_election_that_is_unmade_takes_its_proposed_opening_along(self, as_user):
		name = preparing.ready()
		for step in lacks.STEPS[:-1]:
			preparation.confirm(name, step)
		as_user(ADMINISTRATOR)
		preparation.confirm(name, "opening")
		preparation.undo(name)
		assert not frappe.db.exists("Election", preparing.CODE)
		assert not two_persons.open_change("Election", preparing.CODE)

	def test_the_number_of_voters_of_an_open_election_changes_with_two_persons(self, as_user):
		before = frappe.db.get_value("Election", service.ELECTION, "voters_count")
		as_user(ADMINISTRATOR)
		frappe.get_doc("Election", service.ELECTION).update({"voters_count": before + 1}).save()
		assert frappe.db.get_value("Election", service.ELECTION, "voters_count") == before
		two_persons.sign(two_persons.open_change("Election", service.ELECTION))
		assert frappe.db.get_value("Election", service.ELECTION, "voters_count") == before + 1

	def test_days_of_an_open_election_and_its_stages_change_with_two_persons(self, as_user):
		as_user(ADMINISTRATOR)
		stage = frappe.get_last_doc("Election Stage", {"election": service.ELECTION})
		before = stage.ends_on
		stage.update({"ends_on": frappe.utils.add_days(before, 3), "title_en": "Another"}).save()
		held = frappe.db.get_value("Election Stage", stage.name, ["ends_on", "title_en"])
		assert held == (before, "Another")
		two_persons.sign(two_persons.open_change("Election Stage", stage.name))
		assert frappe.db.get_value("Election Stage", stage.name, "ends_on") == frappe.utils.add_days(
			before, 3
		)
		day = frappe.db.get_value("Election", service.ELECTION, "election_day")
		frappe.get_doc("Election", service.ELECTION).update({"status": "Finished"}).save()
		assert election(service.ELECTION)[0] != "Finished"
		with pytest.raises(LawBroken):
			frappe.delete_doc("Election Stage", stage.name)
		assert frappe.db.get_value("Election", service.ELECTION, "election_day") == day

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
		configuration.confirm_by_bench(change, "the first administrator")
		frappe.db.set_value("User", SECOND, "enabled", 1)
		return change

	def test_what_the_bench_confirmed_is_unconfirmed_until_another_signs(self, by_bench):
		assert by_bench in configuration.list_unconfirmed()
		assert administrators_seen()[1].verdict is Verdict.DOUBTFUL
		assert any(row.is_unconfirmed for row in configuration.published())
		document = frappe.get_doc(CHANGE, by_bench)
		document.run_method("onload")
		assert document.get_onload("is_unconfirmed")
		event = document.event
		with pytest.raises(NotPermitted):
			two_persons.sign(by_bench, ADMINISTRATOR)
		two_persons.sign(by_bench)
		assert by_bench not in configuration.list_unconfirmed()
		row = frappe.get_doc(CHANGE, by_bench)
		assert (row.status, row.decided_by, row.event) == ("In force", "bench", event)
		(body,) = frappe.get_all("Chain Event", {"kind": "configuration.confirmed"}, pluck="body")
		assert by_bench in body
		assert by_bench not in [
			found.name for found in configuration.published() if found.get("is_unconfirmed")
		]
		with pytest.raises(WrongState):
			two_persons.sign(by_bench)

	def test_it_waits_in_the_signature_inbox_of_another_and_stands_in_the_cockpit(self, by_bench, as_user):
		held, count = reports.cockpit(AUDITOR)["unconfirmed"], inbox.count_items(SECOND)
		assert held == len(configuration.list_unconfirmed())
		assert listed(as_user, ADMINISTRATOR).get(by_bench) is None
		assert inbox.show_item(ADMINISTRATOR, "configuration", by_bench)["may"] == []
		item = listed(as_user, SECOND)[by_bench]
		assert (item["kind"], item["status"], item["note"]) == (
			"configuration",
			"In force",
			"the first administrator",
		)
		found = inbox.show_item(SECOND, "configuration", by_bench)
		assert (found["may"], found["is_unconfirmed"]) == (["sign"], True)
		assert found["effects"]
		two_persons.sign(by_bench)
		assert by_bench not in listed(as_user, SECOND)
		assert inbox.count_items(SECOND) == count - 1
		assert reports.cockpit(AUDITOR)["unconfirmed"] == held - 1
		with pytest.raises(NotFound):
			inbox.show_item(SECOND, "configuration", by_bench)

	def test_a_signature_before_the_bench_is_not_the_second_one(self, by_bench):
		signed = frappe.get_doc(
			{"doctype": "Document Signature", "reference_doctype": CHANGE, "reference_name": by_bench}
		)
		signed.db_insert()
		assert by_bench not in configuration.list_unconfirmed()
		frappe.db.set_value(CHANGE, by_bench, "support", signed.name)
		assert by_bench in configuration.list_unconfirmed()

	def test_no_second_administrator_is_found_by_the_check_of_a_site(self, monkeypatch):
		assert administrators_seen()[0].verdict is Verdict.RIGHT
		frappe.db.set_value("User", SECOND, "enabled", 0)
		assert administrators_seen()[0].verdict is Verdict.WRONG

	def test_two_are_created_on_a_site_that_has_none(self, monkeypatch, as_user, tmp_path):
		as_user("Administrator")
		monkeypatch.setattr(frappe.db, "commit", lambda: None)
		people = [person_of(number) for number in (1, 2)]
		with pytest.raises(NotPermitted):
			administrators.create(people)
		for user in (ADMINISTRATOR, SECOND):
			frappe.db.set_value("User", user, "enabled", 0)
		with pytest.raises(FormInvalid):
			administrators.create([people[0], {**people[1], "pinfl": people[0]["pinfl"]}])
		with pytest.raises(FormInvalid):
			administrators.create(people[:1])
		(tmp_path / "two.json").write_text(json.dumps(people), encoding="utf-8")
		made = administrators.create_from_file(str(tmp_path / "two.json"))
		assert len(configuration.list_approvers()) == 2
		assert all("key=" in one["link"] for one in made)
		for one in made:
			assert "Election Administrator" in frappe.get_roles(one["user"])
			assert not two_persons.open_change("User", one["user"])
		with pytest.raises(NotPermitted):
			administrators.create(people)


def listed(as_user, user: str) -> dict:
	as_user(user)
	return {item["name"]: item for item in inbox.list_items(user)["items"]}


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
