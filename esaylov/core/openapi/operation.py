"""One endpoint as its signature and docstring tell it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter as Argument
from inspect import cleandoc, signature
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError

Schema = dict[str, Any]

REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Media:
	"""Stands in `Annotated[..., Media(...)]` of an endpoint that answers with bytes or leads elsewhere.

	types: media types it may answer with; none: a redirect. The type annotated is that of its JSON, if it has one.
	"""

	types: tuple[str, ...] = ()
	has_etag: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
	"""An argument of an endpoint with its JSON Schema."""

	name: str
	schema: Schema
	required: bool


@dataclass(frozen=True, slots=True)
class Operation:
	"""An endpoint by one HTTP method. `answer` is the schema of `message`; `definitions` those that schemas refer to."""

	name: str
	method: str
	is_public: bool
	summary: str
	description: str
	parameters: tuple[Parameter, ...]
	answer: Schema
	media: Media | None
	definitions: Mapping[str, Schema]

	@property
	def group(self) -> str:
		"""The module: `appeals` of `appeals.create`."""
		return self.name.partition(".")[0]

	@property
	def scope(self) -> str:
		"""What a key must hold to call it: `appeals:read`, `appeals:write`."""
		return f"{self.group}:{'read' if self.method == 'GET' else 'write'}"


def operation(function: Callable[..., Any], name: str, method: str, is_public: bool) -> Operation:
	"""An endpoint read from its annotations and docstring. Raises pydantic's errors for an argument without a schema."""
	summary, description = described(function.__doc__ or "")
	definitions: dict[str, Schema] = {}
	parameters = tuple(
		_parameter(argument, definitions) for argument in signature(function).parameters.values()
	)
	annotation = signature(function).return_annotation
	media = next((part for part in get_args(annotation)[1:] if isinstance(part, Media)), None)
	try:
		answer = _schema(annotation, "serialization", definitions)
	except PydanticSchemaGenerationError:  # a response made by hand: nothing is known of it
		answer, media = {}, Media(("*/*",))
	return Operation(
		name,
		method,
		is_public,
		summary,
		description,
		parameters,
		answer,
		media,
		definitions,
	)


def described(docstring: str) -> tuple[str, str]:
	"""The first line of a docstring, and the rest of it."""
	summary, _, rest = cleandoc(docstring).partition("\n")
	return summary.strip(), rest.strip()


def _parameter(argument: Argument, definitions: dict[str, Schema]) -> Parameter:
	schema = _schema(argument.annotation, "validation", definitions)
	required = argument.default is argument.empty
	if not required and argument.default is not None:
		schema = {**schema, "default": argument.default}
	return Parameter(argument.name, schema, required)


def _schema(annotation: Any, mode: Any, definitions: dict[str, Schema]) -> Schema:
	if annotation is None or annotation is Argument.empty:
		return {}
	schema = TypeAdapter(annotation).json_schema(ref_template=REFERENCE, mode=mode)
	definitions |= schema.pop("$defs", {})
	return schema


def kind_of(schema: Schema) -> str:
	"""A schema in a few words, for people: `string or object`, `list of TypeAnswer`."""
	if reference := schema.get("$ref"):
		return str(reference).rsplit("/", 1)[-1]
	if parts := schema.get("anyOf"):
		return " or ".join(kind_of(part) for part in parts)
	if schema.get("type") == "array":
		return f"list of {kind_of(schema.get('items') or {})}"
	if choices := schema.get("enum"):
		return " | ".join(str(choice) for choice in choices)
	kind = str(schema.get("type", "anything"))
	return f"{kind} ({schema['format']})" if "format" in schema else kind
