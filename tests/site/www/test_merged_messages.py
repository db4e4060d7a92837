"""Several messages to one phone become one SMS: each stays on record with its text, and what becomes of the SMS becomes of it."""

from dataclasses import replace
from datetime import timedelta

import frappe
import pytest
from factories import decisions as decide
from factories import outbox as make
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.core.outbox import FailureKind
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.identity.persons import person_of
from esaylov.integrations.sms.port import Refusal
from esaylov.messages import notices as messages_notices
from esaylov.messages.delivery import claims, figures, gateways, operating, reports, settling, unreported
from esaylov.messages.notices import Notice
from esaylov.messages.texts import merging
from esaylov.messages.texts.receivers import Receiver
from esaylov.portal.cabinet import bodies
from esaylov.portal.web import PortalRequest
from esaylov.www.cabinet import messages as messages_page

PHONE, OTHER = "+998901112233", "+998901112244"
FIELDS = [
	"name",
	"text",
	"status",
	"merged_into",
	"stands_for",
	"phone",
	"parts",
	"receiver_person",
	"failure",
]


@pytest.fixture
def box(monkeypatch):
	with make.outbox(monkeypatch, only="eskiz") as made:
		yield made


@pytest.fixture
def merged(box):
	"""Four messages that are one SMS: the name of the one that stands for them, and theirs."""
	names = box.put(4, phone=PHONE)
	merging.merge(names)
	frappe.db.commit()
	(standing,) = {row.merged_into for row in box.rows("merged_into") if row.merged_into}
	return standing, names


def written(template: str, **filters) -> list[frappe._dict]:
	return frappe.get_all("SMS Message", {"template": template, **filters}, FIELDS, order_by="creation, name")


def notice(number: int, phone: str = PHONE, language: str = "uz", template: str = "S33", **more) -> Notice:
	person = person_of(decide.PARTY)
	values = {"name": f"Komilov K.{number}", "reason": "hujjat", "d": "01.10.2024", "n": "726-15"}
	values |= {"t": "10:00", "comm": "Shayxontohur TSK"}
	receiver = Receiver(person, phone, language, **more)
	return Notice(receiver, "Appeal", f"{template}-{number}", "sinov", None, 0, values)


def told(template: str, notices: list[Notice]) -> list[frappe._dict]:
	frappe.db.delete("SMS Message", {"template": template})  # what other tests left
	assert messages_notices.put(template, notices) == len(notices)
	return written(template)


def sms_of(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""What goes to phones."""
	return [row for row in rows if row.status == "Queued"]


@pytest.mark.parametrize("count", [6, pytest.param(40, marks=pytest.mark.full)])
def test_a_filing_with_many_persons_on_one_phone_sends_one_sms(count):
	frappe.db.delete("SMS Message", {"template": "S36"})
	persons = [
		{"pinfl": decide.pinfl(7000 + n), "full_name": "Komilov Komil Komilovich", "phone": PHONE}
		for n in range(count)
	]
	persons.append({"pinfl": decide.pinfl(7100), "full_name": "Zokirov Zokir Zokirovich", "phone": OTHER})
	result = decide.decided(decide.filed(persons))
	rows = written("S36")
	(standing, alone) = sorted(sms_of(rows), key=lambda row: -row.stands_for)
	assert (standing.phone, standing.stands_for, alone.phone, alone.stands_for) == (PHONE, count, OTHER, 0)
	assert standing.text.startswith(f"E-saylov: {count} nafar kuzatuvchi ro'yxatga olindi.")
	each = [row for row in rows if row.status == "Merged"]
	assert {row.merged_into for row in each} == {standing.name}
	numbers = frappe.get_all("Certificate", {"decision": result.decision}, pluck="series_no")
	texts = [row.text for row in [*each, alone]]
	assert len(numbers) == len(texts) == count + 1
	assert all(any(f"Mandat No {number}," in text for text in texts) for number in numbers)


@pytest.mark.parametrize(
	("language", "text"),
	[
		("uz", "E-saylov: 3 nafar ishonchli vakilni ro'yxatga olish rad etildi. Sabablari: "),
		("kaa", "E-saylov: 3 nafar ishonchli vakilni ro'yxatga olish rad etildi. Sabablari: "),
		("uz-Cyrl", "3 нафар ишончли вакилни рўйхатга олиш рад этилди. Сабаблари: "),
		("ru", "E-saylov: отказано в регистрации доверенных лиц: 3. Причины: "),
		("en", "E-saylov: registration of 3 proxies refused. Reasons: "),
	],
)
def test_it_says_how_many_and_where_in_the_language_of_the_receiver(language, text):
	# the address is told whole where it has at most the letters of LIMITS: the bench's own may have more
	frappe.db.set_single_value("E-saylov Settings", "portal_url", "https://saylov.example")
	rows = told("S33", [notice(number, language=language) for number in range(3)])
	(standing,) = sms_of(rows)
	assert text in standing.text
	assert standing.text.endswith("https://saylov.example/cabinet")
	assert standing.receiver_person == person_of(decide.PARTY)
	assert standing.parts <= 2


def test_another_phone_another_language_and_a_single_one_go_by_themselves():
	notices = [
		notice(1),
		notice(2),
		notice(3, OTHER),
		notice(4, OTHER, language="ru"),
		notice(5, OTHER, "en"),
	]
	rows = told("S33", notices)
	assert sorted((row.phone, row.stands_for) for row in sms_of(rows)) == [(PHONE, 2), *[(OTHER, 0)] * 3]


@pytest.mark.parametrize("template", ["S10", "S11", "S58", "S52"])
def test_reminders_and_votes_are_never_merged(template):
	rows = told(template, [notice(number, template=template) for number in range(3)])
	assert [(row.stands_for, row.merged_into) for row in sms_of(rows)] == [(0, None)] * 3


def test_no_template_of_codes_alerts_reminders_and_campaigns_has_a_text_of_several():
	rows = frappe.get_all("SMS Template", ["name", "urgency", "text_many_uz"], order_by="name asc")
	assert not [row.name for row in rows if row.urgency == "Urgent" and row.text_many_uz]
	reminders = {"S10", "S11", "S18", "S19", "S20", "S21", "S28", "S35", "S39", "S53", "S58"}
	assert not [row.name for row in rows if row.name in reminders and row.text_many_uz]


def test_what_is_not_sent_is_not_counted():
	rows = told("S06", [notice(1), notice(2), notice(3, ""), notice(4, refuses_reminders=True)])
	(standing,) = sms_of(rows)
	assert standing.stands_for == 2
	states = sorted(row.status for row in rows)
	assert states == ["Cancelled", "Failed", "Merged", "Merged", "Queued"]


def test_without_an_address_to_read_them_at_each_goes_by_itself():
	frappe.db.set_single_value("E-saylov Settings", "portal_url", "https://" + "a" * 40 + ".example")
	rows = told("S33", [notice(number) for number in range(3)])
	assert [row.stands_for for row in sms_of(rows)] == [0, 0, 0]


def texts_in_cabinet(monkeypatch, user: str) -> list[str]:
	"""What the list of messages shows to a user."""
	frappe.set_user(user)
	http = Request(EnvironBuilder(path="/cabinet/messages").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	request = PortalRequest("uz", "cabinet/messages")
	try:
		return [row.text for row in messages_page.message_page(request, bodies.of(request)).rows]
	finally:
		frappe.set_user("Administrator")


def test_the_cabinet_shows_each_to_its_receiver_and_to_nobody_else(monkeypatch):
	result = decide.decided(decide.filed())
	notices = [
		replace(notice(number), doctype="Decision", name=result.decision, key=str(number))
		for number in range(3)
	]
	rows = told("S33", notices)
	(standing,) = sms_of(rows)
	shown = texts_in_cabinet(monkeypatch, decide.PARTY)
	assert {row.text for row in rows if row.merged_into} <= set(shown)
	assert standing.text not in shown
	assert any("murojaatingiz" in text for text in shown), (
		"those about appeals of the body are here as before"
	)
	assert not {row.text for row in rows} & set(texts_in_cabinet(monkeypatch, decide.RIVAL))


def test_the_cabinet_shows_no_codes_and_nothing_that_its_reader_gets_as_staff(monkeypatch):
	told("S52", [replace(notice(1, template="S52"), doctype="Commission Session", name="sinov")])
	(vote,) = written("S52")
	assert vote.text
	assert vote.text not in texts_in_cabinet(monkeypatch, decide.PARTY)


def test_told_again_nothing_new_is_merged():
	told("S33", [notice(number) for number in range(3)])
	before = written("S33")
	assert messages_notices.put("S33", [notice(number) for number in range(3)]) == 0
	assert written("S33") == before


def test_one_sms_is_handed_over_and_its_report_reaches_all(box, merged):
	standing, names = merged
	assert box.send() == 1
	assert box.handed() == {standing: 1}
	assert box.states() == {"Accepted": 5}
	for word, status in (("ENROUTE", "Sent"), ("DELIVRD", "Delivered")):
		given = {"user_sms_id": standing, "message-id": standing, "status": word}
		assert reports.take("eskiz", gateways.callback_key("eskiz"), given)
		frappe.db.commit()
		assert box.states() == {status: 5}
	rows = {row.name: row for row in box.rows("delivered_at", "handed_at", "text")}
	assert all(rows[name].delivered_at and not rows[name].handed_at for name in names)
	assert {rows[name].text for name in names} == {f"Sinov {number}" for number in range(4)}
	assert claims._sent_this_hour({PHONE}) == {PHONE: 1}


def test_a_failed_one_fails_all_and_is_sent_again_for_all(box, merged):
	standing, names = merged
	box.state.faults["eskiz"] = "rejected"
	box.send()
	assert box.states() == {"Failed": 5}
	assert {row.failure for row in box.rows("failure")} == {"eskiz_rejected"}
	with pytest.raises(WrongState):
		operating.resend(names[0])
	box.state.faults["eskiz"] = ""
	operating.resend(standing)
	frappe.db.commit()
	assert box.states() == {"Queued": 1, "Merged": 4}
	assert box.send() == 1
	assert box.states() == {"Accepted": 5}


def test_a_stopped_and_an_expired_one_end_all(box, merged):
	standing, names = merged
	with pytest.raises(WrongState):
		operating.stop(names[0])
	operating.stop(standing)
	assert box_states(names) == {"Cancelled"}
	operating.resend(standing)
	assert box_states(names) == {"Merged"}
	frappe.db.set_value("SMS Message", standing, "expires_at", clock.now() - timedelta(seconds=1))
	settling.expire()
	assert box_states(names) == {"Expired"}


def box_states(names: list[str]) -> set[str]:
	return set(frappe.get_all("SMS Message", {"name": ["in", names]}, pluck="status"))


def test_what_was_merged_while_its_sms_ended_is_told_by_the_hour(box):
	"""Somebody stopped the SMS, or its report came, between the look at it and the merge: nothing else comes back to these."""
	ends = {"Delivered": "Delivered", "Cancelled": "Cancelled", "Queued": "Merged"}
	left = {}
	for number, status in enumerate(ends):
		left[status] = box.put(4, phone=f"+99890111330{number}")
		merging.merge(left[status])
		frappe.db.commit()
		(standing,) = {row.merged_into for row in box.rows("merged_into") if row.name in left[status]}
		frappe.db.set_value("SMS Message", standing, "status", status)
	frappe.db.commit()
	assert {status: box_states(names) for status, names in left.items()} == {
		status: {"Merged"} for status in ends
	}
	unreported.settle()
	assert {status: box_states(names) for status, names in left.items()} == {
		status: {end} for status, end in ends.items()
	}


def test_a_worker_that_was_overtaken_by_a_report_undoes_nothing(box, merged):
	standing, names = merged
	way = next(way for way in gateways.ways() if way.name == "eskiz")
	rows = claims.claim(way, 10, [way])
	assert [row.name for row in rows] == [standing]
	assert box_states(names) == {"Merged"}
	given = {"user_sms_id": standing, "message-id": standing, "status": "DELIVRD"}
	assert reports.take("eskiz", gateways.callback_key("eskiz"), given)
	settling.refused(rows, {standing: Refusal(FailureKind.TEMPORARY, "late")})
	assert box_states([standing, *names]) == {"Delivered"}


def test_what_waits_for_the_limit_of_a_phone_becomes_one_sms_that_grows(box):
	first = box.put(25, phone=PHONE)
	box.send()
	assert box.states() == {"Accepted": 20, "Merged": 5, "Queued": 1}
	(standing,) = [row for row in box.rows("stands_for", "failure", "text") if row.stands_for]
	assert (standing.stands_for, standing.failure) == (5, merging.PHONE_LIMIT)
	assert standing.text.startswith("E-saylov: 5 ta murojaatingiz qabul qilindi.")
	more = box.put(7, phone=PHONE)
	box.put(3, phone=PHONE, template="S10")  # a reminder is another matter, and stays one
	other = box.put(2, phone=OTHER)
	box.send()
	rows = box.rows("stands_for", "merged_into", "text", "failure")
	(grown,) = [row for row in rows if row.stands_for]
	assert (grown.name, grown.stands_for) == (standing.name, 12)
	assert grown.text.startswith("E-saylov: 12 ta murojaatingiz")
	own = {row.name for row in rows if row.merged_into == standing.name}
	assert set(more) <= own < {*first, *more}
	assert {row.status for row in rows if row.name in other} == {"Accepted"}
	assert figures.behind_limits().messages == 4
	group = next(row for row in figures.of({"by": "template", "template": "S04"}) if row["of"] == "S04")
	assert group["behind"] == 1
	assert figures.oldest_waiting() is None
	# the hour is over
	wanted = {"phone": PHONE, "event_key": ["like", f"{box.mark}%"]}
	frappe.db.set_value("SMS Message", wanted, "handed_at", clock.now() - timedelta(hours=2))
	frappe.db.set_value("SMS Message", {**wanted, "status": "Queued"}, "send_after", clock.now())
	frappe.db.commit()
	box.send()
	assert box.states() == {"Accepted": 20 + 12 + 1 + 3 + 2}
	assert box.handed()[standing.name] == 1
	assert figures.behind_limits().messages == 0


def test_two_that_stand_for_others_become_one(box):
	for _ in range(2):
		merging.merge(box.put(2, phone=PHONE))
	frappe.db.commit()
	standing = [row.name for row in box.rows("stands_for") if row.stands_for]
	merging.merge(standing)
	frappe.db.commit()
	rows = box.rows("stands_for", "merged_into")
	(last,) = [row for row in rows if row.status == "Queued"]
	assert last.stands_for == 4
	assert {row.merged_into for row in rows if row.status == "Merged"} == {last.name}


def test_messages_of_a_campaign_and_claimed_ones_are_left_alone(box):
	names = [*box.put(1, phone=PHONE, campaign="sinov"), *box.put(1, phone=PHONE, status="Sending")]
	names += box.put(1, phone=PHONE)
	merging.merge(names)
	assert box.states() == {"Queued": 2, "Sending": 1}


def test_counts_are_of_matters_and_the_cost_is_of_the_sms(box, merged):
	before = counted()
	box.send()
	after = counted()
	grown = {name: after[name] - before[name] for name in ("total", "handed", "parts")}
	assert grown == {"total": 4, "handed": 4, "parts": 1}


def counted() -> dict[str, int]:
	rows = figures.of({"by": "gateway", "gateway": "eskiz", "template": "S04"})
	return next(iter(rows), {"total": 0, "handed": 0, "parts": 0})


@pytest.mark.parametrize(
	("changed", "code"),
	[
		({"text_many_ru": ""}, "sms_several_lacks"),
		({"text_many_en": "E-saylov: {k} of {name}. {url}"}, "sms_placeholder_unknown"),
		({"text_many_uz": "E-saylov: {url}"}, "sms_several_lacks"),
		({"text_many_ru": "я" * 140 + "{k} {url}"}, "sms_too_long"),
		({"urgency": "Urgent"}, "sms_several_urgent"),
	],
)
def test_a_text_of_several_that_cannot_stand_for_them_is_refused(changed, code):
	template = frappe.get_doc("SMS Template", "S33")
	template.update(changed)
	with pytest.raises(FormInvalid) as refused:
		template.save()
	assert code in {finding.code for finding in refused.value.findings}
