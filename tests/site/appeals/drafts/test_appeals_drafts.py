"""A draft of an appeal: what is filled in, found, kept, and hidden from others; A56, the type that ships."""

import json

import frappe
import pytest
from factories import appeals as make
from factories import settled

from esaylov.appeals.drafts import attachments, before_filing, choosing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.review import steps
from esaylov.core.findings import blocking
from esaylov.framework.errors import FormInvalid, NotFound, NotInWindow, NotPermitted, WrongState
from esaylov.permissions.reach import reach
from esaylov.setup.demo import ground


class TestDraft:
	def test_what_the_system_knows_is_filled_in(self):
		name = make.draft(with_file=False)
		answers = json.loads(make.stored(name).answers)
		assert (answers["party"], answers["district_scope"]) == ("OZLIDEP", ground.DISTRICT)
		assert make.stored(name).recipient == ground.COMMISSION
		assert make.stored(name).subject == "OʻzLiDeP: 2 kuzatuvchi"

	def test_a_read_only_field_cannot_be_typed_over(self):
		name = make.draft(typed=make.answers(party="XDP"))
		assert json.loads(make.stored(name).answers)["party"] == "OZLIDEP"

	def test_a_whole_draft_has_no_findings(self):
		assert before_filing.check(make.draft()) == []

	@pytest.mark.parametrize(
		("values", "found"),
		[
			({"party_decision_no": ""}, ("required", "party_decision_no")),
			({"party_decision_date": "2024-02-30"}, ("date_unreal", "party_decision_date")),
			({"persons": []}, ("required", "persons")),
			({"persons": [{}]}, ("required", "persons[0].full_name")),
			(
				{"persons": [make.person(birth_date="2999-01-01")]},
				("birth_not_past", "persons[0].birth_date"),
			),
			({"polling_station": "nowhere"}, ("link_unknown", "polling_station")),
			({"district_scope": "1726294"}, ("link_unknown", "district_scope")),
		],
	)
	def test_findings_name_their_field(self, values, found):
		assert found in codes(make.draft(typed=make.answers(**values)))

	def test_empty_rows_by_the_thousand_are_refused_and_some_are_kept(self):
		name = make.draft()
		with pytest.raises(FormInvalid) as refusal:
			drafting.update(name, make.answers([{}] * 2001))
		assert [(one.code, one.path) for one in refusal.value.findings] == [("too_many_rows", "persons")]
		assert len(json.loads(make.stored(name).answers)["persons"]) == 2
		drafting.update(name, make.answers([{}] * 300))
		assert len(json.loads(make.stored(name).answers)["persons"]) == 300

	def test_a_pinfl_of_wrong_structure_stops(self):
		name = make.draft(typed=make.answers([make.person(), make.person(pinfl="123")]))
		found = [finding for finding in before_filing.check(name) if finding.path == "persons[1].pinfl"]
		assert blocking(found)

	def test_a_wrong_check_digit_only_warns(self):
		good = make.person()
		bad = {**good, "pinfl": good["pinfl"][:-1] + str((int(good["pinfl"][-1]) + 1) % 10)}
		name = make.draft(typed=make.answers([bad]))
		(found,) = before_filing.check(name)
		assert (found.code, found.path, blocking([found])) == ("pinfl_check_digit", "persons[0].pinfl", False)
		assert make.submit(name).number

	def test_one_person_twice_is_told(self):
		one = make.person()
		assert ("person_repeated", "persons[1].pinfl") in codes(make.draft(typed=make.answers([one, one])))

	def test_an_auditor_reads_neither_it_nor_its_files_until_it_is_filed(self):
		auditor = reach("auditor@esaylov.example")
		name = make.draft()
		file = frappe.db.get_value("File", {"attached_to_doctype": "Appeal", "attached_to_name": name})
		assert file
		assert not auditor.has("Appeal", [name])
		assert not auditor.has("File", [file])
		make.submit(name)
		assert auditor.has("Appeal", [name])
		assert auditor.has("File", [file])

	@pytest.mark.parametrize(
		"typed",
		[
			{"no_such_field": "x"},
			{"persons": [{"no_such_column": "x"}]},
			{"persons": "nobody"},
			{"party_decision_no": {"a": 1}},
			{"party_decision_no": 1.5},
			["a list"],
			None,
		],
	)
	def test_garbled_answers_are_refused_and_nothing_is_written(self, typed):
		before = frappe.db.count("Appeal")
		frappe.set_user(make.PARTY)
		with pytest.raises(FormInvalid):
			drafting.create(make.PARTY, "A56", ground.ELECTION, typed)
		assert frappe.db.count("Appeal") == before

	@pytest.mark.parametrize(
		("user", "code", "election", "body", "error"),
		[
			(make.PARTY, "A99", ground.ELECTION, None, NotFound),
			(make.PARTY, "A56", "no-election", None, NotFound),
			(make.PARTY, "A56", "2024-10-27", None, NotFound),  # over
			(make.PARTY, "A56", ground.ELECTION, "MILLIY_TIKLANISH-1726277", NotFound),
			(make.CHAIR, "A56", ground.ELECTION, None, NotPermitted),
		],
	)
	def test_who_may_not_start_one(self, user, code, election, body, error):
		frappe.set_user(user)
		with pytest.raises(error):
			drafting.create(user, code, election, make.answers(), body)

	def test_outside_the_window_none_is_started(self):
		make.move_before_election(days=9)
		frappe.set_user(make.PARTY)
		with pytest.raises(NotInWindow):
			drafting.create(make.PARTY, "A56", ground.ELECTION, make.answers())

	def test_an_own_draft_is_changed(self):
		name = make.draft()
		drafting.update(name, make.answers([make.person()], party_decision_no="13-Q"))
		assert json.loads(make.stored(name).answers)["party_decision_no"] == "13-Q"
		assert len(make.stored(name).attachments) == 1
		assert make.stored(name).subject == "OʻzLiDeP: 1 kuzatuvchi"

	def test_a_party_without_a_short_name_is_named_by_its_title(self):
		party = frappe.get_doc("Political Party", "OZLIDEP")
		party.short_title_uz = ""
		settled.saved(party)
		assert make.stored(make.draft()).subject.startswith(party.title_uz)

	@pytest.mark.parametrize("step", ["update", "check", "payload", "attach", "detach", "submit", "withdraw"])
	def test_anothers_draft_is_as_if_it_were_not_there(self, step):
		name = make.draft()
		frappe.set_user(make.RIVAL)
		with pytest.raises(NotFound):
			take_step(step, name)
		with pytest.raises(NotFound):
			take_step(step, "no-such-appeal")

	def test_a_commission_without_a_district_is_told(self):
		frappe.db.set_value("Election Commission", ground.COMMISSION, "level", "OKR")
		assert ("recipient_missing", "district_scope") in codes(make.draft())

	def test_a_link_offers_what_passes_its_filters(self):
		choices = choosing.link_choices(make.draft())
		assert [row["name"] for row in choices["party"]] == ["OZLIDEP"]
		assert [row["name"] for row in choices["district_scope"]] == [ground.DISTRICT]
		assert len(choices["polling_station"]) == 2


STEPS = {
	"update": drafting.update,
	"check": before_filing.check,
	"payload": before_filing.payload,
	"attach": attachments.attach,
	"detach": attachments.detach,
	"submit": submitting.submit,
	"withdraw": steps.withdraw,
}


def take_step(step: str, name: str) -> None:
	more = {
		"update": ({},),
		"attach": ("party_decision", "a.pdf", make.PDF),
		"detach": ("party_decision",),
		"submit": ("", "some-key-1"),
	}
	STEPS[step](name, *more.get(step, ()))


def codes(name: str) -> list[tuple[str, str]]:
	return [(finding.code, finding.path) for finding in before_filing.check(name)]


class TestTwoWindows:
	def test_the_answers_of_another_window_are_kept(self):
		name = make.draft()
		seen = before_filing.checked(name).version
		drafting.update(name, make.answers(party_decision_no="birinchi oyna"), seen)
		with pytest.raises(WrongState) as refusal:
			drafting.update(name, make.answers(party_decision_no="ikkinchi oyna"), seen)
		assert refusal.value.code == "draft_changed"
		assert json.loads(make.stored(name).answers)["party_decision_no"] == "birinchi oyna"

	def test_the_same_answers_again_change_nothing(self):
		name = make.draft()
		seen, typed = before_filing.checked(name).version, make.answers(party_decision_no="bir xil")
		drafting.update(name, typed, seen)
		after = before_filing.checked(name).version
		drafting.update(name, typed, seen)
		assert before_filing.checked(name).version == after != seen

	def test_who_names_no_version_writes_as_before(self):
		name = make.draft()
		drafting.update(name, make.answers(party_decision_no="1"))
		drafting.update(name, make.answers(party_decision_no="2"))
		assert json.loads(make.stored(name).answers)["party_decision_no"] == "2"


class TestDiscard:
	def test_an_own_draft_goes_with_its_files(self):
		name = make.draft()
		drafting.discard(name)
		assert not frappe.db.exists("Appeal", name)
		assert not frappe.db.exists("File", {"attached_to_name": name})

	def test_nobody_elses_and_nothing_that_was_filed(self):
		name = make.draft()
		frappe.set_user(make.RIVAL)
		with pytest.raises(NotFound):
			drafting.discard(name)
		make.submit(name)
		with pytest.raises(WrongState):
			drafting.discard(name)
		assert make.stored(name).number
