"""From the outbox to a gateway: once each, whatever the gateway answers, and over to the next one when it does not."""

import json
from datetime import timedelta

import frappe
import pytest
from cryptography.fernet import Fernet
from factories import outbox as make
from frappe.utils.password import encrypt

from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted
from esaylov.messages.delivery import gateways, reports, unreported
from esaylov.messages.delivery.sending import Run
from esaylov.messages.texts import values as messages_values


@pytest.fixture
def box(monkeypatch):
	with make.outbox(monkeypatch) as made:
		yield made


@pytest.fixture
def resting(monkeypatch):
	"""Gateways that rest until the test ends their rest: on a slow machine two seconds are over before the last message."""
	with make.outbox(monkeypatch, rest_seconds=3600) as made:
		yield made


@pytest.fixture
def eskiz(monkeypatch):
	with make.outbox(monkeypatch, only="eskiz") as made:
		yield made


@pytest.fixture
def playmobile(monkeypatch):
	with make.outbox(monkeypatch, only="playmobile") as made:
		yield made


def test_each_message_is_handed_over_once_to_the_first_gateway(box):
	names = box.put(250)
	assert box.send() == 250
	assert box.handed() == dict.fromkeys(names, 1)
	assert {taken["gateway"] for taken in box.taken()} == {"eskiz"}
	assert box.states() == {"Accepted": 250}
	assert box.state.calls["eskiz /api/message/sms/send-batch"] == 3
	assert box.state.taken[0]["phone"].startswith("99890")


def test_the_price_of_the_gateway_makes_the_cost(box):
	frappe.db.set_value("SMS Gateway", "eskiz", "part_price", 50)
	box.put(parts=2)
	try:
		box.send()
		assert [row.cost for row in box.rows("cost")] == [100]
	finally:
		frappe.db.set_value("SMS Gateway", "eskiz", "part_price", 0)
		frappe.db.commit()


@pytest.mark.parametrize(
	"fault", ["500", "unauthorized", "garbage", pytest.param("hang", marks=pytest.mark.full)]
)
def test_the_next_gateway_delivers_when_the_first_does_not(resting, fault):
	resting.hasty("eskiz")
	resting.state.faults["eskiz"] = fault
	names = resting.put(120)
	resting.send()
	assert resting.handed() == dict.fromkeys(names, 1)
	assert {taken["gateway"] for taken in resting.taken()} == {"playmobile"}
	assert resting.states() == {"Accepted": 120}
	assert (
		resting.state.calls["eskiz /api/auth/login"] <= 3
	)  # not a time-out for each message: it rests meanwhile


def test_a_gateway_that_failed_rests_and_is_tried_again(resting):
	resting.state.faults["eskiz"] = "500"
	resting.put(500)
	resting.send()
	assert gateways.ways()[0].is_resting
	asked = (
		resting.state.calls["eskiz /api/auth/login"]
		+ resting.state.calls["eskiz /api/message/sms/send-batch"]
	)
	assert asked == 3
	resting.state.faults["eskiz"] = ""
	frappe.cache.delete(frappe.cache.make_key("esaylov-sms-resting|eskiz"))
	(name,) = resting.put(1)
	resting.send()
	assert next(taken["gateway"] for taken in resting.taken() if taken["id"] == name) == "eskiz"


@pytest.mark.parametrize(
	("gateway", "only"),
	[
		("eskiz", "eskiz"),
		pytest.param("playmobile", "playmobile", marks=pytest.mark.full),
		pytest.param("eskiz", "", id="eskiz, another beside it", marks=pytest.mark.full),
	],
)
@pytest.mark.parametrize("fault", ["drop", pytest.param("hang_taken", marks=pytest.mark.full)])
@pytest.mark.full
def test_what_a_gateway_took_without_an_answer_is_not_sent_twice(monkeypatch, gateway, only, fault):
	with make.outbox(monkeypatch, only=only) as box:
		box.hasty(gateway)
		names = box.put(30)
		box.state.faults[gateway] = fault
		box.hand()
		assert box.states() == {"Sending": 30}
		box.state.faults[gateway] = ""
		box.send()
		assert box.handed() == dict.fromkeys(names, 1)
		assert box.states() == {"Accepted": 30}


@pytest.mark.parametrize(("on_silence", "gateways_that_took"), [("Next gateway", 2), ("Wait", 1)])
def test_after_its_silence_another_gateway_has_it_unless_the_first_is_waited_for(
	monkeypatch, on_silence, gateways_that_took
):
	"""The first took it and is gone: whoever does not wait for its word may send twice, and an operator says which is worse."""
	with make.outbox(monkeypatch, on_silence=on_silence) as box:
		(name,) = box.put(1)
		box.state.faults["eskiz"] = "drop"
		box.hand()
		box.state.faults["eskiz"] = "500"
		long_ago = clock.now() - timedelta(hours=1)
		frappe.db.set_value("SMS Message", name, {"handed_at": long_ago, "claimed_until": long_ago})
		frappe.db.commit()
		Run()._recover(gateways.ways())
		frappe.db.commit()
		box.state.faults["eskiz"] = ""
		box.send()
		assert box.states() == {"Accepted": 1}
		assert box.handed() == {name: gateways_that_took}


def test_an_ended_token_is_renewed(eskiz):
	eskiz.put(1)
	eskiz.send()
	eskiz.state.faults["eskiz"] = "token"
	eskiz.put(1)
	eskiz.send()
	assert eskiz.states() == {"Accepted": 2}
	assert eskiz.state.calls["eskiz /api/auth/login"] == 2


def test_a_token_that_another_key_of_the_site_sealed_is_asked_for_anew(eskiz):
	eskiz.put(1)
	eskiz.send()
	address = eskiz.conf["esaylov_sms_demo"]["address"]
	(key,) = frappe.cache.get_keys(f"esaylov-eskiz-token|{address}")
	place = key.decode().partition("|")[2]
	kept = frappe.cache.get_value(place, expires=True)
	sealed = encrypt("token", Fernet.generate_key().decode())
	frappe.cache.set_value(place, {**kept, "token": sealed}, expires_in_sec=600)
	eskiz.put(1)
	eskiz.send()
	assert eskiz.states() == {"Accepted": 2}
	assert eskiz.state.calls["eskiz /api/auth/login"] == 2
	assert not frappe.local.message_log


def test_messages_of_one_process_share_a_login(eskiz):
	for _ in range(3):  # a token that was not there yet is not remembered as missing
		eskiz.put(1)
		eskiz.send()
	assert eskiz.state.calls["eskiz /api/auth/login"] == 1


def test_the_token_lies_encrypted(eskiz):
	eskiz.put(1)
	eskiz.send()
	(key,) = frappe.cache.get_keys("esaylov-eskiz-token|http")[-1:]
	assert not any(token.encode() in frappe.cache.get(key) for token in eskiz.state.tokens)


def test_a_rejected_message_fails_for_good(eskiz):
	eskiz.state.faults["eskiz"] = "rejected"
	eskiz.put(1)
	eskiz.send()
	(row,) = eskiz.rows("failure", "failure_kind", "sealed_text")
	assert (row.status, row.failure_kind, row.failure) == ("Failed", "Permanent", "eskiz_rejected")


def test_one_bad_message_does_not_hold_up_its_batch(playmobile):
	good = playmobile.put(9)
	(bad,) = playmobile.put(1, text="")
	playmobile.send()
	assert playmobile.handed() == dict.fromkeys(good, 1)
	(row,) = [row for row in playmobile.rows("failure", "failure_kind") if row.name == bad]
	assert (row.status, row.failure_kind, row.failure) == ("Failed", "Permanent", "playmobile_404")


@pytest.mark.parametrize(
	("number", "kind", "status"),
	[(404, "Permanent", "Failed"), (105, "Technical", "Failed"), (102, "", "Queued"), (103, "", "Queued")],
)
def test_the_table_of_errors(playmobile, number, kind, status):
	playmobile.state.faults["playmobile"] = f"error:{number}"
	playmobile.put(1)
	playmobile.hand()
	(row,) = playmobile.rows("failure_kind", "gateway_word", "send_after")
	assert (row.status, row.failure_kind or "") == (status, kind)
	if status == "Queued":  # the account's trouble and not the message's: tried again after a pause
		assert row.gateway_word == f"playmobile_{number}"
		assert row.send_after > clock.now()


def test_after_the_last_attempt_it_is_given_up(playmobile):
	playmobile.state.faults["playmobile"] = "500"
	playmobile.put(1)
	playmobile.put(1, urgency_place=1)
	frappe.db.set_value("SMS Message", {"event_key": ["like", f"{playmobile.mark}%"]}, "attempts", 11)
	frappe.db.commit()
	playmobile.hand()
	assert playmobile.states() == {"Failed": 2}
	assert {row.failure_kind for row in playmobile.rows("failure_kind")} == {"Temporary"}


def test_in_quiet_hours_only_urgent_messages_go(box):
	now = clock.now()
	hours = {"quiet_from": (now - timedelta(minutes=5)).strftime("%H:%M:%S")}
	hours["quiet_to"] = (now + timedelta(minutes=30)).strftime("%H:%M:%S")
	before = {key: frappe.db.get_single_value("E-saylov Settings", key) for key in hours}
	frappe.db.set_single_value("E-saylov Settings", hours)
	frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
	try:
		(code,), (reminder,) = box.put(1, urgency_place=0), box.put(1)
		box.hand()
		assert {row.name: row.status for row in box.rows()} == {code: "Accepted", reminder: "Queued"}
	finally:
		frappe.db.set_single_value("E-saylov Settings", before)
		frappe.db.commit()
		frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")


def test_urgent_messages_go_first(box):
	box.put(150, urgency_place=2)
	urgent = box.put(3, urgency_place=0)
	box.send()
	assert {taken["id"] for taken in box.taken()[:3]} == set(urgent)


def test_a_phone_is_not_flooded(box):
	box.put(25, phone="+998901112233", template="S10")  # reminders: never merged
	code = box.put(1, phone="+998901112233", urgency_place=0)
	box.send()
	assert box.states() == {"Accepted": 20, "Queued": 6}  # the code counts, and is not held up
	assert code[0] in {row.name for row in box.rows() if row.status == "Accepted"}
	waiting = [row.send_after for row in box.rows("send_after") if row.status == "Queued"]
	assert min(waiting) > clock.now() + timedelta(minutes=8)


def test_the_total_limit_holds_over_all_workers(monkeypatch):
	with make.outbox(monkeypatch, only="eskiz", per_second=40) as box:
		monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)  # one second that never ends
		frappe.cache.delete(frappe.cache.make_key("esaylov-sms-rate|eskiz|1800000000"))
		box.put(100)
		box.hand()
		assert box.states() == {"Accepted": 40, "Queued": 60}


def test_what_waited_too_long_is_not_sent(box):
	sealed = encrypt("123456")
	box.put(1, expires_at=clock.now() - timedelta(seconds=1), sealed_text=sealed)
	box.send()
	assert [(row.status, row.sealed_text) for row in box.rows("sealed_text")] == [("Expired", None)]
	assert not box.handed()


def test_a_sealed_text_is_opened_for_the_gateway_alone_and_wiped(box):
	box.put(1, text="kod ******", sealed_text=encrypt("kod 123456"))
	box.send()
	assert [taken["text"] for taken in box.taken()] == ["kod 123456"]
	assert [(row.text, row.sealed_text) for row in box.rows("text", "sealed_text")] == [("kod ******", None)]


def report(box, name, word, gateway="eskiz", key=None):
	given = {"user_sms_id": name, "message-id": name, "status": word}
	return reports.take(gateway, gateways.callback_key(gateway) if key is None else key, given)


def test_reports_bring_a_message_forward_late_and_repeated_ones_change_nothing(box):
	(name,) = box.put(1)
	box.send()
	for word, status in (
		("ENROUTE", "Sent"),
		("DELIVRD", "Delivered"),
		("DELIVRD", "Delivered"),
		("ACCEPTED", "Delivered"),
	):
		assert report(box, name, word)
		assert frappe.db.get_value("SMS Message", name, "status") == status
	assert frappe.db.get_value("SMS Message", name, "delivered_at")


def test_a_report_of_a_message_that_nobody_answered_for_is_its_answer(box):
	box.hasty("eskiz")
	box.state.faults["eskiz"] = "hang_taken"
	(name,) = box.put(1, sealed_text=encrypt("kod 123456"))
	box.hand()
	assert frappe.db.get_value("SMS Message", name, "status") == "Sending"
	assert report(box, name, "DELIVRD")
	frappe.db.commit()
	box.send()
	(row,) = box.rows("sealed_text")
	assert (row.status, row.sealed_text) == ("Delivered", None)
	assert box.handed() == {name: 1}


def test_two_gateways_that_took_one_message_are_seen(box):
	(name,) = box.put(1)
	box.send()
	assert report(box, name, "Delivered", "playmobile")
	assert frappe.db.get_value("SMS Message", name, "status") == "Duplicate"


@pytest.mark.parametrize("word", ["UNDELIV", "REJECTD", "DELETED"])
def test_a_failure_has_its_kind(box, word):
	kinds = {"UNDELIV": "Temporary", "REJECTD": "Permanent", "DELETED": "Technical"}
	(name,) = box.put(1)
	box.send()
	report(box, name, word)
	row = frappe.db.get_value("SMS Message", name, ["status", "failure_kind"], as_dict=True)
	assert (row.status, row.failure_kind) == ("Failed", kinds[word])


def test_who_does_not_know_the_key_reports_nothing(box):
	(name,) = box.put(1)
	box.send()
	for key in ("", "x", gateways.callback_key("playmobile")):
		with pytest.raises(NotPermitted):
			report(box, name, "DELIVRD", key=key)
	assert not report(box, "no-such-message", "DELIVRD")
	assert not report(box, name, "no such word")
	assert frappe.db.get_value("SMS Message", name, "status") == "Accepted"


def test_nothing_of_a_hand_over_is_in_a_log(box, caplog):
	frappe.logger("esaylov").propagate = True
	box.put(1, text="siri")
	with caplog.at_level("INFO"):
		box.send()
	written = json.dumps([record.getMessage() for record in caplog.records])
	assert "siri" not in written
	assert "9989" not in written


def test_without_a_gateway_everything_waits(box, monkeypatch):
	monkeypatch.setattr("esaylov.messages.delivery.sending.ways", list)
	box.put(2)
	assert box.send() == 0
	assert box.states() == {"Queued": 2}
	assert messages_values.wording_of("kaa") == "uz"


def lost(box, hours: int, **values) -> None:
	"""The reports of all messages of the box were lost so many hours ago."""
	for row in box.rows():
		moment = clock.now() - timedelta(hours=hours)
		frappe.db.set_value("SMS Message", row.name, {"accepted_at": moment, **values})
	frappe.db.commit()


def settled() -> int:
	"""The hourly job, committed as the scheduler does."""
	number = unreported.settle()
	frappe.db.commit()
	return number


@pytest.mark.parametrize("status", ["Accepted", "Sent"])
def test_a_lost_report_is_asked_for_again(eskiz, status):
	eskiz.put(3)
	eskiz.send()
	lost(eskiz, 2, status=status)
	assert settled() >= 3
	assert eskiz.states() == {"Delivered": 3}
	assert all(row.delivered_at and not row.failure for row in eskiz.rows("delivered_at", "failure"))


def test_what_no_gateway_tells_is_closed_after_three_days_and_a_late_report_still_counts(playmobile):
	(name,) = playmobile.put(1)
	playmobile.send()
	lost(playmobile, 71)
	settled()
	assert playmobile.states() == {"Accepted": 1}
	lost(playmobile, 73)
	settled()
	assert [(row.status, row.failure) for row in playmobile.rows("failure")] == [("Expired", "no_report")]
	key = gateways.callback_key("playmobile")
	assert reports.take("playmobile", key, {"message-id": name, "status": "Delivered"})
	frappe.db.commit()
	assert playmobile.states() == {"Delivered": 1}
