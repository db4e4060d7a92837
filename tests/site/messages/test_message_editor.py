"""The editor of messages: places by words of the reader's language, parts and cost, what differs from what we ship."""

import frappe
import pytest
from factories import appeals as make

from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.messages import editing
from esaylov.messages.texts import templates
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
S05 = "S05"


def texts(found) -> dict[str, str]:
	return {language: one["text"] for language, one in found["texts"].items()}


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "uz-2026", "ru", "en", "kaa"])
def test_what_was_read_is_saved_as_it_was(as_user, language):
	as_user(ADMINISTRATOR)
	before = frappe.get_doc("SMS Template", S05)
	read = editing.opened(S05, language)
	assert all("{n}" not in text for text in texts(read).values())
	editing.save(S05, texts(read), read["modified"], language)
	after = frappe.get_doc("SMS Template", S05)
	assert [after.get(f"text_{each}") for each in ("uz", "ru", "en")] == [
		before.get(f"text_{each}") for each in ("uz", "ru", "en")
	]


def sign(as_user) -> None:
	"""Another administrator's yes to what waits."""
	as_user(SECOND)
	change = frappe.get_last_doc("Configuration Change", {"reference_name": S05, "status": "Proposed"}).name
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	as_user(ADMINISTRATOR)


def test_a_changed_text_waits_for_another_and_is_then_in_force_with_what_we_ship_beside_it(as_user):
	as_user(ADMINISTRATOR)
	read = editing.opened(S05, "en")
	wanted = "Appeal No {Appeal  number} returned: {reason}. Until {date}."
	held = editing.save(S05, {"en": wanted}, read["modified"], "en")
	assert texts(held) == texts(read)
	stood = frappe.get_doc("SMS Template", S05)
	sign(as_user)
	found = editing.opened(S05, "en")
	template = frappe.get_doc("SMS Template", S05)
	assert template.text_en == "Appeal No {n} returned: {reason}. Until {d}."
	assert template.version == stood.version + 1
	assert found["texts"]["en"]["shipped"] == read["texts"]["en"]["text"]
	assert found["texts"]["ru"]["shipped"] == ""
	entry = frappe.get_last_doc("Configuration Change", {"reference_name": S05})
	assert (entry.status, entry.action) == ("In force", "Change")


def test_a_form_is_told_how_what_is_typed_is_stored(as_user):
	as_user(ADMINISTRATOR)
	tried = editing.tried(S05, {"en": " No {Appeal number}: it’s {reason} "}, "en")
	assert tried["stored"]["en"] == "No {n}: it's {reason}"
	assert tried["stored"]["uz"] == frappe.db.get_value("SMS Template", S05, "text_uz")


@pytest.mark.parametrize(
	("text", "code"),
	[
		("Appeal {appeal nr}", "sms_placeholder_unknown"),
		("Appeal {link}", "sms_placeholder_unknown"),
		("Appeal {", "sms_placeholder_unknown"),
		("", "required"),
		("   ", "required"),
		("x" * 400, "sms_too_long"),
	],
)
def test_what_is_wrong_is_said_while_it_is_typed_and_is_not_saved(as_user, text, code):
	as_user(ADMINISTRATOR)
	read = editing.opened(S05, "en")
	tried = editing.tried(S05, {"en": text}, "en")
	assert [(one.code, one.path) for one in tried["findings"]] == [(code, "text_en")]
	with pytest.raises(FormInvalid):
		editing.save(S05, {"en": text}, read["modified"], "en")
	assert editing.opened(S05, "en") == read


def test_what_somebody_else_saved_meanwhile_is_not_written_over(as_user):
	as_user(ADMINISTRATOR)
	read = editing.opened(S05, "en")
	editing.save(S05, {"en": "First {appeal number}"}, read["modified"], "en")
	with pytest.raises(WrongState) as refusal:
		editing.save(S05, {"en": "Second {appeal number}"}, read["modified"], "en")
	assert refusal.value.code == "template_changed"
	sign(as_user)
	assert texts(editing.opened(S05, "en"))["en"] == "First {appeal number}"


def price(value: float) -> None:
	"""Of a part, at each gateway; all enabled, as no second person is asked of the columns."""
	for name in frappe.get_all("SMS Gateway", pluck="name"):
		frappe.db.set_value("SMS Gateway", name, {"part_price": value, "is_enabled": 1})


def test_parts_and_cost_are_those_of_the_gateway(as_user):
	as_user(ADMINISTRATOR)
	price(50.5)
	by_language = {one["language"]: one for one in editing.tried(S05, {}, "en")["previews"]}
	assert set(by_language) == {"uz", "uz-Cyrl", "ru", "en"}
	for one in by_language.values():
		assert one["cost"] == round(50.5 * one["parts"], 2)
		assert one["most_cost"] == round(50.5 * one["longest"], 2)
	price(0)
	assert editing.tried(S05, {}, "en")["previews"][0]["cost"] is None


def test_a_template_that_is_not_there_is_not_found(as_user):
	as_user(ADMINISTRATOR)
	for ask in (
		lambda: editing.opened("S99", "en"),
		lambda: editing.tried("S99", {}, "en"),
		lambda: editing.save("S99", {}, "", "en"),
		lambda: editing.save("", {}, "", "en"),
	):
		with pytest.raises(NotFound):
			ask()


def test_others_try_and_read_and_do_not_save(as_user):
	as_user(make.CHAIR)
	read = editing.opened(S05, "en")
	editing.tried(S05, texts(read), "en")
	with pytest.raises(frappe.PermissionError):
		editing.save(S05, {"en": "Mine {appeal number}"}, read["modified"], "en")


def test_the_text_for_several_has_its_places_in_words_and_is_saved_with_the_others(as_user):
	as_user(ADMINISTRATOR)
	before = frappe.get_doc("SMS Template", S05)
	read = editing.opened(S05, "en")
	combined = {key: one["text"] for key, one in read["combined"].items()}
	assert (
		combined["many_en"]
		== "E-saylov: {count or place on the list} appeals returned. Reasons and dates: {link}"
	)
	assert [one["name"] for one in read["combined_places"]] == ["k", "url"]
	wanted = "{Count or place on the list} returned, see {link}"
	tried = editing.tried(S05, {**texts(read), "many_en": wanted}, "en")
	assert tried["findings"] == []
	assert (tried["stored"]["many_en"], tried["placeholders"]) == ("{k} returned, see {url}", "d,n,reason")
	assert {one["language"]: one["text"] for one in tried["combined"]}[
		"en"
	] == "12 returned, see https://saylov.example"
	editing.save(S05, {**texts(read), **combined, "many_en": wanted}, read["modified"], "en")
	sign(as_user)
	found = editing.opened(S05, "en")
	template = frappe.get_doc("SMS Template", S05)
	assert template.text_many_en == "{k} returned, see {url}"
	assert [template.text_many_ru, template.text_ru] == [before.text_many_ru, before.text_ru]
	assert found["combined"]["many_en"]["shipped"] == combined["many_en"]
	assert found["combined"]["many_ru"]["shipped"] == ""


@pytest.mark.parametrize(
	("text", "code"),
	[
		("{count or place on the list} of {reason}: {link}", "sms_placeholder_unknown"),
		("Look at {link}", "sms_several_lacks"),
		("", "sms_several_lacks"),
	],
)
def test_what_is_wrong_with_a_text_for_several_is_said_at_it(as_user, text, code):
	as_user(ADMINISTRATOR)
	read = editing.opened(S05, "en")
	tried = editing.tried(S05, {"many_en": text}, "en")
	assert {(one.code, one.path) for one in tried["findings"]} == {(code, "text_many_en")}
	with pytest.raises(FormInvalid):
		editing.save(S05, {"many_en": text}, read["modified"], "en")


def test_an_urgent_message_has_no_text_for_several(as_user):
	as_user(ADMINISTRATOR)
	assert editing.opened("S01", "en")["combined"] == {}
	assert editing.tried("S01", {}, "en")["combined"] == []


def begun(**more: str) -> dict[str, str]:
	"""A template as the form stores it: texts and places that the editor made of words, and no code."""
	as_typed = {
		"uz": "Salom, {applicant}",
		"ru": "Здравствуйте, {applicant}",
		"en": "Hello, {applicant}: {link}",
	}
	words = {one["name"]: one["words"] for one in editing.opened("", "en")["places"]}
	typed = {key: text.replace("{applicant}", "{" + words["name"] + "}") for key, text in as_typed.items()}
	tried = editing.tried("", typed, "en")
	assert tried["findings"] == []
	fields = {f"text_{key}": text for key, text in tried["stored"].items()}
	return {"doctype": "SMS Template", **fields, "placeholders": tried["placeholders"], **more}


def test_a_new_message_has_each_place_and_its_code_is_made_of_its_title(as_user):
	as_user(ADMINISTRATOR)
	read = editing.opened("", "en")
	assert len(read["places"]) > 30
	assert set(texts(read).values()) == {""}
	template = frappe.get_doc(begun(trigger_text="Мурожаат кўчирилди")).insert()
	assert (template.name, template.slug) == ("MUROJAAT_K", "murojaat_kochirildi")
	assert (template.placeholders, template.text_en) == ("name,url", "Hello, {name}: {url}")
	again = frappe.get_doc(begun(trigger_text="Мурожаат кўчирилди")).insert()
	assert (again.name, again.slug) == ("MUROJAAT_2", "murojaat_kochirildi_2")


@pytest.mark.parametrize(
	("title", "code", "slug"),
	[
		("Appeal received", "APPEAL_REC", "appeal_received_2"),
		("S99", "S99_2", "s99"),
		("…", "MESSAGE", "message"),
		("", "MESSAGE", "message"),
	],
)
def test_a_made_code_is_none_of_ours(as_user, title, code, slug):
	as_user(ADMINISTRATOR)
	template = frappe.get_doc(begun(trigger_text=title)).insert()
	assert (template.code, template.slug) == (code, slug)


def test_a_message_of_the_sites_own_may_have_further_places_and_one_of_ours_may_not(as_user):
	as_user(ADMINISTRATOR)
	name = frappe.get_doc(begun(trigger_text="Greeting")).insert().name
	read = editing.opened(name, "en")
	with SETTING_UP.writing():
		editing.save(name, {"en": "Hello on {date}"}, read["modified"], "en")
	assert frappe.db.get_value("SMS Template", name, "placeholders") == "d,name"
	assert {one.code for one in editing.tried(S05, {"en": "On {link}"}, "en")["findings"]} == {
		"sms_placeholder_unknown"
	}


def test_a_text_that_is_no_message_is_not_looked_at():
	"""The look at 200,000 characters took a web thread four minutes."""
	with pytest.raises(FormInvalid) as refusal:
		templates.preview({"uz": "{" * 1001})
	assert [(found.code, found.path) for found in refusal.value.findings] == [("sms_too_long", "text_uz")]
	assert templates.preview({"uz": "x" * 1000})[0].characters == 1000
