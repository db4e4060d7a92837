"""The contract as a document: what an endpoint declares is what stands in it, and the whole is valid OpenAPI 3.1."""

from typing import Annotated, Literal

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from typing_extensions import TypedDict

from esaylov.core.openapi import About, FormSchema, Media, described, document, kind_of, operation, raised

ERRORS = {404: ("not_found",), 422: ("form_invalid",)}
ABOUT = About("1.0", "https://saylov.example", "uz", ("Appeal",))


class Thing(TypedDict):
	"""A thing."""

	name: str
	state: Literal["open", "closed"]


def read(name: str, start: int = 0, election: str | None = None) -> list[Thing]:
	"""Things of a name.

	start: the first of a page.
	"""


def write(appeal: str, answers: str | dict) -> Thing | None:
	"""Write a thing."""


def paper(appeal: str) -> Annotated[None, Media(("application/pdf",))]:
	"""A paper."""


def leave(after: str = "") -> Annotated[None, Media()]:
	"""Lead on."""


def made(forms=()) -> dict:
	return document(
		ABOUT,
		[
			operation(read, "things.read", "GET", True),
			operation(write, "appeals.write", "POST", False),
			operation(paper, "papers.paper", "GET", False),
			operation(leave, "login.leave", "GET", True),
		],
		forms,
		ERRORS,
	)


def path(name: str, method: str) -> dict:
	return made()["paths"][f"/api/method/esaylov.api.{name}"][method]


def test_the_whole_is_valid_openapi():
	form = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {}}
	OpenAPIV31SpecValidator(made([FormSchema("A01", form, {"uz": "Ariza"})])).validate()


def test_arguments_of_a_get_stand_in_the_query_with_type_and_default():
	parameters = {one["name"]: one for one in path("things.read", "get")["parameters"]}
	assert parameters["name"] == {
		"name": "name",
		"in": "query",
		"required": True,
		"schema": {"type": "string"},
	}
	assert parameters["start"]["schema"] == {"type": "integer", "default": 0}
	assert parameters["election"]["schema"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
	assert not parameters["start"]["required"]


def test_arguments_of_a_post_stand_in_a_json_body():
	body = path("appeals.write", "post")["requestBody"]
	assert body["required"]
	schema = body["content"]["application/json"]["schema"]
	assert schema["required"] == ["appeal", "answers"]
	assert [one["type"] for one in schema["properties"]["answers"]["anyOf"]] == ["string", "object"]


def test_an_answer_stands_under_message_and_may_be_absent_where_it_can_be_nothing():
	listed = path("things.read", "get")["responses"]["200"]["content"]["application/json"]["schema"]
	assert listed["required"] == ["message"]
	assert listed["properties"]["message"]["items"] == {"$ref": "#/components/schemas/Thing"}
	assert made()["components"]["schemas"]["Thing"]["properties"]["state"]["enum"] == ["open", "closed"]
	perhaps = path("appeals.write", "post")["responses"]["200"]["content"]["application/json"]["schema"]
	assert "required" not in perhaps


def test_a_file_and_a_redirect_are_told_as_such():
	assert list(path("papers.paper", "get")["responses"]["200"]["content"]) == ["application/pdf"]
	assert "302" in path("login.leave", "get")["responses"]


def test_every_operation_tells_its_refusals_scope_and_who_may_ask():
	found = path("appeals.write", "post")
	assert found["responses"]["422"] == {"$ref": "#/components/responses/Error422"}
	assert found["x-scope"] == "appeals:write"
	assert "security" not in found
	assert path("things.read", "get")["security"][0] == {}
	assert made()["components"]["responses"]["Error404"]["x-codes"] == ["not_found"]


def test_forms_of_the_types_are_schemas_that_the_answers_name():
	whole = made([FormSchema("A01", {"$schema": "x", "type": "object"}, {"uz": "Ariza", "ru": "Заявление"})])
	form = whole["components"]["schemas"]["Answers_A01"]
	assert form == {
		"type": "object",
		"x-appeal-type": "A01",
		"x-titles": {"uz": "Ariza", "ru": "Заявление"},
	}
	body = whole["paths"]["/api/method/esaylov.api.appeals.write"]["post"]["requestBody"]
	answers = body["content"]["application/json"]["schema"]["properties"]["answers"]
	assert answers["x-schemas"] == {"A01": "#/components/schemas/Answers_A01"}


def test_codes_are_read_from_the_source():
	source = """
def step(found):
	if found:
		raise errors.WrongState({"a": 1}, code="changed" if found > 1 else "gone")
	raise NotFound()
	raise Other(code="no_class_of_ours")
"""
	classes = {"WrongState": ("wrong_state", 409), "NotFound": ("not_found", 404)}
	assert raised([source], classes) == {404: ("not_found",), 409: ("changed", "gone", "wrong_state")}


@pytest.mark.parametrize(
	("docstring", "expected"),
	[("", ("", "")), ("One line.", ("One line.", "")), ("One.\n\n\tTwo.\n\t", ("One.", "Two."))],
)
def test_a_docstring_is_a_summary_and_the_rest(docstring, expected):
	assert described(docstring) == expected


@pytest.mark.parametrize(
	("schema", "words"),
	[
		({}, "anything"),
		({"type": "string", "format": "date"}, "string (date)"),
		({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
		({"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}, "list of Thing"),
		({"enum": ["a", "b"]}, "a | b"),
	],
)
def test_a_schema_in_words(schema, words):
	assert kind_of(schema) == words


def test_an_answer_of_a_type_that_has_no_schema_is_anything():
	class Hand:
		pass

	def by_hand() -> Hand:
		"""By hand."""

	made_by_hand = operation(by_hand, "things.by_hand", "GET", True)
	assert made_by_hand.media == Media(("*/*",))
