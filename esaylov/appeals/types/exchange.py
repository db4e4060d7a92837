"""Appeal types as files: export, import and copy. The file has the shape of the shipped ones in `fixtures/appeal_types`."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.types import extent
from esaylov.appeals.types.definitions import TYPE
from esaylov.core.findings import Finding
from esaylov.core.formats.places import LONGEST_NAME, below
from esaylov.framework.errors import Duplicate, FormInvalid, NotFound

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
TABLES = frozenset({"Table", "Table MultiSelect"})
NUMBERS = frozenset({"Int", "Check"})
PUBLISHED = "published"
LARGEST = 1_000_000
"""Characters of an imported file (own design)."""


def export(code: str) -> dict[str, Any]:
	"""A type as a file; never published, so that whoever imports it looks at it first. Raises NotFound."""
	if not frappe.db.exists(TYPE, code):
		raise NotFound({"doctype": TYPE})
	return {"doctype": TYPE, **_values(frappe.get_doc(TYPE, code)), "published": 0}


def _values(document: Document) -> dict[str, Any]:
	found: dict[str, Any] = {}
	for field in extent.columns(document.doctype).values():
		value = document.get(field.fieldname)
		if field.fieldtype in TABLES:
			value = [_values(row) for row in value]
		if value not in (None, "", [], 0):
			found[field.fieldname] = value
	return found


def take_in(content: str | Mapping[str, Any], replace: bool) -> str:
	"""Make a type of a file, or with `replace` write it over the one of its code; give its code.

	All or nothing. A published type stays published, and what the file changes of it is its next version. Raises FormInvalid
	with everything that is wrong, Duplicate for a code that is there.
	"""
	values = _read(content)
	_check_extent(values)
	if wrong := [*_code(values), *_problems(TYPE, values, "")]:
		raise FormInvalid(wrong)
	code: str = values["code"]
	exists = frappe.db.exists(TYPE, code)
	if exists and not replace:
		raise Duplicate({"doctype": TYPE, "name": code}, field="code")
	document = frappe.get_doc(TYPE, code, for_update=True) if exists else frappe.new_doc(TYPE)
	if exists:
		document.update({name: None for name in extent.columns(TYPE) if name not in ("code", PUBLISHED)})
		# an export never says that it is published: that would take back what people file
		values = {key: value for key, value in values.items() if key != PUBLISHED or value}
	document.update(_texts(TYPE, values))
	document.save()
	return code


def copy(code: str, new_code: str) -> str:
	"""A type under another code, not published. Raises NotFound, FormInvalid, Duplicate."""
	return take_in({**export(code), "code": new_code}, replace=False)


def unsaved(values: Mapping[str, Any]) -> Document:
	"""A type as it stands in a form of the Desk: what is no field is left out. Raises FormInvalid for a wrong shape."""
	_check_extent(values)
	wrong = [*_shape(TYPE, values, "")]
	if wrong:
		raise FormInvalid(wrong)
	document = frappe.new_doc(TYPE)
	document.update(_texts(TYPE, _known(TYPE, values)))
	document.name = document.code
	return document


def _parsed(text: str) -> Any:
	try:
		return json.loads(text)
	except (ValueError, RecursionError):  # also a number of too many digits, and nothing but brackets
		return None


def _read(content: str | Mapping[str, Any]) -> dict[str, Any]:
	if isinstance(content, str):
		if len(content) > LARGEST:
			raise FormInvalid([Finding("too_long", "content", params={"limit": LARGEST})])
		content = _parsed(content)
	if not isinstance(content, Mapping) or content.get("doctype", TYPE) != TYPE:
		raise FormInvalid([Finding("type_file_unreadable")])
	return {key: value for key, value in content.items() if key != "doctype" and key not in extent.MADE}


def _check_extent(values: Mapping[str, Any]) -> None:
	"""Nothing is done with what is too large. Raises FormInvalid."""
	if found := list(extent.problems(TYPE, values)):
		raise FormInvalid(found)


def _code(values: Mapping[str, Any]) -> Iterator[Finding]:
	code = values.get("code")
	if not isinstance(code, str) or not CODE.fullmatch(code):
		yield Finding("type_code", "code")


def _problems(doctype: str, values: Mapping[str, Any], path: str) -> Iterator[Finding]:
	"""Keys that are no fields, values outside their list, links to nothing, what is missing."""
	fields = extent.columns(doctype)
	for key in values:
		if key not in fields:
			yield Finding("type_key_unknown", below(path, str(key)), params={"key": str(key)[:LONGEST_NAME]})
	yield from _shape(doctype, values, path)
	for name, field in fields.items():
		value, here = values.get(name), below(path, name)
		if field.reqd and value in (None, "", []):
			yield Finding("required", here)
		elif value and not _fits(field, value):
			yield Finding("type_value", here, params={"key": name, "value": str(value)[:100]})
		if field.fieldtype in TABLES:
			yield from _row_problems(field.options, value, here)


def _row_problems(doctype: str, rows: Any, path: str) -> Iterator[Finding]:
	for number, row in enumerate(rows if isinstance(rows, list) else []):
		if isinstance(row, Mapping):
			yield from _problems(doctype, row, below(path, number))


def _fits(field: Any, value: Any) -> bool:
	if field.fieldtype == "Select":
		return value in (field.options or "").split("\n")
	if field.fieldtype == "Link":
		return isinstance(value, str) and bool(frappe.db.exists(field.options, value))
	return True


def _shape(doctype: str, values: Mapping[str, Any], path: str) -> Iterator[Finding]:
	for name, field in extent.columns(doctype).items():
		value, here = values.get(name), below(path, name)
		if value is None:
			continue
		if field.fieldtype in TABLES:
			yield from _table_shape(field, value, here)
		elif not _is_of_kind(field, value):
			yield Finding("wrong_type", here)


def _table_shape(field: Any, value: Any, path: str) -> Iterator[Finding]:
	if not isinstance(value, list):
		yield Finding("wrong_type", path)
		return
	for number, row in enumerate(value):
		if isinstance(row, Mapping):
			yield from _shape(field.options, row, below(path, number))
		else:
			yield Finding("wrong_type", below(path, number))


def _is_of_kind(field: "DocField", value: Any) -> bool:
	if field.fieldtype in NUMBERS:
		return (
			isinstance(value, int) or (isinstance(value, str) and value.strip("-").isdecimal()) or value == ""
		)
	return isinstance(value, str) or _is_json(field)


def _is_json(field: "DocField") -> bool:
	return field.fieldtype == "JSON" or (field.fieldtype == "Code" and field.options == "JSON")


def _known(doctype: str, values: Mapping[str, Any]) -> dict[str, Any]:
	fields = extent.columns(doctype)
	found = {}
	for name, value in values.items():
		if name in fields:
			is_table = fields[name].fieldtype in TABLES and value is not None
			found[name] = [_known(fields[name].options, row) for row in value] if is_table else value
	return found


def _texts(doctype: str, values: Mapping[str, Any]) -> dict[str, Any]:
	"""The values with JSON columns as text: a file may hold them as JSON, which is easier to read."""
	fields = extent.columns(doctype)
	found: dict[str, Any] = {}
	for name, value in values.items():
		if fields[name].fieldtype in TABLES:
			found[name] = [_texts(fields[name].options, row) for row in value or []]
		elif _is_json(fields[name]) and value is not None and not isinstance(value, str):
			found[name] = json.dumps(value, ensure_ascii=False)
		else:
			found[name] = value
	return found
