"""The outbox: each receiver is told once, in their language, within the step that it tells of."""

import frappe
import pytest
from factories import decisions as make

from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.identity import persons
from esaylov.messages import events, notifications
from esaylov.messages.texts import templates, values


def told(template: str, **filters) -> list[dict]:
	fields = ["name", "text", "language", "parts", "status", "phone_masked", "receiver_person", "failure"]
	return frappe.get_all("SMS Message", {"template": template, **filters}, fields, order_by="creation")


def set_language(user: str, language: str) -> str:
	person = persons.person_of(user)
	frappe.db.set_value("Person", person, "language", language)
	return person


@pytest.mark.parametrize(
	("language", "text"),
	[
		(
			"uz",
			"E-saylov: {n}-son murojaatingiz Shayxontohur TSKga qabul qilindi. Ko'rib chiqish muddati {d} gacha.",
		),
		(
			"uz-Cyrl",
			"{n}-сон мурожаатингиз Шайхонтоҳур ТСКга қабул қилинди. Кўриб чиқиш муддати {d} гача.",
		),
		("ru", "E-saylov: обращение №{n} принято в "),
		("en", "E-saylov: appeal No {n} received by "),
		("kaa", "E-saylov: {n}-son murojaatingiz Shayxontohur TSKga qabul qilindi."),
	],
)
def test_the_applicant_is_told_in_their_language(language, text):
	person = set_language(make.PARTY, language)
	appeal = frappe.get_doc("Appeal", make.filed())
	(message,) = told("S04", reference_name=appeal.name)
	expected = text.format(n=appeal.number, d=appeal.due_on.strftime("%d.%m.%Y"))
	assert expected in message.text
	assert (message.language, message.receiver_person, message.status) == (language, person, "Queued")


def test_a_decision_tells_the_applicant_and_each_new_observer():
	appeal = make.filed()
	result = make.decided(appeal, refused={1: make.REASON})
	(granted,) = told("S61", reference_name=appeal)
	assert "qisman qanoatlantirildi" in granted.text
	assert f"{result.number}-son qarori" in granted.text
	assert not told("S08", reference_name=appeal)  # one of the three was refused
	area = frappe.db.get_value("Administrative Territory", make.DISTRICT, "title_uz")
	certificates = frappe.get_all(
		"Certificate", {"decision": result.decision}, ["name", "series_no", "holder"]
	)
	for certificate in certificates:
		(message,) = told("S36", reference_name=certificate.name)
		assert f"Mandat No {certificate.series_no}, {area}" in message.text
		assert "O'zLiDePdan kuzatuvchi" in message.text
		assert message.receiver_person == certificate.holder
	assert not told("S09", reference_name=appeal)


def test_a_refusal_gives_its_reason():
	appeal = make.filed()
	make.decided(appeal, refused={0: "Yoshi yetmagan", 1: "x", 2: "y"})
	(message,) = told("S09", reference_name=appeal)
	assert "rad etildi: Yoshi yetmagan." in message.text
	assert not told("S08", reference_name=appeal)


def test_one_message_for_each_event_and_receiver_however_often_it_is_told():
	appeal = frappe.get_doc("Appeal", make.filed())
	assert notifications.tell(events.Event.RECEIVED, appeal) == []
	assert len(told("S04", reference_name=appeal.name)) == 1
	assert len(notifications.tell(events.Event.RECEIVED, appeal, key="again")) == 1


def test_uzbek_latin_is_one_part_where_it_fits_and_cyrillic_takes_more():
	appeal = make.filed()
	(latin,) = told("S04", reference_name=appeal)
	assert latin.parts == 1
	set_language(make.PARTY, "uz-Cyrl")
	(cyrillic,) = told("S04", reference_name=make.filed(make.observers(671)))
	assert cyrillic.parts == 2


def test_an_address_stays_an_address_in_cyrillic():
	written = "E-saylov: Mandat No 15 tayyor. Yuklab olish: https://saylov.uz/cabinet/papers"
	expected = "Э-сайлов: Мандат Но 15 тайёр. Юклаб олиш: https://saylov.uz/cabinet/papers"
	assert templates.in_script(written, "uz-Cyrl") == expected


def test_a_receiver_without_a_phone_is_seen_by_an_operator():
	frappe.db.set_value("Person", persons.person_of(make.PARTY), "phone", "")
	(message,) = told("S04", reference_name=make.filed())
	assert (message.status, message.failure, message.phone_masked) == ("Failed", "no_phone", "")


def test_a_text_that_cannot_be_written_stops_no_decision(monkeypatch):
	monkeypatch.setattr(values, "_short_title", lambda *_: None)
	appeal = make.filed()
	assert make.decided(appeal).outcome == "Granted"
	(message,) = told("S08", reference_name=appeal)
	assert (message.status, message.failure, message.text or "") == ("Failed", "sms_value_missing: comm", "")


def test_the_phone_is_masked_and_the_full_one_is_not_for_commissions():
	appeal = make.filed()
	(message,) = told("S04", reference_name=appeal)
	assert message.phone_masked == "+998 90 *** ** 01"
	frappe.set_user(make.CHAIR)
	document = frappe.get_doc("SMS Message", message.name)
	document.check_permission("read")
	document.apply_fieldlevel_read_permissions()
	assert not document.get("phone")


def test_a_type_without_a_template_for_an_event_tells_nothing():
	appeal = frappe.get_doc("Appeal", make.filed())
	assert notifications.tell(events.Event.ON_AGENDA, appeal) == []


def test_nobody_writes_into_the_outbox_by_hand():
	(message,) = told("S04", reference_name=make.filed())
	document = frappe.get_doc("SMS Message", message.name)
	document.status = "Delivered"
	for write in (document.save, frappe.copy_doc(document).insert, document.delete):
		with pytest.raises(LawBroken):
			write()


def test_a_template_with_an_unknown_placeholder_is_refused():
	template = frappe.get_doc("SMS Template", "S04")
	template.text_ru += " {salary}"
	with pytest.raises(FormInvalid) as refused:
		template.save()
	assert [finding.code for finding in refused.value.findings] == ["sms_placeholder_unknown"]


@pytest.mark.parametrize("template", [f"S{number:02d}" for number in range(1, 58)])
def test_every_shipped_template_can_be_saved(template):
	frappe.get_doc("SMS Template", template).save()


def test_the_shipped_types_name_known_events():
	rows = frappe.get_all("Appeal Type Message", {"parenttype": "Appeal Type"}, pluck="event")
	assert rows
	assert set(rows) <= {event.value for event in events.Event}
