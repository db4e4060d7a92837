"""Grounds of refusal and the texts of decisions as data: what is offered, what is said, what may be edited."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as make
from factories import effects, settled
from factories import sessions as assembly

from esaylov.core.procedure.decision_text import HEADINGS
from esaylov.decisions.drafting import grounds as decisions_grounds
from esaylov.decisions.drafting import wording
from esaylov.decisions.drafting.wording import Texts
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.steps import agenda
from esaylov.decisions.signatures import chair
from esaylov.framework.errors import FormInvalid


@pytest.fixture
def appeal() -> str:
	return make.filed()


def draft(appeal: str, asked: list[dict], texts: Texts | None = None):
	frappe.set_user(make.CHAIR)
	return chair.draft(appeal, asked, texts)


def asked(appeal: str, **refusal: str) -> list[dict]:
	rows = make.rows(appeal)
	rows[1] = {"path": "persons[1]", "outcome": "Refused", **refusal}
	return rows


def offered(appeal: str) -> dict[str, dict]:
	return {ground["code"]: ground for ground in reading.matter_for(appeal, make.CHAIR)["grounds"]}


def test_the_grounds_offered_are_those_of_the_form_with_its_articles(appeal):
	grounds = offered(appeal)
	assert {"notice_late", "is_candidate_or_member", "person_twice", "documents_incomplete", "other"} <= set(
		grounds
	)
	assert not {"too_few_women", "complaint_late", "sheets_defective", "state_language"} & set(grounds)
	assert "33" in grounds["notice_late"]["article"]
	assert list(grounds)[-1] == "other"


def test_a_refusal_says_its_ground_article_and_explanation_in_both_languages(appeal):
	election = frappe.db.get_value("Appeal", appeal, "election")
	eve = frappe.utils.add_days(frappe.db.get_value("Election", election, "election_day"), -1)
	frappe.db.set_value("Appeal", appeal, "received_at", f"{eve} 10:00:00")
	result = draft(appeal, asked(appeal, ground="notice_late", reason="18.10 da kelgan"))
	assert (
		"Asos: Kuzatuvchilar haqida belgilangan muddatdan kech xabar berilgan (Saylov kodeksi, 33-modda). 18.10"
		in (result.text_uz)
	)
	assert "Основание: О наблюдателях сообщено позже установленного срока" in result.text_ru
	assert json.loads(result.payload)["rows"][1] == {
		"path": "persons[1]",
		"outcome": "Refused",
		"ground": "notice_late",
		"reason": "18.10 da kelgan",
	}


@pytest.mark.parametrize(
	"ground", ["filed_outside_window", "person_twice", "notice_late", "is_candidate_or_member"]
)
def test_a_ground_that_the_system_knows_to_be_untrue_is_refused(appeal, ground):
	with pytest.raises(FormInvalid) as refused:
		draft(appeal, asked(appeal, ground=ground))
	assert [(one.code, one.path) for one in refused.value.findings] == [("ground_not_found", "persons[1]")]


def test_a_ground_that_a_rule_of_the_form_finds_is_taken(appeal):
	answers = json.loads(frappe.db.get_value("Appeal", appeal, "answers"))
	answers["persons"][2] = answers["persons"][1]
	frappe.db.set_value("Appeal", appeal, "answers", json.dumps(answers))
	assert draft(appeal, asked(appeal, ground="person_twice")).text_uz


def test_a_ground_that_the_commission_states_itself_is_taken(appeal):
	assert draft(appeal, asked(appeal, ground="documents_incomplete", reason="Roʻyxat imzolanmagan")).text_uz


def test_a_reason_alone_is_another_ground(appeal):
	reason = "Hujjat toʻliq emas (33-modda)"
	frappe.set_user(make.CHAIR)
	rows = chair.draft(appeal, asked(appeal, reason=reason)).verdicts
	assert [(each.row.ground, each.row.reason) for each in rows] == [("", ""), ("other", reason), ("", "")]


@pytest.mark.parametrize(
	("refusal", "code"),
	[
		({}, "refusal_without_reason"),
		({"ground": "too_few_women"}, "ground_does_not_fit"),
		({"ground": "no such"}, "ground_does_not_fit"),
		({"ground": "documents_incomplete"}, "ground_unexplained"),
		({"ground": "other", "reason": " "}, "refusal_unfounded"),
		({"reason": "x"}, "refusal_unfounded"),
	],
)
def test_a_refusal_names_a_ground_that_fits_and_explains_it_where_asked(appeal, refusal, code):
	with pytest.raises(FormInvalid) as problem:
		draft(appeal, asked(appeal, **refusal))
	assert [(finding.code, finding.path) for finding in problem.value.findings] == [(code, "persons[1]")]


def test_a_disabled_ground_is_not_offered_but_what_named_it_still_says_it(appeal):
	ground = frappe.get_doc("Refusal Ground", "notice_late")
	ground.enabled = 0
	settled.saved(ground)
	assert "notice_late" not in offered(appeal)
	assert decisions_grounds.said("notice_late", "33", "", "ru").startswith("О наблюдателях")


@pytest.mark.parametrize(
	("field", "value"), [("fits_rules", "no_rule"), ("fits_effects", "x"), ("fits_types", "A06, A99")]
)
def test_a_ground_names_only_what_exists(field, value):
	ground = frappe.get_doc("Refusal Ground", "other")
	ground.set(field, value)
	with pytest.raises(frappe.ValidationError):
		ground.save()


def test_the_narrowest_text_wins(appeal):
	assert "kuzatuvchi sifatida roʻyxatga olinsin" in draft(appeal, make.rows(appeal)).text_uz
	frappe.set_user("Administrator")
	values = frappe.copy_doc(frappe.get_doc("Decision Text", "every_appeal_granted"))
	values.update({"code": "a56_granted", "scope": "Appeal Type", "scope_key": "A56"})
	values.text_uz = "{commission} {number}\n{granted}"
	settled.inserted(values)
	frappe.local.request_cache.clear()
	assert draft(appeal, make.rows(appeal)).text_uz.startswith("Shayxontohur tuman saylov komissiyasi 26277-")


def test_an_effect_without_a_text_of_its_own_takes_the_one_of_every_appeal():
	appeal = effects.filed("record_only", {"reason": "x"}, route="acknowledgement")
	assert "1. Maʼlumot uchun qabul qilinsin:\n1.1. Sinov" in draft(appeal, []).text_uz


def test_a_signed_decision_keeps_its_text_when_the_template_changes(appeal):
	made = frappe.get_doc("Decision", make.decided(appeal).decision)
	template = frappe.get_doc("Decision Text", "accredit_observer_granted")
	template.text_uz = "Boshqa matn\n{granted}"
	settled.saved(template)
	assert frappe.db.get_value("Decision", made.name, "text_uz") == made.text_uz != template.text_uz


def test_an_edited_text_is_what_is_signed(appeal):
	rows = make.rows(appeal)
	made = draft(appeal, rows)
	texts = Texts(
		made.text_uz + "\n\n2. Nazorat rais zimmasida.", made.text_ru + "\n\n2. Контроль за председателем."
	)
	edited = draft(appeal, rows, texts)
	assert edited.text_uz == f"{made.text_uz}\n\n{HEADINGS['uz']}\n2. Nazorat rais zimmasida."
	assert edited.text_ru == f"{made.text_ru}\n\n{HEADINGS['ru']}\n2. Контроль за председателем."
	assert draft(appeal, rows, Texts(edited.text_uz, edited.text_ru)).payload == edited.payload
	assert edited.sha256 != made.sha256
	signature = filing.signature(make.CHAIR, edited.payload)
	result = chair.decide(appeal, rows, signature, texts)
	assert frappe.db.get_value("Decision", result.decision, ["text_uz", "text_ru"]) == (
		edited.text_uz,
		edited.text_ru,
	)


OTHERWISE = {
	"uz": "Qaror qilindi: kuzatuvchi sifatida roʻyxatga olinmasin, rad etilsin.",
	"ru": "Решено: отказать в регистрации.",
}


@pytest.mark.parametrize("field", ["uz", "ru"])
def test_edited_text_cannot_replace_or_contradict_what_the_rows_decide(appeal, field):
	rows = make.rows(appeal)
	made = draft(appeal, rows)
	texts = {"uz": made.text_uz, "ru": made.text_ru}
	for written, code in (
		(texts[field].replace(make.NAMES[1], ""), "text_not_of_rows"),
		(OTHERWISE[field], "text_not_of_rows"),
		(f"{texts[field]}\n\n{OTHERWISE[field]}", "addition_decides"),
		(f"{texts[field]}\n\n{make.NAMES[1]} emas.", "addition_decides"),
	):
		with pytest.raises(FormInvalid) as problem:
			draft(appeal, rows, Texts(**{**texts, field: written}))
		assert [(found.code, found.path) for found in problem.value.findings] == [(code, f"text_{field}")]


def test_the_draft_of_an_agenda_item_is_held_to_the_same():
	session = assembly.planned()
	item = assembly.item(session)
	row = assembly.stored(item)
	rows = json.loads(row.draft_rows)
	with pytest.raises(FormInvalid) as problem:
		agenda.redraft(item, rows, "Qaror: hech kim", row.draft_text_ru)
	assert {finding.code for finding in problem.value.findings} == {"text_not_of_rows"}
	agenda.redraft(item, rows, f"{row.draft_text_uz}\n\n2. Nazorat kotib zimmasida.")
	assert assembly.stored(item).draft_text_uz.endswith("2. Nazorat kotib zimmasida.")


def test_markup_in_an_edited_text_is_text(appeal):
	rows = make.rows(appeal)
	made = draft(appeal, rows)
	edited = draft(appeal, rows, Texts(made.text_uz + "\n<b>x</b> {number}", made.text_ru))
	assert edited.text_uz.endswith("‹b›x‹/b› {number}")


def test_a_template_is_shown_over_made_up_people_before_it_is_saved():
	values = frappe.get_doc("Decision Text", "every_appeal_partly").as_dict()
	shown = wording.sample_text({**values, "text_uz": "Sinov\n{granted}\n{refused}"})
	assert shown.uz.startswith("Sinov\n1.1. Boʻronov")
	assert "Основание: Документы неполны" in shown.ru
	with pytest.raises(FormInvalid):
		wording.sample_text({**values, "text_uz": "{granted}"})


@pytest.mark.parametrize(("scope", "key"), [("Appeal Type", "A99"), ("Effect", ""), ("Route", "by_foot")])
def test_a_template_serves_something_that_exists(scope, key):
	template = frappe.copy_doc(frappe.get_doc("Decision Text", "every_appeal_granted"))
	template.update({"code": "sinov", "scope": scope, "scope_key": key})
	with pytest.raises(frappe.ValidationError):
		template.insert()
