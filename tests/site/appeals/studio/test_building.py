"""Building an appeal type: checks against the site, dry runs, versions, files, and taking a type back."""

import json

import frappe
import pytest
from factories import appeals as make
from factories import two_persons, types

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.form_facts import offers
from esaylov.appeals.procedure import picture
from esaylov.appeals.studio import building as appeals_building
from esaylov.appeals.types import contracts
from esaylov.core.findings import Severity
from esaylov.core.texts import finding_text
from esaylov.decisions.review import rehearsal as decisions_rehearsal
from esaylov.framework.errors import Duplicate, FormInvalid, NotFound, SetupMissing, WrongState
from esaylov.setup import shipped
from esaylov.setup.demo import ground

DISTRICT = "1726277"
PLACE = appeals_building.Place(ground.ELECTION, DISTRICT)
building = appeals_building


def codes(findings) -> list[str]:
	return [finding.code for finding in findings]


class TestCheck:
	def test_the_small_type_may_be_published(self):
		assert building.check(types.small()) == []

	def test_a_type_is_checked_against_this_site(self):
		found = building.check(
			types.small(review_statute="no_days", effect="no_effect", recipient_field="reason")
		)
		assert {"type_statute", "type_effect_unknown", "type_recipient_kind"} <= set(codes(found))

	def test_json_that_cannot_be_read_is_told_first(self):
		found = building.check(types.small(effect_mapping="{oops"))
		assert [(finding.code, finding.path) for finding in found] == [("definition_json", "effect_mapping")]

	@pytest.mark.parametrize(
		("language", "sentences"),
		[
			(
				"ru",
				(
					"Для «Дата» указано поле «удалённое поле», которого нет в форме.",
					"Шаблон SMS «Обращение подписано и отправлено, присвоен номер» выключен, сообщение не уйдёт.",
				),
			),
			(
				"uz",
				(
					"“Sana” uchun koʻrsatilgan “olib tashlangan maydon” maydoni shaklda yoʻq.",
					"“Murojaat imzolanib yuborildi, raqam berildi” SMS shabloni oʻchirilgan, xabar yuborilmaydi.",
				),
			),
		],
	)
	def test_what_is_found_stands_in_the_quotation_marks_of_the_reader_and_names_no_code(
		self, monkeypatch, language, sentences
	):
		"""Russian stood in English marks, and a text of messages there by its code."""
		monkeypatch.setattr(frappe.local, "lang", language)
		frappe.db.set_value("SMS Template", "S04", "enabled", 0)
		found = building.check(types.small(effect_mapping='{"date": "nowhere"}'))
		assert set(sentences) <= {finding_text(item, language) for item in found}

	def test_a_type_that_says_no_limit_is_asked_for_one(self):
		"""It was told that the law has no number `…`."""
		(found,) = building.check(types.small(review_statute=""))
		assert (found.code, found.path) == ("type_limit_open", "review_statute")

	@pytest.mark.parametrize("values", [{"form_fields": "x"}, {"messages": [3]}, {"code": 7}])
	def test_values_of_a_wrong_shape_are_refused(self, values):
		with pytest.raises(FormInvalid) as refusal:
			building.check(types.small(**values))
		assert codes(refusal.value.findings) == ["wrong_type"]

	def test_every_shipped_type_may_be_published(self):
		wrong = {}
		for path in shipped.files():
			if path.parent.name == "appeal_types":
				found = building.check(shipped.read(path)[0])
				wrong[path.stem] = [
					finding_text(item, "en") for item in found if item.severity is Severity.ERROR
				]
		assert {name: texts for name, texts in wrong.items() if texts} == {}
		assert wrong

	def test_the_number_of_queries_does_not_grow_with_the_form(self, count_queries):
		small = types.small()
		fields = [
			{"field_name": f"note_{n}", "kind": "Short Text", **types.words("label", "Note")}
			for n in range(40)
		]
		large = {**small, "form_fields": [*small["form_fields"], *fields]}
		building.check(small)  # what is cached is cached
		assert count_queries(lambda: building.check(large)) == count_queries(lambda: building.check(small))


class TestLife:
	def test_a_type_goes_from_draft_to_checked_to_published_to_withdrawn(self):
		code = building.take_in(types.small(effect="", recipient_field="nowhere"), replace=False)
		assert status(code) == "Draft"
		building.take_in(types.small(), replace=True)
		assert status(code) == "Checked"
		assert two_persons.publish_type(code) == 1
		assert status(code) == "Published"
		two_persons.withdraw_type(code)
		assert status(code) == "Withdrawn"
		assert two_persons.publish_type(code) == 1  # it says what its version says: no new one

	def test_a_type_with_errors_is_not_published_and_nothing_is_frozen(self):
		code = building.take_in(types.small(effect="", recipient_field="nowhere"), replace=False)
		with pytest.raises(FormInvalid) as refusal:
			building.publish(code)
		assert codes(refusal.value.findings) == ["type_recipient_unknown"]
		assert not frappe.db.exists("Appeal Type Version", {"appeal_type": code})

	def test_a_new_type_may_come_published(self):
		code = two_persons.published_type()
		assert [row["code"] for row in offers.catalogue() if row["code"] == code] == [code]

	def test_a_draft_of_a_type_that_was_taken_back_is_told_and_not_filed(self):
		name = make.draft()
		frappe.set_user("Administrator")
		two_persons.withdraw_type("A56")
		frappe.set_user(make.PARTY)
		assert codes(before_filing.check(name))[0] == "type_withdrawn"
		with pytest.raises(WrongState) as refusal:
			make.submit(name)
		assert refusal.value.code == "type_withdrawn"
		with pytest.raises(WrongState):
			drafting.update(name, {})

	def test_an_open_appeal_keeps_its_version_when_the_type_is_taken_back(self):
		name = make.under_review()
		before = make.stored(name).type_version
		two_persons.withdraw_type("A56")
		assert contracts.form("A56", before).version == before
		assert make.stored(name).type_version == before

	def test_only_those_who_may_write_types_publish(self, as_user):
		code = building.take_in(types.small(), replace=False)
		as_user(make.CHAIR)
		with pytest.raises(frappe.PermissionError):
			building.publish(code)


def status(code: str) -> str:
	return frappe.db.get_value("Appeal Type", code, "status")


def field(**values) -> dict:
	"""A form of one field."""
	row = {"field_name": "reason", "kind": "Long Text", **types.words("label", "Reason"), **values}
	return {"form_fields": [row]}


def deep(levels: int) -> dict:
	"""A condition that stands in itself so often."""
	condition: dict = {"field": "since", "equals": "x"}
	for _ in range(levels):
		condition = {"not": condition}
	return condition


def saved(values: dict) -> None:
	"""The same type as the form of the Desk has it checked."""
	raise FormInvalid(building.check(types.small(**values)))


class TestVersions:
	def test_two_versions_are_compared_in_words(self):
		code = two_persons.published_type()
		changed = types.small(published=1)
		changed["form_fields"][1]["required"] = 0
		changed["form_rules"] = []
		building.take_in(changed, replace=True)
		two_persons.sign_waiting("Appeal Type", code)
		assert [row["version"] for row in building.history(code)] == [2, 1]
		name = frappe.db.get_value("User", make.ADMINISTRATOR, "full_name")  # the last who signed
		assert {row["frozen_by"] for row in building.history(code)} == {name}
		changes = building.compare(code, 1, 2, "en")
		assert [finding_text(change, "en") for change in changes] == [
			"The field “Reason en” is no longer required.",
			"The rule “Each person stands in the group once.” was removed.",
		]
		assert building.compare(code, 2, 0, "en") == []

	@pytest.mark.parametrize(
		"call", [lambda: building.history("X9"), lambda: building.compare("A56", 1, 999, "en")]
	)
	def test_what_is_not_there_is_not_found(self, call):
		with pytest.raises(NotFound):
			call()


class TestFiles:
	def test_an_export_comes_back_as_it_was(self):
		first = building.export("A56")
		code = building.take_in({**first, "code": "A56COPY"}, replace=False)
		again = building.export(code)
		assert again == {**first, "code": code}
		assert not again["published"]

	def test_a_copy_is_a_type_of_its_own_that_nobody_files_yet(self):
		assert building.copy("A56", "B56") == "B56"
		assert status("B56") == "Checked"

	def test_a_code_that_is_taken_is_refused(self):
		with pytest.raises(Duplicate):
			building.copy("A56", "A56")

	def test_over_an_existing_type_what_the_file_leaves_out_goes(self):
		code = building.take_in(types.small(subject_template="{reason}"), replace=False)
		building.take_in(types.small(), replace=True)
		assert not frappe.db.get_value("Appeal Type", code, "subject_template")
		assert building.export(code)["code"] == code

	@pytest.mark.parametrize(
		("content", "code", "path"),
		[
			("{oops", "type_file_unreadable", ""),
			("[]", "type_file_unreadable", ""),
			({"doctype": "User"}, "type_file_unreadable", ""),
			(types.small(colour="red"), "type_key_unknown", "colour"),
			(types.small("bad code"), "type_code", "code"),
			(types.small(route="by_lot"), "type_value", "route"),
			(types.small(certificate_kind="none_such"), "type_value", "certificate_kind"),
			(types.small(title_ru=""), "required", "title_ru"),
			(
				types.small(messages=[{"event": "received", "sms_template": "S00"}]),
				"type_value",
				"messages[0].sms_template",
			),
			(
				types.small(form_fields=[{"field_name": "a", "kind": "Colour"}]),
				"type_value",
				"form_fields[0].kind",
			),
			(types.small(form_rules=[{"rule": "no_rule"}]), "definition_rule", "form_rules[0]"),
			(
				types.small(published=1, legal_basis="x", effect="admit_party", effect_mapping={}),
				"type_mapping_missing",
				"effect_mapping",
			),
		],
	)
	def test_a_file_that_does_not_hold_makes_nothing(self, content, code, path):
		with pytest.raises(FormInvalid) as refusal:
			building.take_in(content, replace=False)
		assert (code, path) in [(finding.code, finding.path) for finding in refusal.value.findings]
		assert not frappe.db.exists("Appeal Type", "T61")

	def test_a_published_type_stays_published_when_its_own_file_replaces_it(self):
		code = two_persons.published_type()
		building.take_in(building.export(code), replace=True)
		assert (status(code), [row["version"] for row in building.history(code)]) == ("Published", [1])
		building.take_in({**building.export(code), "legal_basis": "art. 46"}, replace=True)
		assert (status(code), [row["version"] for row in building.history(code)]) == ("Published", [2, 1])

	def test_a_type_that_was_taken_back_is_told_as_such_when_somebody_begins(self):
		two_persons.withdraw_type("A56")
		frappe.set_user(make.PARTY)
		for begin in (
			lambda: drafting.create(make.PARTY, "A56", ground.ELECTION, {}),
			lambda: contracts.schema("A56"),
		):
			with pytest.raises(WrongState) as refusal:
				begin()
			assert refusal.value.code == "type_withdrawn"

	@pytest.mark.parametrize(
		("values", "code", "path"),
		[
			({"form_fields": 7000 * [types.small()["form_fields"][1]]}, "too_many_rows", "form_fields"),
			({"messages": 61 * [{"event": "received"}]}, "too_many_rows", "messages"),
			({"legal_basis": 2_000_000 * "x"}, "too_long", "legal_basis"),
			({"slug": 141 * "x"}, "too_long", "slug"),
			(field(help_uz=70_000 * "x"), "too_long", "form_fields[0].help_uz"),
			(field(kind="Integer", maximum=5000 * "9"), "too_long", "form_fields[0].maximum"),
			(field(kind="Integer", maximum=100 * "9"), "definition_limits", "form_fields[0].maximum"),
			(field(kind="Group", max_rows=10**30), "too_large", "form_fields[0].max_rows"),
			(field(shown_if=deep(20_000)), "definition_json", "form_fields[0].shown_if"),
			(field(shown_if=10_000 * "["), "definition_json", "form_fields[0].shown_if"),
		],
	)
	def test_what_is_over_a_limit_is_refused_before_anything_is_done(self, values, code, path):
		for step in (lambda: building.take_in(types.small(**values), replace=False), lambda: saved(values)):
			with pytest.raises(FormInvalid) as refusal:
				step()
			found = [(finding.code, finding.path) for finding in refusal.value.findings]
			assert (code, path) in found
		assert not frappe.db.exists("Appeal Type", "T61")

	def test_a_number_that_no_version_can_hold_is_refused(self):
		values = field(kind="Link", link_doctype="User", link_filters={"idx": 1.5})
		with pytest.raises(FormInvalid) as refusal:
			building.take_in(types.small(**values), replace=False)
		assert codes(refusal.value.findings) == ["payload_number"]

	@pytest.mark.parametrize(
		("content", "code"),
		[
			(2_000_000 * " ", "too_long"),
			(20_000 * "[", "type_file_unreadable"),
			('{"code": %s}' % (5000 * "9"), "type_file_unreadable"),
		],
	)
	def test_a_text_that_nobody_can_read_is_refused_as_one(self, content, code):
		with pytest.raises(FormInvalid) as refusal:
			building.take_in(content, replace=False)
		assert codes(refusal.value.findings) == [code]


class TestDryRun:
	def test_sample_answers_of_a56_are_filed_as_an_applicant_would_see_it(self):
		before = frappe.db.count("Appeal"), frappe.db.count("SMS Message"), frappe.db.count("Chain Event")
		rehearsal = building.rehearse(building.export("A56"), PLACE, None)
		assert [finding for finding in rehearsal.findings if finding.severity is Severity.ERROR] == []
		assert (
			frappe.db.get_value("Election Commission", rehearsal.document.recipient, "territory") == DISTRICT
		)
		assert json.loads(rehearsal.payload)["answers"] == rehearsal.answers
		texts = {row["event"]: row["texts"]["ru"] for row in rehearsal.messages}
		assert "E-saylov" in texts["received"]
		after = frappe.db.count("Appeal"), frappe.db.count("SMS Message"), frappe.db.count("Chain Event")
		assert after == before

	@pytest.mark.full
	def test_every_shipped_type_can_be_tried_in_an_election_of_its_calendar(self):
		elections = frappe.get_all("Election", pluck="name", order_by="name asc")
		untried = [code for code in shipped_codes() if not any(tried(code, name) for name in elections)]
		assert untried == []

	def test_the_commission_would_read_decide_and_write_what_the_form_asks(self):
		values = types.small(effect_mapping={"date": "since"}, effect="record_only")
		found = decisions_rehearsal.tried(building.rehearse(values, PLACE, None), "ru")
		said = {one["label"]: one["value"] for one in found["answers"]}
		assert said["District ru"] not in ("", DISTRICT), "a record is called by its title"
		(people,) = found["groups"]
		assert people["label"] == "People ru"
		assert len(people["rows"]) == 1
		assert len(found["subjects"]) == 1
		assert "Notice of a meeting ru" in found["text"]
		(since,) = found["written"]
		assert (since["key"], since["field"], since["value"]) == ("date", "Since ru", said["Since ru"])

	def test_of_observers_each_is_decided_and_the_entry_of_the_first_is_said(self):
		found = decisions_rehearsal.tried(building.rehearse(building.export("A56"), PLACE, None), "uz")
		(person,) = found["subjects"]
		assert person in found["text"]
		assert all(one["value"] or one["field"] for one in found["written"])
		assert not [one for one in found["written"] if one["value"] == DISTRICT]

	@pytest.mark.parametrize(
		("route", "officer", "chair"),
		[
			("chair_decision", {"Take Up", "Return for Correction"}, {"Grant", "Refuse"}),
			("expert_then_vote", {"Ask Experts", "Put on Agenda"}, {"Grant"}),
		],
	)
	def test_the_steps_of_a_route_say_who_takes_them(self, route, officer, chair):
		steps = picture.steps_of(route)
		assert officer <= {one["action"] for one in steps if not one["lock"]}
		assert chair <= {one["action"] for one in steps if one["needs"] == "decision"}
		assert all(one["roles"] for one in steps)

	def test_answers_that_break_a_rule_are_told(self):
		rehearsal = building.rehearse(types.small(), PLACE, None)
		person = rehearsal.answers["persons"][0]
		answers = {**rehearsal.answers, "persons": [person, person], "since": ""}
		again = building.rehearse(types.small(), PLACE, answers)
		assert {"person_repeated", "required"} <= set(codes(again.findings))

	def test_nothing_is_told_of_a_real_person_whose_number_is_typed_in(self):
		chair = frappe.db.get_value("Person", {"user": make.CHAIR}, "pinfl")
		rule = {"rule": "not_commission_member", "parameters": {"group": "persons"}, "article": "33"}
		document = types.small(form_rules=[rule])
		answers = dict(building.rehearse(document, PLACE, None).answers)
		person = {**answers["persons"][0], "pinfl": chair}
		again = building.rehearse(
			document, PLACE, {**answers, "persons": [person, {**person, "passport": "AB1234567"}]}
		)
		assert codes(again.findings) == []
		assert chair not in again.payload
		assert "AB1234567" not in again.payload
		assert again.answers["persons"][0]["pinfl"] == again.answers["persons"][1]["pinfl"]

	def test_an_applicant_without_a_commission_is_told_why(self):
		rehearsal = building.rehearse(
			types.small(recipient_field=""), building.Place(ground.ELECTION, ""), None
		)
		assert rehearsal.document.recipient is None
		assert rehearsal.findings

	@pytest.mark.parametrize("place", [("no-election", DISTRICT), (ground.ELECTION, "0")])
	def test_an_unknown_place_is_not_found(self, place):
		with pytest.raises(NotFound):
			building.rehearse(types.small(), building.Place(*place), None)

	def test_a_form_that_cannot_be_read_is_refused_with_its_findings(self):
		with pytest.raises(FormInvalid) as refusal:
			building.rehearse(types.small(form_fields=[]), PLACE, None)
		assert codes(refusal.value.findings) == ["definition_fields"]

	def test_a_type_that_nobody_may_file_is_refused(self):
		with pytest.raises(FormInvalid) as refusal:
			building.empty(types.small(applicant_kinds=[]), PLACE)
		assert codes(refusal.value.findings) == ["type_nobody"]


def shipped_codes() -> list[str]:
	return [path.stem for path in shipped.files() if path.parent.name == "appeal_types"]


def tried(code: str, election: str) -> bool:
	"""Whether a dry run of a shipped type comes to an end, with the text of its decision; False where the calendar is of another kind of election."""
	try:
		rehearsal = building.rehearse(building.export(code), building.Place(election, DISTRICT), None)
	except SetupMissing:
		return False
	says_decision = bool(decisions_rehearsal.tried(rehearsal, "uz")["text"])
	return says_decision and json.loads(rehearsal.payload)["appeal_type"] == code


def test_the_texts_that_a_message_may_have_name_their_places_in_words():
	"""The studio showed dots where something is put in."""
	(text,) = [row for row in building.workbench()["templates"] if row["name"] == "S04"]
	assert "{murojaat raqami}" in text["text_uz"]
	assert "{номер обращения}" in text["text_ru"]
	assert "{appeal number}" in text["text_en"]


@pytest.mark.parametrize(
	("language", "words"),
	[
		("uz", "(Konstitutsiya, 106-modda)"),
		("ru", "(Конституция, ст. 106)"),
		("en", "(Constitution, art. 106)"),
	],
)
def test_a_number_of_the_law_names_its_act_in_the_readers_words(monkeypatch, language, words):
	"""`Const. 106` stood in the lists of the studio."""
	monkeypatch.setattr(frappe.local, "lang", language)
	(row,) = [row for row in building.workbench()["statutes"] if row["key"] == "candidate_age_president"]
	assert row["law"] == words


def test_the_workbench_offers_what_the_site_has():
	bench = building.workbench()
	assert {"unique_persons", "inside_window"} <= {row["name"] for row in bench["rules"]}
	assert bench["effects"]["accredit_observer"]["required"] == ["rows"]
	assert "@person" in {row["field_name"] for row in bench["library"]}
	assert "body.party" in bench["sources"]
	assert len({row["key"] for row in bench["stages"]}) == len(bench["stages"])
	assert {row["name"] for row in bench["papers"]} == set(bench["certificates"])
	assert all(row["title_uz"] and row["title_ru"] for row in bench["papers"])
	json.dumps(bench, default=str)
