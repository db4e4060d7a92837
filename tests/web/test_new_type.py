"""A type that nothing of ours knows, posted as JSON by an administrator, works as far as the shipped ones do."""

import base64
import secrets
from typing import Any

import pytest
import requests
from factories import inside
from factories.cabinet import pinfl
from factories.http import PDF, Client


def label(text: str) -> dict[str, str]:
	return {f"label_{lang}": text for lang in ("uz", "ru", "en")}


def new_type(code: str) -> dict[str, Any]:
	"""A notice of a branch to its district commission: what shipped types have, in another combination."""
	fields = [
		{"field_name": "subject", "kind": "Short Text", "required": 1, "maximum": "80", **label("Mavzu")},
		{"field_name": "held_on", "kind": "Date", "required": 1, **label("Sana")},
		{"field_name": "guests", "kind": "Group", "required": 1, "min_rows": 1, **label("Mehmonlar")},
		{"field_name": "@person", "kind": "Person", "parent_field": "guests", "required": 1},
		{
			"field_name": "letter",
			"kind": "File",
			"required": 1,
			"file_kinds": "pdf",
			"maximum_bytes": 1_000_000,
			**label("Xat"),
		},
	]
	return {
		"doctype": "Appeal Type",
		"code": code,
		"slug": code.lower(),
		"published": 1,
		**{f"title_{lang}": "Yangi turdagi xabarnoma" for lang in ("uz", "ru", "en")},
		"applicant_kinds": [{"applicant_kind": "party_district_branch"}],
		"recipient_level": "DC",
		"authentication": "EDS",
		"route": "chair_decision",
		"review_statute": "observer_review_days",
		"review_limit_source": "ours",
		"form_fields": fields,
		"subject_template": "{subject}: {count:guests}",
		"form_rules": [
			{"rule": "not_after", "parameters": '{"field": "held_on"}'},
			{"rule": "unique_persons", "parameters": '{"group": "guests"}'},
		],
		"effect": "record_only",
		"effect_mapping": '{"date": "held_on"}',
		"messages": [
			{"event": event, "sms_template": template}
			for event, template in (("received", "S04"), ("granted", "S08"), ("refused", "S09"))
		],
	}


@pytest.fixture
def administrator(login) -> Client:
	return login("administrator")


@pytest.fixture
def code(administrator) -> Any:
	"""A code that no type has; the type is taken back afterwards."""
	made = f"X{secrets.randbelow(10**6):06d}"
	yield made
	administrator.session.put(
		f"{administrator.address}/api/resource/Appeal Type/{made}", json={"published": 0}, timeout=60
	)
	inside.sign_waiting("Appeal Type", made)


def by_rest(client: Client, document: dict[str, Any]) -> requests.Response:
	return client.session.post(f"{client.address}/api/resource/Appeal Type", json=document, timeout=60)


def by_import(client: Client, document: dict[str, Any]) -> requests.Response:
	imported = client.post("appeal_types.import_type", content=document)
	assert imported.status_code == 200, imported.text[:2000]
	return client.post("appeal_types.publish", appeal_type=document["code"])


def message(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:2000]
	return answer.json()["message"]


def codes(found: dict[str, Any]) -> set[tuple[str, str]]:
	return {(finding["code"], finding["path"]) for finding in found["findings"]}


@pytest.mark.parametrize("post", [by_rest, by_import])
def test_it_is_offered_filled_in_filed_and_taken_up(administrator, login, code, serial, post):
	answer = post(administrator, new_type(code))
	assert answer.status_code == 200, answer.text[:2000]
	inside.sign_waiting("Appeal Type", code)

	party = login("party")
	(offer,) = [row for row in message(party.get("appeals.types")) if row["code"] == code]
	assert offer["is_open"]
	schema = message(party.get("appeals.schema", appeal_type=code))
	assert set(schema["properties"]) == {"subject", "held_on", "guests", "letter"}

	person = {"pinfl": pinfl(serial), "full_name": "Bo'ronov Bo'ron", "phone": "+998 90 123 45 67"}
	wrong = {"subject": "Uchrashuv", "held_on": "2999-01-01", "guests": [person, person]}
	created = message(party.post("appeals.create", appeal_type=code, election="demo", answers=wrong))
	assert codes(created) == {
		("date_in_future", "held_on"),
		("person_repeated", "guests[1].pinfl"),
		("required", "letter"),
	}

	name = created["appeal"]
	right = {"subject": "Uchrashuv", "held_on": "2026-01-15", "guests": [person]}
	message(party.post("appeals.update", appeal=name, answers=right))
	letter = {"field": "letter", "file_name": "xat.pdf", "content": base64.b64encode(PDF).decode()}
	message(party.post("appeals.attach", appeal=name, **letter))
	assert message(party.post("appeals.check", appeal=name))["findings"] == []
	payload = message(party.get("appeals.payload", appeal=name))["payload"]
	receipt = message(
		party.post(
			"appeals.submit", appeal=name, signature=party.sign(payload), idempotency_key=f"new-{name}"
		)
	)
	assert receipt["number"].startswith("26277-")

	chair = login("chair")
	message(chair.post("appeals.assign", appeal=name, user="chair@esaylov.example"))
	stored = chair.session.get(f"{chair.address}/api/resource/Appeal/{name}", timeout=60).json()["data"]
	assert (stored["status"], stored["recipient"]) == ("Under Review", "DC-1726277")


@pytest.mark.parametrize("local", ["party", "chair", "auditor"])
def test_nobody_but_an_administrator_posts_one(login, code, local):
	client = login(local)
	assert by_rest(client, new_type(code)).status_code == 403
	assert client.post("appeal_types.import_type", content=new_type(code)).status_code == 403
