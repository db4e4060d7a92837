"""Messages over HTTP: reports of gateways by their key, and who may look at texts and campaigns."""

import re

import pytest
import requests

REPORT = {"user_sms_id": "no-such-message", "status": "DELIVRD"}


def report(guest, **query: str) -> requests.Response:
	address = f"{guest.address}/api/method/esaylov.api.sms.callback"
	return guest.session.post(address, json=REPORT, params=query, timeout=60)


def test_the_address_for_reports_is_the_administrators_and_its_key_opens_the_door(login, guest):
	answer = login("administrator").get("sms.callback_address", gateway="eskiz")
	key = re.search(r"key=([0-9a-f]+)", answer.json()["message"]["address"])[1]
	assert report(guest, gateway="eskiz", key=key).json()["message"] == {"noted": False}
	wrong = (
		{"gateway": "eskiz", "key": "0" * 40},
		{"gateway": "eskiz"},
		{"gateway": "playmobile", "key": key},
	)
	for query in wrong:
		answer = report(guest, **query)
		assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_permitted")
	assert report(guest).status_code == 403


def test_texts_are_counted_by_the_server(login):
	texts = {"text_uz": "Salom {name}", "text_ru": "Привет", "text_en": "Hello"}
	answer = login("administrator").post("sms.preview", **texts)
	rows = {row["language"]: row for row in answer.json()["message"]}
	assert (rows["uz"]["parts"], rows["uz"]["is_gsm7"]) == (1, True)
	assert (rows["uz-Cyrl"]["text"][:5], rows["uz-Cyrl"]["is_gsm7"]) == ("Салом", False)


def test_staff_see_how_a_text_is_read_and_nobody_else_asks(login, guest):
	assert login("chair").post("sms.preview", text_uz="Salom").status_code == 200
	assert [client.post("sms.preview").status_code for client in (login("party"), guest)] == [403, 403]


@pytest.mark.parametrize("who", ["party", "chair", "guest"])
@pytest.mark.parametrize(
	("verb", "call", "values"),
	[
		("get", "callback_address", {"gateway": "eskiz"}),
		("get", "gateways", {}),
		("post", "campaign", {"name": "x", "step": "start"}),
		("get", "campaign_progress", {"name": "x"}),
	],
)
def test_others_have_no_business_here(login, guest, who, verb, call, values):
	client = guest if who == "guest" else login(who)
	assert getattr(client, verb)(f"sms.{call}", **values).status_code == 403
