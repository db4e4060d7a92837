"""Working on the answers of a form: walking, filling, and bringing what was typed into the form that is signed."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from esaylov.core.forms.conditions import holds
from esaylov.core.forms.definition import SPREAD, Field, FormDefinition, Kind, columns, scope
from esaylov.core.people.identity import IdentityInvalid, normal_passport, normal_phone
from esaylov.core.people.names import plain, plain_apostrophes

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Use:
	"""An answer and its field: path `persons[2].pinfl`, column `persons.pinfl` (the same for every row)."""

	path: str
	field: Field
	value: Any
	column: str


def walk(fields: tuple[Field, ...], answers: Any, path: str = "", column: str = "") -> Iterator[Use]:
	"""Every single value that has a field, rows and persons opened; values of a wrong shape come as they are."""
	if not isinstance(answers, Mapping):
		return
	for item in fields:
		if item.name.startswith(SPREAD):  # its columns stand in the level itself
			yield from walk(item.fields, answers, path, column)
			continue
		if item.name not in answers:
			continue
		value, here = answers[item.name], f"{path}.{item.name}" if path else item.name
		of_form = f"{column}.{item.name}" if column else item.name
		if item.kind is Kind.GROUP and isinstance(value, list):
			for number, row in enumerate(value):
				yield from walk(item.fields, row, f"{here}[{number}]", of_form)
		elif item.kind is Kind.PERSON and isinstance(value, Mapping):
			yield from walk(item.fields, value, here, of_form)
		else:
			yield Use(here, item, value, of_form)


def links_in(definition: FormDefinition, answers: Answers) -> list[Use]:
	"""The Link answers, for the service that looks the records up (`use.field.link`)."""
	found = []
	for use in walk(definition.fields, answers):
		if use.field.kind is Kind.LINK and isinstance(use.value, str):
			found.append(use)
	return found


def files_in(definition: FormDefinition, answers: Answers) -> list[Use]:
	"""The answers of files and photos, SHA-256 in hex."""
	uses = walk(definition.fields, answers)
	return [use for use in uses if use.field.kind.is_file and isinstance(use.value, str)]


def shown(
	fields: tuple[Field, ...], answers: Answers, outer: Answers = MappingProxyType({})
) -> tuple[Field, ...]:
	"""The fields of a level that are asked, given its answers and those around it; spread blocks are opened."""
	known = scope(fields, answers, outer)
	return tuple(item for item in columns(fields) if item.shown_if is None or holds(item.shown_if, known))


def field_at(definition: FormDefinition, path: str) -> Field | None:
	"""The field that the path of an answer leads to (`persons[2].photo`), or None."""
	fields = definition.fields
	found: Field | None = None
	for step in re.sub(r"\[[0-9]+\]", "", path).split("."):
		found = next((item for item in columns(fields) if item.name == step), None)
		fields = found.fields if found else ()
	return found


def put(answers: dict[str, Any], path: str, value: Any) -> bool:
	"""Set the answer of a path in place, None takes it away; False where the row that should hold it is not there."""
	*rows, column = path.split(".")
	level: Any = answers
	for step in rows:
		found = re.fullmatch(r"([a-z0-9_]+)(?:\[([0-9]+)\])?", step)
		level = level.get(found[1]) if found and isinstance(level, dict) else None
		if found and found[2] is not None:
			level = level[int(found[2])] if isinstance(level, list) and int(found[2]) < len(level) else None
	if not isinstance(level, dict):
		return False
	level.pop(column, None)
	if value is not None:
		level[column] = value
	return True


def fill(definition: FormDefinition, answers: Answers, sources: Mapping[str, Any]) -> dict[str, Any]:
	"""The answers with what `filled_from` names: always for a read-only field, else where nothing was typed.

	sources: `{"body.party": "OZLIDEP", …}`; a source that is not given leaves the answer out of a read-only field.
	"""
	return _filled(definition.fields, answers, sources)


def _filled(fields: tuple[Field, ...], answers: Answers, sources: Mapping[str, Any]) -> dict[str, Any]:
	filled = dict(answers)
	for item in columns(fields):
		if item.filled_from and (item.read_only or filled.get(item.name) in (None, "")):
			filled.pop(item.name, None)
			if sources.get(item.filled_from) not in (None, ""):
				filled[item.name] = sources[item.filled_from]
		value = filled.get(item.name)
		if item.kind is Kind.GROUP and isinstance(value, list):
			filled[item.name] = [
				_filled(item.fields, row, sources) if isinstance(row, Mapping) else row for row in value
			]
	return filled


def normalise(definition: FormDefinition, answers: Answers) -> dict[str, Any]:
	"""The answers as they are stored and signed; what is wrong stays as typed, for `check` to tell.

	Empty values and wholly empty rows go; texts are trimmed, NFC, with plain apostrophes; phone numbers, passports and
	PINFLs lose their spaces; whole numbers and Yes/No of an HTML form or a sheet become numbers and booleans, dates written
	dd.mm.yyyy and labels of a choice become what they mean.
	"""
	return _normal_level(definition.fields, answers)


def _normal_level(fields: tuple[Field, ...], answers: Answers) -> dict[str, Any]:
	known = {item.name: item for item in columns(fields)}
	normal = {key: _normal(known[key], value) if key in known else value for key, value in answers.items()}
	return {key: value for key, value in normal.items() if value is not None and value not in ("", [], {})}


def _normal(item: Field, value: Any) -> Any:
	if item.kind is Kind.GROUP and isinstance(value, list):
		rows = [_normal_level(item.fields, row) if isinstance(row, Mapping) else row for row in value]
		return [row for row in rows if row != {}]
	if item.kind is Kind.PERSON and isinstance(value, Mapping):
		return _normal_level(item.fields, value)
	return normal_text(item, value) if isinstance(value, str) else value


def normal_text(item: Field, text: str) -> Any:
	"""A text as it was typed, as the answer that is stored; "" for nothing. What is wrong stays a text."""
	if item.kind is Kind.CHOICE and any(text == choice.value for choice in item.choices):
		return text  # as its type has it, whatever apostrophes and spaces
	text = plain_apostrophes(unicodedata.normalize("NFC", text)).replace("\r\n", "\n").strip()
	if item.kind is Kind.LONG_TEXT or not text:
		return text
	text = re.sub(r"\s+", " ", text)
	read = _READ.get(item.kind)
	return read(item, text) if read else _identifier(item, text)


def _integer(item: Field, text: str) -> int | str:
	digits = text.replace(" ", "")  # 40 000
	return int(digits) if re.fullmatch(r"-?[0-9]{1,15}", digits) else text


def _yes_no(item: Field, text: str) -> bool | str:
	return _YES_NO.get(plain(text).lower(), text)


def _date(item: Field, text: str) -> str:
	written = re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", text)
	try:
		return date(int(written[3]), int(written[2]), int(written[1])).isoformat() if written else text
	except ValueError:
		return text


def _choice(item: Field, text: str) -> str:
	"""The value whose label it is in any language; a value itself stays."""
	if any(text == choice.value for choice in item.choices):
		return text
	wanted = plain(text).casefold()
	for choice in item.choices:
		words = (choice.value, *choice.label.values())
		if wanted in {plain(word).casefold() for word in words}:
			return choice.value
	return text


_YES_NO = {
	**dict.fromkeys(("1", "true", "on", "yes", "ha", "да"), True),
	**dict.fromkeys(("0", "false", "no", "yo'q", "нет"), False),
}
_READ: Mapping[Kind, Callable[[Field, str], Any]] = {
	Kind.INTEGER: _integer,
	Kind.YES_NO: _yes_no,
	Kind.DATE: _date,
	Kind.CHOICE: _choice,
}


def _identifier(item: Field, text: str) -> str:
	try:
		if item.kind is Kind.PHONE:
			return normal_phone(text)
		if item.identifier == "passport":
			return normal_passport(text)
	except IdentityInvalid:
		return text
	# letters that were apart may join: the text is normal again only after that
	return unicodedata.normalize("NFC", text.replace(" ", "")) if item.identifier == "pinfl" else text
