"""The editor of messages: places by words of the reader's language, parts and cost, what differs from what we ship."""

import frappe
import pytest
from factories import appeals as make

from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.messages import service as messages

ADMINISTRATOR = make.ADMINISTRATOR
S05 = "S05"


def texts(found) -> dict[str, str]:
	return {language: one["text"] for language, one in found["texts"].items()}


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "uz-2026", "ru", "en", "kaa"])
def test_what_was_read_is_saved_as_it_was(as_user, language):
	as_user(ADMINISTRATOR)
	before = frappe.get_doc("SMS Template", S05)
	read = messages.opened_template(S05, language)
	assert all("{n}" not in text for text in texts(read).values())
	messages.save_template(S05, texts(read), read["modified"], language)
	after = frappe.get_doc("SMS Template", S05)
	assert [after.get(f"text_{each}") for each in ("uz", "ru", "en")] == [
		before.get(f"text_{each}") for each in ("uz", "ru", "en")
	]


def test_a_changed_text_is_in_force_with_its_places_and_what_we_ship_stands_beside_it(as_user):
	as_user(ADMINISTRATOR)
	read = messages.opened_template(S05, "en")
	wanted = "Appeal No {Appeal  number} returned: {reason}. Until {date}."
	found = messages.save_template(S05, {"en": wanted}, read["modified"], "en")
	template = frappe.get_doc("SMS Template", S05)
	assert template.text_en == "Appeal No {n} returned: {reason}. Until {d}."
	assert found["texts"]["en"]["shipped"] == read["texts"]["en"]["text"]
	assert found["texts"]["ru"]["shipped"] == ""
	entry = frappe.get_last_doc("Configuration Change", {"reference_name": S05})
	assert (entry.status, entry.action) == ("In force", "Change")


def test_a_form_is_told_how_what_is_typed_is_stored(as_user):
	as_user(ADMINISTRATOR)
	tried = messages.tried_template(S05, {"en": " No {Appeal number}: it’s {reason} "}, "en")
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
	read = messages.opened_template(S05, "en")
	tried = messages.tried_template(S05, {"en": text}, "en")
	assert [(one.code, one.path) for one in tried["findings"]] == [(code, "text_en")]
	with pytest.raises(FormInvalid):
		messages.save_template(S05, {"en": text}, read["modified"], "en")
	assert messages.opened_template(S05, "en") == read


def test_what_somebody_else_saved_meanwhile_is_not_written_over(as_user):
	as_user(ADMINISTRATOR)
	read = messages.opened_template(S05, "en")
	messages.save_template(S05, {"en": "First {appeal number}"}, read["modified"], "en")
	with pytest.raises(WrongState) as refusal:
		messages.save_template(S05, {"en": "Second {appeal number}"}, read["modified"], "en")
	assert refusal.value.code == "template_changed"
	assert texts(messages.opened_template(S05, "en"))["en"] == "First {appeal number}"


def price(value: float) -> None:
	"""Of a part, at each gateway; all enabled, as no second person is asked of the columns."""
	for name in frappe.get_all("SMS Gateway", pluck="name"):
		frappe.db.set_value("SMS Gateway", name, {"part_price": value, "is_enabled": 1})


def test_parts_and_cost_are_those_of_the_gateway(as_user):
	as_user(ADMINISTRATOR)
	price(50.5)
	by_language = {one["language"]: one for one in messages.tried_template(S05, {}, "en")["previews"]}
	assert set(by_language) == {"uz", "uz-Cyrl", "ru", "en"}
	for one in by_language.values():
		assert one["cost"] == round(50.5 * one["parts"], 2)
		assert one["most_cost"] == round(50.5 * one["longest"], 2)
	price(0)
	assert messages.tried_template(S05, {}, "en")["previews"][0]["cost"] is None


def test_a_template_that_is_not_there_is_not_found(as_user):
	as_user(ADMINISTRATOR)
	for ask in (
		lambda: messages.opened_template("S99", "en"),
		lambda: messages.tried_template("S99", {}, "en"),
		lambda: messages.save_template("S99", {}, "", "en"),
	):
		with pytest.raises(NotFound):
			ask()


def test_others_try_and_read_and_do_not_save(as_user):
	as_user(make.CHAIR)
	read = messages.opened_template(S05, "en")
	messages.tried_template(S05, texts(read), "en")
	with pytest.raises(frappe.PermissionError):
		messages.save_template(S05, {"en": "Mine {appeal number}"}, read["modified"], "en")
