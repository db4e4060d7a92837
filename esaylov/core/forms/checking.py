"""The check of answers: structure by JSON Schema, then what a schema cannot say (dates, identifiers, links, files)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from itertools import islice
from typing import Any

import jsonschema_rs

from esaylov.core.findings import Finding, Param
from esaylov.core.formats.places import below
from esaylov.core.forms.answers import Use, walk
from esaylov.core.forms.definition import FormDefinition, Kind
from esaylov.core.forms.schema import SHA256_PATTERN, to_json_schema
from esaylov.core.people import identity
from esaylov.core.people.unseen import UNSEEN
from esaylov.core.records.payload import PayloadInvalid, canonical

LARGEST_ANSWERS = 1_000_000
"""Bytes of the canonical answers (own design, against runaway requests)."""
MOST_FINDINGS = 5_000
"""Findings of the structure that are told: 200 rows of 25 columns, each wrong (own design)."""
MOST_UNKNOWN = 100
"""Fields of one place that the form has not, by name; a request may bring 50,000 (own design)."""


@dataclass(frozen=True, slots=True)
class Attached:
	"""An attachment that is stored: its media type and its size in bytes."""

	media_type: str
	size: int


@dataclass(frozen=True, slots=True)
class Context:
	"""What the check may know beside the answers; None leaves that check out.

	attachments: SHA-256 in hex to the stored file; a File answer without one is `file_missing`.
	links: column (`persons.polling_station`) to the names a Link there may have; others are `link_unknown`.
	"""

	attachments: Mapping[str, Attached] | None = None
	links: Mapping[str, frozenset[str]] | None = None


EVERYTHING = Context()
PHOTO_TYPE = "image/jpeg"
"""Media type of every photo that is kept."""


def check(definition: FormDefinition, answers: Any, context: Context = EVERYTHING) -> list[Finding]:
	"""All findings of the answers, the structure first; an empty list when they may be filed."""
	try:
		size = len(canonical(answers))
	except PayloadInvalid as problem:
		return [Finding(problem.code)]
	if size > LARGEST_ANSWERS:
		return [Finding("answers_too_large", params={"maximum": LARGEST_ANSWERS})]
	uses = list(walk(definition.fields, answers))
	validator: jsonschema_rs.Draft202012Validator = definition.made.get("validator") or _validator(definition)
	found = [] if validator.is_valid(answers) else _structure(validator, answers, uses)
	for use in uses:
		found += _semantics(use, context)
	told: dict[tuple[str, str], Finding] = {}
	for finding in found:
		told[finding.code, finding.path] = finding
	return list(told.values())


def _validator(definition: FormDefinition) -> jsonschema_rs.Draft202012Validator:
	made = definition.made["validator"] = _read(json.dumps(to_json_schema(definition)))
	return made


@lru_cache(maxsize=256)
def _read(schema: str) -> jsonschema_rs.Draft202012Validator:
	"""Kept by the text of the schema: definitions that Python finds equal may differ as JSON, where true is not 1."""
	return jsonschema_rs.Draft202012Validator(schema, pattern_options=jsonschema_rs.RegexOptions())


def _structure(
	validator: jsonschema_rs.Draft202012Validator, answers: Any, uses: Sequence[Use]
) -> list[Finding]:
	found: list[Finding] = []
	by_path = {use.path: use for use in uses}
	for error in islice(validator.iter_errors(answers), MOST_FINDINGS):
		found += _translated(error, _path(error.instance_path), by_path)
	return found[:MOST_FINDINGS]


def _path(steps: list[str | int]) -> str:
	return reduce(below, steps, "")


def _translated(error: jsonschema_rs.ValidationError, path: str, uses: Mapping[str, Use]) -> list[Finding]:
	"""Findings of one schema error; the last step of its schema path is the keyword that failed."""
	keyword = str(error.schema_path[-1])
	kind: Any = error.kind  # each keyword's kind has attributes of its own
	if keyword == "required":
		return [Finding("required", below(path, kind.property))]
	if keyword == "additionalProperties":
		return [Finding("unknown_field", below(path, name)) for name in kind.unexpected[:MOST_UNKNOWN]]
	if keyword == "anyOf":
		return [Finding("person_unidentified", below(path, "pinfl"))]
	if keyword in ("minLength", "pattern") and uses[path].value == "":
		return [Finding("required", path)]
	if keyword == "pattern" and _has_own_check(uses[path]):
		return []
	if keyword in _KEYWORDS:
		return [Finding(_KEYWORDS[keyword], path, params=_limit(kind))]
	return [Finding("not_asked", path)]


_KEYWORDS = {
	"type": "wrong_type",
	"minLength": "too_short",
	"maxLength": "too_long",
	"pattern": "pattern_mismatch",
	"enum": "not_a_choice",
	"minimum": "too_small",
	"maximum": "too_large",
	"minItems": "too_few_rows",
	"maxItems": "too_many_rows",
}


def _limit(kind: Any) -> dict[str, Param]:
	limit = getattr(kind, "limit", None)
	return {} if limit is None else {"limit": int(limit)}


def _has_own_check(use: Use) -> bool:
	return bool(use.field.identifier) or use.field.kind in (Kind.DATE, Kind.PHONE, Kind.FILE)


def _semantics(use: Use, context: Context) -> list[Finding]:
	value = use.value
	if not isinstance(value, str) or not value:
		return []
	if UNSEEN.search(value):
		return [Finding("unseen_characters", use.path)]
	if use.field.identifier:
		checks: dict[str, Callable[[str, str], list[Finding]]]
		checks = {"pinfl": identity.check, "passport": identity.check_passport}
		return checks[use.field.identifier](value, use.path)
	if use.field.kind is Kind.PHONE:
		return identity.check_phone(value, use.path)
	if use.field.kind is Kind.DATE:
		return _date(use, value)
	if use.field.kind in (Kind.FILE, Kind.PHOTO):
		return _file(use, value, context.attachments)
	if use.field.kind is Kind.LINK and context.links is not None:
		known = context.links.get(use.column, frozenset())
		return [] if value in known else [Finding("link_unknown", use.path)]
	return []


def _date(use: Use, text: str) -> list[Finding]:
	try:
		day = date.fromisoformat(text)
	except ValueError:
		day = None
	if day is None or day.isoformat() != text:
		return [Finding("date_unreal", use.path)]
	if isinstance(use.field.minimum, str) and text < use.field.minimum:
		return [Finding("date_too_early", use.path, params={"limit": use.field.minimum})]
	if isinstance(use.field.maximum, str) and text > use.field.maximum:
		return [Finding("date_too_late", use.path, params={"limit": use.field.maximum})]
	return []


def _file(use: Use, sha256: str, attachments: Mapping[str, Attached] | None) -> list[Finding]:
	if not re.fullmatch(SHA256_PATTERN, sha256):
		return [Finding("file_missing", use.path)]
	if attachments is None:
		return []
	attached, limit = attachments.get(sha256), use.field.file
	if attached is None:
		return [Finding("file_missing", use.path)]
	if use.field.kind is Kind.PHOTO:
		return _photo(use, attached)
	found = []
	if limit.kinds and attached.media_type not in limit.kinds:
		found.append(Finding("file_kind", use.path, params={"kinds": ", ".join(limit.kinds)}))
	if isinstance(use.field.minimum, int) and attached.size < use.field.minimum:
		found.append(Finding("file_too_small", use.path, params={"limit": -(-use.field.minimum // 1024)}))
	if limit.maximum_bytes and attached.size > limit.maximum_bytes:
		found.append(Finding("file_too_large", use.path, params={"limit": limit.maximum_bytes // 1024}))
	return found


def _photo(use: Use, attached: Attached) -> list[Finding]:
	"""A photo was judged when it came in; what is kept is a JPEG, whatever the field takes."""
	is_kept = attached.media_type == PHOTO_TYPE
	return [] if is_kept else [Finding("file_kind", use.path, params={"kinds": PHOTO_TYPE})]
