"""What guarded fields hold, and what the log may tell of it: nothing secret or personal, no long text."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, flt, get_time
from frappe.utils.password import get_decrypted_password

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.permissions.configuration.rules.guarded import TWO_PERSONS
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.trust import keys

Values = dict[str, Any]
NUMBERS = frozenset({"Check", "Int"})
SAME_MEANING: Mapping[str, Callable[[Any], str | None]] = {
	"Time": lambda value: str(get_time(value)),
	"Float": lambda value: str(flt(value)) if flt(value) else None,
}
LONGEST = 200
"""Letters of a text that the log tells as it is; of a longer one it tells the hash."""
LABEL = "configuration"
SEPARATORS = frozenset(',:;"')
"""Signs between the fields and the rows of a table in the log."""
OF_ROWS = frozenset({"idx", "docstatus", "parentfield", "parenttype"})
"""What the framework keeps on any row of a table."""


def fields_of(document: Document) -> tuple[str, ...]:
	"""The guarded fields that this version of the framework knows; of what only the bench changes, all of them."""
	watch = WATCHED.get(document.doctype)
	if watch and watch.fields:
		return tuple(field for field in watch.fields if document.meta.has_field(field))
	plain = {field.fieldname for field in document.meta.fields if field.fieldtype not in no_value_fields}
	tables = {field.fieldname for field in document.meta.get_table_fields()}
	return tuple(sorted(plain | tables))


def values_of(document: Document) -> Values:
	"""What the guarded fields hold, in one form whoever wrote them; a password that was left alone as it is stored."""
	return {field: _value(document, field) for field in fields_of(document)}


def held_in(document: Document, fields: Iterable[str]) -> Values:
	"""What these fields hold, in the same form."""
	return {field: _value(document, field) for field in fields}


def disclosed(
	doctype: str, values: Mapping[str, Any], salt: str = "", proposed: Collection[str] = ()
) -> Values:
	"""The values as the published log has them; empty ones are left out.

	salt: of keyed hashes, the name of the entry, so that nobody compares the hashes of two; entries of earlier versions have none.
	proposed: fields that are hashed apart, so that a guess beside the value that stands is not confirmed either.
	"""
	told_hidden = (table[doctype].hidden for table in (TWO_PERSONS, WATCHED) if doctype in table)
	hidden = {*secrets_of(doctype)}.union(*told_hidden)
	tables = tables_of(doctype)
	return {
		field: _disclosed(
			"; ".join(row_texts(value)) if field in tables else value,
			field in hidden,
			f"{salt}|proposed" if salt and field in proposed else salt,
		)
		for field, value in values.items()
		if value not in (None, "")
	}


def state(document: Document) -> str:
	"""SHA-256 of what is disclosed of a document: a proposal is for the state that its author saw."""
	return sha256_hex(canonical(disclosed(document.doctype, values_of(document))))


def tables_of(doctype: str) -> set[str]:
	"""Fields of rows."""
	return {field.fieldname for field in frappe.get_meta(doctype).get_table_fields()}


def row_texts(value: Any) -> list[str]:
	"""Rows of a table as `values_of` has them, each as a text: the one value of a row alone, several with their fields."""
	rows = [
		{key: held for key, held in row.items() if key not in OF_ROWS and held not in (None, "", 0)}
		for row in json.loads(value or "[]")
	]
	return [
		_cell_text(next(iter(row.values())))
		if len(row) == 1
		else ", ".join(f"{key.replace('_', ' ')}: {_cell_text(row[key])}" for key in sorted(row))
		for row in rows
	]


def _cell_text(value: object) -> str:
	"""A value of a row, quoted where it contains a separator: a label must not read like another field of its row."""
	text = str(value)
	return json.dumps(text, ensure_ascii=False) if SEPARATORS.intersection(text) else text


def secrets_of(doctype: str) -> set[str]:
	"""Fields of passwords."""
	return {field.fieldname for field in frappe.get_meta(doctype).get("fields", {"fieldtype": "Password"})}


def by(user: str) -> str:
	"""A user as the published log has them."""
	return keys.keyed_hash(LABEL, user.encode())


def split(doctype: str, values: Mapping[str, Any]) -> tuple[Values, Values]:
	"""The values that may stand in a row, and those that are sealed."""
	guard = TWO_PERSONS[doctype]
	hidden = {*guard.hidden, *secrets_of(doctype)}
	open_to_read = {field: value for field, value in values.items() if field not in hidden}
	return open_to_read, {field: value for field, value in values.items() if field in hidden}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
	"""The fields that hold something else."""
	return tuple(field for field in after if after[field] != before.get(field))


def names(fields: Iterable[str], document: Document) -> str:
	"""Labels of fields for a reader, in the reader's language."""
	return ", ".join(frappe._(document.meta.get_label(field)) for field in fields)


def stored(document: Document, field: str, value: Any) -> Any:
	"""A value of `values_of` as a document takes it: rows of a table as rows."""
	if not document.meta.get("fields", {"fieldname": field, "fieldtype": ["in", table_fields]}):
		return value
	return [
		{key: held for key, held in row.items() if key not in OF_ROWS} for row in json.loads(value or "[]")
	]


def _value(document: Document, field: str) -> Any:
	value, definition = document.get(field), document.meta.get_field(field)
	kind = definition.fieldtype if definition else ""
	if kind in NUMBERS:
		return cint(value)
	if kind in SAME_MEANING:  # read from the database a value is not written as a form sends it
		return SAME_MEANING[kind](value) if value not in (None, "") else None
	if kind == "Password" and value and document.is_dummy_password(value):
		return get_decrypted_password(document.doctype, document.name, field, raise_exception=False)
	if isinstance(value, list):
		own = ("name", "creation", "modified", "owner", "modified_by", "parent")
		rows = [row.get_valid_dict(convert_dates_to_str=True) for row in value]
		return frappe.as_json([{key: row[key] for key in sorted(row) if key not in own} for row in rows])
	return str(value) if value else None


def _disclosed(value: Any, is_hidden: bool, salt: str) -> Any:
	if is_hidden:
		salted = f"{salt}\n{value}" if salt else str(value)
		return f"hmac:{keys.keyed_hash(LABEL, salted.encode())}"
	if isinstance(value, str) and len(value) > LONGEST:
		return f"sha256:{sha256_hex(value.encode())}"
	return value
