"""`/openapi.json` and `/openapi`: the contracts as they stand, the same for everybody, with an ETag."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest
import requests
from factories import inside
from factories.http import Client
from factories.look import photograph
from openapi_spec_validator import OpenAPIV31SpecValidator

from esaylov.core.integrators import OF_BODY, Scope

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "/api/method/esaylov.api."


def get(guest, path: str = "/openapi.json", **headers: str) -> requests.Response:
	return guest.session.get(f"{guest.address}{path}", headers=headers, timeout=60)


@pytest.fixture
def contract(guest) -> dict:
	answer = get(guest)
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()


def test_a_guest_reads_a_valid_document(guest, contract):
	assert contract["openapi"].startswith("3.1")
	OpenAPIV31SpecValidator(contract).validate()
	for name in (
		"appeals.types",
		"appeals.submit",
		"decisions.vote",
		"certificates.verify",
		"open_data.voters",
	):
		assert f"{PREFIX}{name}" in contract["paths"], name
	assert contract["paths"][f"{PREFIX}status.status"]["get"]["security"][0] == {}
	assert "Appeal" in contract["x-stock-resources"]["doctypes"]


def test_who_has_it_gets_nothing_anew(guest):
	first = get(guest)
	again = get(guest, **{"If-None-Match": first.headers["ETag"]})
	assert (again.status_code, again.content) == (304, b"")
	assert "public" in first.headers["Cache-Control"]
	assert "Set-Cookie" not in first.headers


def test_the_answers_of_each_open_type_have_the_schema_that_the_endpoint_gives(login, contract):
	party = login("party")
	forms = {
		name.removeprefix("Answers_"): schema
		for name, schema in contract["components"]["schemas"].items()
		if name.startswith("Answers_")
	}
	assert len(forms) == contract_count(party)
	for code in ("A56", "A49"):
		given = party.get("appeals.schema", appeal_type=code, _lang="uz").json()["message"]
		assert forms[code]["properties"] == given["properties"]
	for schema in forms.values():
		jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def contract_count(client) -> int:
	return client.get("status").json()["message"]["appeal_types"]


def objects(node: object, place: str = "") -> Iterator[tuple[str, dict]]:
	"""Every schema with properties, wherever it stands in the document, with its place."""
	rows = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
	if isinstance(node, dict) and isinstance(node.get("properties"), dict):
		yield place, node
	for key, value in rows:
		yield from objects(value, f"{place}/{key}")


def required(schema: dict) -> Iterator[str]:
	"""What a schema asks for, under a condition too."""
	yield from schema.get("required", ())
	for part in (schema.get("then"), schema.get("else"), *schema.get("allOf", ()), *schema.get("anyOf", ())):
		yield from required(part) if isinstance(part, dict) else ()


def test_nobody_is_asked_for_what_the_system_fills(contract):
	found = list(objects(contract))
	filled = [
		(place, name)
		for place, schema in found
		for name, one in schema["properties"].items()
		if isinstance(one, dict) and one.get("readOnly")
	]
	asked = {(place, name) for place, schema in found for name in required(schema)}
	assert len(filled) > 20
	assert [one for one in filled if one in asked] == []


def test_every_scope_that_is_asked_for_can_be_given(contract):
	asked = {
		one["x-scope"]
		for methods in contract["paths"].values()
		for one in methods.values()
		if "x-scope" in one
	}
	assert "people:write" in asked
	assert asked <= set(Scope)
	(doctype,) = ROOT.glob("esaylov/esaylov/doctype/integrator_key_scope/*.json")
	(field,) = [one for one in json.loads(doctype.read_text())["fields"] if one["fieldname"] == "scope"]
	assert set(field["options"].split("\n")) == set(Scope)
	# what a body files it may be given by its head
	assert {one for one in asked if one.startswith(("appeals:", "people:"))} <= set(OF_BODY)


def test_the_limits_of_the_law_stand_in_the_forms(contract):
	found = []
	for form in contract["components"]["schemas"].values():
		for law in form.get("x-law", ()):
			if law["rule"] == "list_size":
				given = law["parameters"]
				group = form["properties"][given["group"]]
				assert group["minItems"] == law["numbers"][given["minimum_statute"]]
				assert group["maxItems"] == law["numbers"][given["maximum_statute"]]
				found.append((group["minItems"], group["maxItems"]))
	assert (75, 100) in found


def test_titles_are_in_the_language_asked_for(guest):
	titles = {
		language: get(guest, f"/openapi.json?_lang={language}").json()["components"]["schemas"][
			"Answers_A56"
		]["properties"]["persons"]["title"]
		for language in ("uz", "ru", "en")
	}
	assert len(set(titles.values())) == 3
	unknown = get(guest, "/openapi.json?_lang=xx")
	assert unknown.headers["Content-Language"] == "uz"


def test_nothing_but_reading_is_answered(guest):
	address = f"{guest.address}/openapi.json"
	assert guest.session.post(address, timeout=60).status_code in (403, 405)
	assert get(guest).status_code == 200


def test_no_personal_data_and_no_unpublished_type_is_in_it(login, guest):
	administrator = login("administrator")
	listed = administrator.session.get(
		f"{administrator.address}/api/resource/Appeal Type",
		params={"filters": json.dumps([["published", "=", 0]]), "limit_page_length": 0},
		timeout=60,
	).json()["data"]
	text = get(guest).text
	assert not [row["name"] for row in listed if f'"Answers_{row["name"]}"' in text]
	assert "@esaylov.example" not in text


def test_a_refusal_is_of_the_schema_that_the_document_promises(guest, contract):
	error = {**contract["components"]["schemas"]["Error"], "components": contract["components"]}
	for answer, status in (
		(guest.get("appeals.types"), 403),
		(guest.get("certificates.verify"), 422),
		(guest.get("chain.export", commission="none"), 404),
		(guest.get("appeals.no_such_thing"), 404),
		(guest.session.get(f"{guest.address}{PREFIX}appeals.submit", timeout=60), 403),
		(
			guest.session.get(
				f"{guest.address}{PREFIX}status.status", headers={"Authorization": "token a:b"}, timeout=60
			),
			401,
		),
	):
		assert answer.status_code == status, (answer.url, answer.status_code, answer.text[:500])
		jsonschema_rs.validate(error, answer.json())


def test_the_page_for_people_names_every_operation_and_asks_nobody_else(page, guest, contract, keep):
	asked: list[str] = []
	page.on("request", lambda request: asked.append(request.url))
	problems: list[str] = []
	page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
	page.goto("/openapi")
	for size in ((1366, 900), (390, 844)):
		page.set_viewport_size({"width": size[0], "height": size[1]})
		assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
		photograph(page, keep(f"openapi-{size[0]}.png"))
	ids = set(page.eval_on_selector_all("details[id]", "all => all.map(one => one.id)"))
	assert ids == {one["operationId"] for methods in contract["paths"].values() for one in methods.values()}
	# escaped: titles of types are written by administrators
	assert "Answers_<code>" in page.inner_text("main")
	assert not [url for url in asked if not url.startswith(guest.address)]
	assert not problems


def test_the_contract_is_stored_once_whatever_the_host(guest):
	"""Each `Host` once had a copy of its own, 0.7 MB for a day."""
	assert get(guest).status_code == 200
	count = "answer = len(frappe.cache.keys(frappe.cache.make_key('esaylov_openapi*')))"
	before = inside.run(count)
	for port in (9001, 9002):
		stranger = Client(guest.address, f"{inside.SITE}:{port}")
		answer = get(stranger)
		assert answer.status_code == 200
		assert f":{port}" not in answer.text
	assert inside.run(count) == before > 0
