"""The applicant's side over HTTP: the whole road, and what bad input, strangers and two requests at once get."""

import base64
import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import redis
import requests
from factories.cabinet import pinfl
from factories.http import PDF, Client

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")


@pytest.fixture
def party(login) -> Client:
	return login("party")


@pytest.fixture
def rival(login) -> Client:
	return login("rival")


@pytest.fixture
def draft(party, serial) -> str:
	"""A draft that may be filed."""
	name = created(party, answers(serial))["appeal"]
	attached(party, name)
	return name


@pytest.fixture
def emptied(sites):
	"""`emptied()`: whatever is cached of this site is forgotten; the tests beside go on with theirs."""
	common, own = (
		json.loads(path.read_text())
		for path in (sites / "common_site_config.json", sites / SITE / "site_config.json")
	)
	cache = redis.from_url(common["redis_cache"])
	return lambda: [cache.delete(key) for key in cache.keys(f"{own['db_name']}|*")]


def person(serial: int, **values: str) -> dict[str, str]:
	return {"pinfl": pinfl(serial), "full_name": "Bo'ronov Bo'ron", "phone": "+998 90 123 45 67", **values}


def answers(serial: int, **values: Any) -> dict[str, Any]:
	today = datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()
	names = ("Bo'ronov Bo'ron", "Aliyev Ali", "G'aniyev G'ani")
	persons = [person(serial + place, full_name=name) for place, name in enumerate(names)]
	return {"party_decision_no": "12-Q", "party_decision_date": today, "persons": persons, **values}


def message(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def refusal(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
	"""The envelope of a refusal: a stable code and a sentence, nothing of the inside."""
	assert answer.status_code == status, answer.text[:1000]
	error = answer.json()["error"]
	assert set(error) == {
		*("code", "message", "field", "pointer", "article", "findings"),
		*("edition", "required", "actual"),
	}
	assert error["code"] == code
	assert error["message"]
	assert "Traceback" not in answer.text
	return error


def created(client: Client, typed: dict[str, Any]) -> dict[str, Any]:
	return message(client.post("appeals.create", appeal_type="A56", election="demo", answers=typed))


def attached(client: Client, appeal: str) -> dict[str, Any]:
	"""As a browser sends a file."""
	return message(
		client.session.post(
			f"{client.address}/api/method/esaylov.api.appeals.attach",
			data={"appeal": appeal, "field": "party_decision"},
			files={"file": ("qaror.pdf", PDF, "application/pdf")},
			timeout=60,
		)
	)


def signed(client: Client, appeal: str) -> str:
	return client.sign(message(client.get("appeals.payload", appeal=appeal))["payload"])


def submit(client: Client, appeal: str, signature: str, key: str) -> requests.Response:
	return client.post("appeals.submit", appeal=appeal, signature=signature, idempotency_key=key)


def codes(found: dict[str, Any]) -> list[tuple[str, str]]:
	return [(finding["code"], finding["path"]) for finding in found["findings"]]


def test_from_an_empty_form_to_a_receipt(party, guest, serial):
	(offer,) = [row for row in message(party.get("appeals.types")) if row["code"] == "A56"]
	assert offer["is_open"]
	schema = message(party.get("appeals.schema", appeal_type="A56"))
	assert schema["$schema"].endswith("2020-12/schema")

	wrong = answers(serial)
	wrong["persons"][1]["pinfl"] = "123"
	begun = created(party, wrong)
	assert ("pinfl_structure", "persons[1].pinfl") in codes(begun)
	assert ("required", "party_decision") in codes(begun)

	name = begun["appeal"]
	message(party.post("appeals.update", appeal=name, answers=answers(serial)))
	assert attached(party, name)["kind"] == "application/pdf"
	assert message(party.post("appeals.check", appeal=name))["findings"] == []

	receipt = message(submit(party, name, signed(party, name), f"road-{name}"))
	assert receipt["number"].startswith("26277-")
	assert receipt["received_at"][:10] < receipt["due_on"]
	found = message(guest.get("appeals.track", number=receipt["number"], code=receipt["tracking_code"]))
	assert found["status"] == "Registered"
	assert message(party.post("appeals.withdraw", appeal=name)) == {"appeal": name}
	found = message(guest.get("appeals.track", number=receipt["number"], code=receipt["tracking_code"]))
	assert found["status"] == "Withdrawn"


class TestBadInput:
	@pytest.mark.parametrize(
		("values", "field"),
		[
			({}, "appeal_type"),
			({"appeal_type": "A56"}, "election"),
			({"appeal_type": "A56", "election": "demo"}, "answers"),
			({"appeal_type": "A56", "election": "demo", "answers": "[1]"}, "answers"),
			({"appeal_type": "A56", "election": "demo", "answers": 5}, "answers"),
			({"appeal_type": 56, "election": "demo", "answers": {}}, "appeal_type"),
			({"appeal_type": ["A56"], "election": "demo", "answers": {}}, "appeal_type"),
			({"appeal_type": "A56", "election": "demo", "answers": {"nothing": 1}}, "nothing"),
			(
				{"appeal_type": "A56", "election": "demo", "answers": {"persons": [{"x": "y"}]}},
				"persons[0].x",
			),
			({"appeal_type": "A56", "election": "demo", "answers": {"persons": {"a": 1}}}, "persons"),
			({"appeal_type": "A56", "election": "demo", "answers": {"party_decision_no": 1.5}}, ""),
		],
	)
	def test_what_cannot_be_read_is_named(self, party, values, field):
		error = refusal(party.post("appeals.create", **values), 422, "form_invalid")
		assert field in [finding["path"] for finding in error["findings"]]
		assert all(finding["message"] for finding in error["findings"])

	def test_a_text_that_begins_as_json_and_is_none_is_named(self, party):
		answer = party.post("appeals.create", appeal_type="A56", election="demo", answers="{no json")
		assert "answers" in refusal(answer, 400, "json_invalid")["message"]

	@pytest.mark.parametrize(
		("values", "code"),
		[
			({"appeal_type": "A99", "election": "demo"}, "not_found"),
			({"appeal_type": "A56", "election": "nowhere"}, "not_found"),
			({"appeal_type": "A56' or 1=1 --", "election": "demo"}, "not_found"),
			({"appeal_type": "A56", "election": "demo", "body": "MILLIY_TIKLANISH-1726277"}, "not_found"),
		],
	)
	def test_what_is_not_there_is_not_found(self, party, values, code):
		refusal(party.post("appeals.create", answers={}, **values), 404, code)

	@pytest.mark.parametrize("method", ["update", "check", "attach", "detach", "submit", "withdraw"])
	def test_anothers_draft_is_as_if_it_were_not_there(self, rival, draft, method):
		values = {
			"answers": {},
			"field": "party_decision",
			"file_name": "a.pdf",
			"content": base64.b64encode(PDF).decode(),
			"signature": "x",
			"idempotency_key": "some-key-1",
		}
		refusal(rival.post(f"appeals.{method}", appeal=draft, **values), 404, "not_found")
		refusal(rival.post(f"appeals.{method}", appeal="nothing", **values), 404, "not_found")
		refusal(rival.get("appeals.payload", appeal=draft), 404, "not_found")

	@pytest.mark.parametrize(
		("file_name", "content", "code"),
		[
			("a.pdf", b"MZ" + b"\0" * 300, "file_kind"),
			("a.exe", PDF, "file_disguised"),
			("a.pdf", PDF + b" " * 6_000_000, "file_too_large"),
			("a.pdf", b"", "file_empty"),
		],
	)
	def test_an_unfit_file_is_refused(self, party, draft, file_name, content, code):
		answer = party.post(
			"appeals.attach",
			appeal=draft,
			field="party_decision",
			file_name=file_name,
			content=base64.b64encode(content).decode(),
		)
		error = refusal(answer, 422, "form_invalid")
		assert codes(error) == [(code, "party_decision")]
		assert (
			message(party.post("appeals.check", appeal=draft))["findings"] == []
		)  # the old file is still there

	def test_content_that_is_no_base64_is_named(self, party, draft):
		values = {"appeal": draft, "field": "party_decision", "file_name": "a.pdf", "content": "%%%"}
		refusal(party.post("appeals.attach", **values), 422, "form_invalid")

	def test_the_text_is_in_the_callers_language(self, party):
		texts = {
			language: refusal(
				party.post("appeals.check", appeal="nothing", _lang=language), 404, "not_found"
			)["message"]
			for language in ("uz", "ru", "en")
		}
		assert len(set(texts.values())) == 3


class TestSigning:
	def test_findings_stop_it_and_the_draft_stays(self, party, serial):
		name = created(party, answers(serial, persons=[person(serial, pinfl="123")]))["appeal"]
		error = refusal(submit(party, name, signed(party, name), f"stop-{name}"), 422, "form_invalid")
		assert ("pinfl_structure", "persons[0].pinfl") in codes(error)
		message(party.post("appeals.update", appeal=name, answers=answers(serial)))

	def test_anothers_signature_is_refused(self, party, rival, draft):
		payload = message(party.get("appeals.payload", appeal=draft))["payload"]
		refusal(submit(party, draft, rival.sign(payload), f"other-{draft}"), 422, "signature_other_person")

	@pytest.mark.parametrize("signature", ["", "AAAA", "no base64!", "A" * 70_000])
	def test_what_is_no_signature_is_refused(self, party, draft, signature):
		error = submit(party, draft, signature, f"none-{draft}")
		assert error.status_code == 422
		assert error.json()["error"]["field"] == "signature"

	def test_a_signature_over_an_earlier_state_is_refused(self, party, draft, serial):
		old = signed(party, draft)
		message(party.post("appeals.update", appeal=draft, answers=answers(serial, party_decision_no="13-Q")))
		refusal(submit(party, draft, old, f"old-{draft}"), 422, "content_differs")

	def test_asked_again_it_gives_the_same_receipt(self, party, draft):
		signature, key = signed(party, draft), f"again-{draft}"
		first = message(submit(party, draft, signature, key))
		assert message(submit(party, draft, signature, key)) == first
		refusal(submit(party, draft, signature, f"new-{draft}"), 409, "wrong_state")
		refusal(party.post("appeals.update", appeal=draft, answers={}), 409, "wrong_state")

	def test_two_at_once_with_one_key_get_one_number(self, party, draft):
		signature, key = signed(party, draft), f"twice-{draft}"
		answers_ = at_once(party, lambda client, _: submit(client, draft, signature, key))
		assert [answer.status_code for answer in answers_] == [200] * 4
		assert len({answer.json()["message"]["number"] for answer in answers_}) == 1

	def test_two_at_once_with_two_keys_get_one_number(self, party, draft):
		signature = signed(party, draft)
		answers_ = at_once(
			party, lambda client, place: submit(client, draft, signature, f"key{place}-{draft}")
		)
		assert sorted(answer.status_code for answer in answers_) == [200, 409, 409, 409]

	def test_many_drafts_at_once_get_numbers_of_their_own(self, party, serial):
		names = []
		for place in range(4):
			names.append(created(party, answers(serial + 3 * place))["appeal"])
			attached(party, names[-1])
		signatures = [signed(party, name) for name in names]
		answers_ = at_once(
			party,
			lambda client, place: submit(client, names[place], signatures[place], f"many-{names[place]}"),
		)
		assert [answer.status_code for answer in answers_] == [200] * 4, [answer.text for answer in answers_]
		assert len({answer.json()["message"]["number"] for answer in answers_}) == 4


class TestDoors:
	@pytest.mark.parametrize("method", ["types", "schema", "payload"])
	def test_a_guest_gets_nothing(self, guest, method):
		assert guest.get(f"appeals.{method}", appeal_type="A56", appeal="x").status_code == 403

	@pytest.mark.parametrize(
		"method", ["create", "update", "check", "attach", "detach", "submit", "withdraw", "assign"]
	)
	def test_a_guest_writes_nothing(self, guest, method):
		assert guest.post(f"appeals.{method}", appeal="x").status_code == 403

	@pytest.mark.parametrize(
		"method", ["create", "update", "check", "attach", "detach", "submit", "withdraw", "assign"]
	)
	def test_what_writes_takes_no_get(self, party, method):
		assert party.get(f"appeals.{method}", appeal="x").status_code == 403

	@pytest.mark.parametrize(
		"path",
		["/api/resource/Appeal", "/api/v2/document/Appeal", "/app", "/api/method/frappe.client.get_list"],
	)
	def test_an_applicant_has_no_stock_doors(self, party, path):
		answer = party.session.get(f"{party.address}{path}", params={"doctype": "Appeal"}, timeout=60)
		assert answer.status_code == 403

	def test_a_rest_put_files_and_decides_nothing(self, login, party, draft):
		message(submit(party, draft, signed(party, draft), f"put-{draft}"))
		for local in ("party", "chair", "secretary", "administrator", "rival"):
			client = login(local)
			for status in ("Granted", "Refused", "Acknowledged", "Draft"):
				answer = client.session.put(
					f"{client.address}/api/resource/Appeal/{draft}", json={"status": status}, timeout=60
				)
				assert answer.status_code in (403, 404, 409, 417), answer.text[:500]
		chair = login("chair")
		answer = chair.session.get(f"{chair.address}/api/resource/Appeal/{draft}", timeout=60)
		assert answer.json()["data"]["status"] == "Registered"
		assert "answers" not in answer.json()["data"]  # personal data stands a level higher

	def test_the_commission_takes_it_up_and_a_sibling_does_not(self, login, party, draft):
		message(submit(party, draft, signed(party, draft), f"take-{draft}"))
		sibling, chair = login("sibling.chair"), login("chair")
		values = {"appeal": draft, "user": "secretary@esaylov.example"}
		refusal(sibling.post("appeals.assign", **values), 403, "not_permitted")
		refusal(party.post("appeals.assign", **values), 403, "not_permitted")
		assert message(chair.post("appeals.assign", **values))["assigned_to"] == values["user"]
		error = refusal(
			chair.post("appeals.assign", appeal=draft, user="party@esaylov.example"), 422, "form_invalid"
		)
		assert codes(error) == [("not_an_officer_here", "user")]

	def test_tracking_needs_both_and_tells_nothing_else(self, guest, party, draft):
		receipt = message(submit(party, draft, signed(party, draft), f"track-{draft}"))
		refusal(guest.get("appeals.track", number=receipt["number"], code="AAAAAAAA"), 404, "not_found")
		refusal(guest.get("appeals.track", number="0-0", code=receipt["tracking_code"]), 404, "not_found")
		refusal(guest.get("appeals.track", number=receipt["number"]), 422, "form_invalid")

	def test_tracking_is_limited(self, guest):
		number = f"limit-{secrets.token_hex(8)}"  # limits are kept for ten minutes, also from an earlier run
		statuses = [guest.get("appeals.track", number=number, code="AAAAAAAA").status_code for _ in range(31)]
		assert statuses == [404] * 30 + [429]


def at_once(client: Client, step) -> list[requests.Response]:
	"""Four requests of one login at the same time."""
	clients = [client.twin() for _ in range(4)]
	with ThreadPoolExecutor(len(clients)) as pool:
		return list(pool.map(step, clients, range(len(clients))))


def test_files_attached_to_many_drafts_at_once_are_all_taken(party, serial):
	names = [created(party, answers(serial))["appeal"] for _ in range(8)]
	pages = base64.b64encode(PDF).decode()
	file = {"field": "party_decision", "file_name": "qaror.pdf", "content": pages}
	clients = [party.twin() for _ in names]
	with ThreadPoolExecutor(len(clients)) as pool:
		found = list(
			pool.map(lambda client, name: client.post("appeals.attach", appeal=name, **file), clients, names)
		)
	assert [answer.status_code for answer in found] == [200] * len(names), [answer.text for answer in found]


def test_appeals_filed_at_once_with_cold_caches_are_all_filed(party, serial, emptied):
	names = [created(party, answers(serial))["appeal"] for _ in range(6)]
	for name in names:
		attached(party, name)
	ready = [signed(party, name) for name in names]
	clients = [party.twin() for _ in names]
	emptied()
	with ThreadPoolExecutor(len(clients)) as pool:
		found = list(pool.map(lambda *one: submit(*one, f"cold-{one[1]}"), clients, names, ready))
	numbers = {message(answer)["number"] for answer in found}
	assert len(numbers) == len(names)
