"""The whole document: paths, schemas of answers and of forms, errors, ways to log in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from esaylov.core.integrators import Scope
from esaylov.core.openapi.codes import ErrorCodes
from esaylov.core.openapi.operation import JSON, Operation, Parameter, Schema

VERSION = "3.1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
PREFIX = "/api/method/esaylov.api."
FORM_PREFIX = "Answers_"
STATUS_WORDS = {
	400: "The body is no JSON object",
	401: "Nobody is logged in, or the key does not let in",
	403: "The caller may not do this",
	404: "There is no such thing, or none that the caller may know of",
	409: "The state, the calendar or the law does not allow this now",
	417: "Refused",
	422: "What was sent does not hold; `findings` say where and why",
	429: "Too many calls; `Retry-After` gives the seconds to wait where they are known",
	503: "Busy; nothing was done, try again",
}
SECURITY: list[dict[str, list[str]]] = [{"integratorKey": []}, {"apiToken": []}, {"session": []}]


@dataclass(frozen=True, slots=True)
class About:
	"""What the document says of the system: its version and address, and the stock resources it only points to."""

	version: str
	server: str
	language: str
	resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormSchema:
	"""The answers of a published appeal type: JSON Schema in one language, titles in all."""

	code: str
	schema: Schema
	titles: Mapping[str, str] = field(default_factory=dict)


def document(
	about: About,
	operations: Iterable[Operation],
	forms: Sequence[FormSchema],
	errors: ErrorCodes,
	ending: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
	"""An OpenAPI 3.1 document; operations and forms in the order of their names. ending: operations that are to go, and what is instead."""
	known = sorted(operations, key=lambda one: (one.name, one.method))
	schemas: dict[str, Schema] = {"Error": _error(errors), "Finding": _FINDING}
	for one in known:
		schemas |= one.definitions
	for form in forms:
		schemas[FORM_PREFIX + form.code] = _form(form)
	paths = _paths(known, forms, errors)
	for name, instead in ending.items():
		for one in paths.get(PREFIX + name, {}).values():
			one.update({"deprecated": True, "x-instead": instead})
	return {
		"openapi": VERSION,
		"jsonSchemaDialect": DIALECT,
		"info": {
			"title": "E-saylov",
			"version": about.version,
			"description": _INTRODUCTION,
			"license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
		},
		"servers": [{"url": about.server}],
		"tags": [{"name": group} for group in sorted({one.group for one in known})],
		"paths": paths,
		"components": {
			"schemas": schemas,
			"responses": {f"Error{status}": _refusal(status, codes) for status, codes in errors.items()},
			"securitySchemes": _SCHEMES,
		},
		"security": SECURITY,
		"x-language": about.language,
		"x-stock-resources": {
			"description": _STOCK,
			"path": "/api/resource/{DocType}",
			"doctypes": list(about.resources),
		},
	}


_INTRODUCTION = (
	'The contracts of E-saylov. What writes is a POST with a JSON object; an answer is `{"message": …}`, a refusal '
	'`{"error": {"code", "message", …}}` with a code that stays the same. `_lang` (uz, uz-2026 once it is offered, uz-Cyrl, ru, en, kaa) in the '
	"query chooses the language of messages. The answers of each published appeal type have a schema `Answers_<code>`."
)
_STOCK = (
	"The framework's own REST resources, for staff with a session: listed, not promised. Integrators and applicants do "
	"not reach them."
)
_SCHEMES: dict[str, Schema] = {
	"integratorKey": {
		"type": "http",
		"scheme": "bearer",
		"description": "A key that an Election Administrator issued (Integrator Key); `x-scope` names the scope it needs.",
	},
	"apiToken": {
		"type": "apiKey",
		"in": "header",
		"name": "Authorization",
		"description": "`token <api key>:<api secret>` of a user of the framework.",
	},
	"session": {"type": "apiKey", "in": "cookie", "name": "sid", "description": "The session of a browser."},
}
_BYTES: Schema = {"type": "string", "format": "binary"}
_LAW: Schema = {
	"edition": {
		"type": "string",
		"description": "ISO first day of the edition of the law that was applied; empty where it is not known.",
	},
	"required": {"type": ["string", "integer", "null"], "description": "The value that the law requires."},
	"actual": {"type": ["string", "integer", "null"], "description": "The value that was found."},
}
_FINDING: Schema = {
	"type": "object",
	"description": "One thing that does not hold: where, by which article, and how to mend it.",
	"required": ["code", "path", "pointer", "severity", "article", *_LAW, "params", "message"],
	"properties": {
		"code": {"type": "string"},
		"path": {"type": "string", "description": "The field: `persons[0].pinfl`; empty for the whole."},
		"pointer": {
			"type": "string",
			"pattern": "^(/([^~/]|~[01])*)*$",
			"description": "The same as JSON Pointer (RFC 6901) into the body: `/answers/persons/0/pinfl`. Of a draft that was sent "
			"before, as if its answers were in the body too.",
		},
		"severity": {"enum": ["error", "warning"]},
		"article": {"type": "string", "description": "Of the Election Code, where one applies."},
		**_LAW,
		"params": {"type": "object", "description": "The values of the message."},
		"message": {"type": "string"},
	},
}


def _error(errors: ErrorCodes) -> Schema:
	text = {"type": "string"}
	return {
		"type": "object",
		"required": ["error"],
		"properties": {
			"error": {
				"type": "object",
				"required": ["code", "message", "field", "pointer", "article", *_LAW, "findings"],
				"additionalProperties": False,
				"properties": {
					"code": {
						"type": "string",
						"pattern": "^[a-z][a-z0-9_]*$",
						"examples": sorted({code for codes in errors.values() for code in codes}),
					},
					"message": {**text, "minLength": 1, "description": "In the caller's language."},
					"field": text,
					"pointer": {
						**text,
						"description": "The field as JSON Pointer into the body, where it is one of it.",
					},
					"article": {**text, "description": "Of the Election Code, where one applies."},
					**_LAW,
					"findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
				},
			}
		},
	}


def _refusal(status: int, codes: Sequence[str]) -> Schema:
	return {
		"description": STATUS_WORDS[status],
		"content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}},
		"x-codes": list(codes),
	}


def _form(form: FormSchema) -> Schema:
	schema = {key: value for key, value in form.schema.items() if key != "$schema"}
	return {**schema, "x-appeal-type": form.code, "x-titles": dict(form.titles)}


def _paths(known: Iterable[Operation], forms: Sequence[FormSchema], errors: ErrorCodes) -> dict[str, Schema]:
	paths: dict[str, Schema] = {}
	for one in known:
		paths.setdefault(PREFIX + one.name, {})[one.method.lower()] = _operation(one, forms, errors)
	return paths


def _operation(one: Operation, forms: Sequence[FormSchema], errors: ErrorCodes) -> Schema:
	refusals = {str(status): {"$ref": f"#/components/responses/Error{status}"} for status in errors}
	found: Schema = {
		"operationId": one.name,
		"tags": [one.group],
		"summary": one.summary,
		**({"description": one.description} if one.description else {}),
		"responses": {**_answers(one), **refusals},
		**({"x-scope": one.scope} if one.scope in set(Scope) else {}),
	}
	if one.is_public:
		found["security"] = [{}, *SECURITY]
	if one.method == "GET":
		found["parameters"] = [_in_query(parameter) for parameter in one.parameters]
	else:
		found["requestBody"] = _body(one, forms)
	return found


def _in_query(parameter: Parameter) -> Schema:
	return {
		"name": parameter.name,
		"in": "query",
		"required": parameter.required,
		"schema": parameter.schema,
	}


def _body(one: Operation, forms: Sequence[FormSchema]) -> Schema:
	required = [parameter.name for parameter in one.parameters if parameter.required]
	schema: Schema = {
		"type": "object",
		"properties": {parameter.name: parameter.schema for parameter in one.parameters},
	}
	if required:
		schema["required"] = required
	if one.group == "appeals" and "answers" in schema["properties"]:
		schema["properties"]["answers"] = _answers_of(schema["properties"]["answers"], forms)
	return {"required": bool(required), "content": {JSON: {"schema": schema}}}


def _answers_of(schema: Schema, forms: Sequence[FormSchema]) -> Schema:
	"""A draft may be incomplete, so the schemas of the types are named, not demanded."""
	named = {form.code: f"#/components/schemas/{FORM_PREFIX}{form.code}" for form in forms}
	return {**schema, "description": "By the schema of the type; a draft may lack parts.", "x-schemas": named}


def _answers(one: Operation) -> dict[str, Schema]:
	if one.media is None:
		return {"200": {"description": "Done", "content": {JSON: {"schema": _envelope(one.answer)}}}}
	if not one.media.types:
		headers = {"Location": {"required": True, "schema": {"type": "string"}}}
		return {"302": {"description": "Leads on", "headers": headers}}
	content = {
		kind: {"schema": _envelope(one.answer) if kind == JSON else dict(_BYTES)} for kind in one.media.types
	}
	answers: dict[str, Schema] = {"200": {"description": "The file", "content": content}}
	if one.media.has_etag:
		answers["200"]["headers"] = {"ETag": {"required": True, "schema": {"type": "string"}}}
		answers["304"] = {"description": "As the caller has it (`If-None-Match`)"}
	return answers


def _envelope(answer: Schema) -> Schema:
	"""Nothing to tell is no `message` at all."""
	if answer.get("type") == "null":
		return {"type": "object"}
	can_be_nothing = any(part.get("type") == "null" for part in answer.get("anyOf", ()))
	envelope: Schema = {"type": "object", "properties": {"message": answer}}
	return envelope if can_be_nothing else {**envelope, "required": ["message"]}
