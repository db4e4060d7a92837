"""What is written of a document that changed, or is new, are the values that the framework would write."""

from typing import Any

import frappe
import pytest
from frappe.model import no_value_fields, table_fields

from esaylov.framework.persistence import documents

DOCTYPES = (
	*("Appeal", "Appeal Attachment", "File", "Comment", "Decision", "Decision Row", "Person", "Observer"),
	*("Polling Station", "Constituency", "Candidate", "SMS Message", "Version"),
)
VALUES = (
	*("", " ", "x", "12", "0", "0.5", "2026-11-28", "2026-11-28 12:00:00"),
	*(0, 1, -1, 7, 0.5, True, False, None, {}, {"a": [1, "b"]}),
)
DATE = frappe.utils.getdate("2026-11-28")


def columns_of(doctype: str) -> dict[str, str]:
	return {
		field.fieldname: field.fieldtype
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype not in no_value_fields and field.fieldtype not in table_fields
	}


def row(doctype: str, value: Any) -> Any:
	"""A document that says the same in each of its columns."""
	document = frappe.new_doc(doctype)
	document.update({"name": "sinov", "modified": "2026-11-28 12:00:00", "owner": "Guest"})
	for column, kind in columns_of(doctype).items():
		if kind == "JSON" or not isinstance(value, dict):  # no other column takes one
			document.__dict__[column] = value
	return document


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_columns_stand_as_the_framework_has_them(doctype):
	for value in (*VALUES, DATE):
		document = row(doctype, value)
		assert documents._columns(document) == dict(document.get_valid_dict()), value


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_what_changed_is_what_the_framework_finds_changed(doctype):
	for before in map(lambda value: row(doctype, value), VALUES):
		stood = before.get_valid_dict()
		for value in (*VALUES, DATE):
			document = row(doctype, value)
			document.modified = "2026-11-28 13:00:00"
			found = document.get_valid_dict()
			expected = {name: each for name, each in found.items() if each != stood.get(name)}
			assert documents._changed(document, before) == expected, value
