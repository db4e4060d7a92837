"""Where a document's values are told to be plain, the framework's own check refuses none and changes none."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import frappe
import pytest
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document

from esaylov.framework.persistence import documents, plain_values

HOT = (
	"Appeal",
	"Decision",
	"Person",
	"Observer",
	"Candidate",
	"Certificate",
	"Polling Station",
	"Constituency",
)
"""Written past their methods by the hundred."""
OTHERS = ("ToDo", "User", "Appeal Type", "Election", "E-saylov Settings")
"""With kinds of fields that those have not: passwords, e-mail, names of their own, one row for all."""
VALUES = (
	*(
		"",
		" ",
		"x",
		"x " * 70,
		"x" * 141,
		"x" * 256,
		"<b>x</b>",
		"a > b",
		"x ",
		" x",
		"0",
		"-1",
		"12",
		"2026-02-30",
	),
	*(0, 1, -1, 2**31 - 1, 2**31, -(2**31), 2**63, 0.5, -0.5, True, None, [], {}, ["x"]),
	*(
		date(2026, 11, 28),
		datetime(2026, 11, 28, 12),
		"a@b.uz",
		"not an address",
		"[Select]",
		"Draft",
		"Signed",
	),
)
EVERYTHING = object()


def value_of(field: Any) -> Any:
	"""Something that a required field may hold."""
	if field.fieldtype in table_fields:
		return EVERYTHING
	if field.fieldtype == "Select":
		return next(option for option in (field.options or "x").split("\n") if option)
	return {"Int": 1, "Date": "2026-11-28", "Datetime": "2026-11-28 12:00:00"}.get(field.fieldtype, "x")


def filled(doctype: str) -> Document:
	"""A new document with all that must be there, and a row in each of its tables."""
	document = frappe.new_doc(doctype)
	document.name = "sinov"
	document._action = "save"
	for field in document.meta.fields:
		if field.fieldtype in table_fields:
			row = document.append(field.fieldname, required(frappe.get_meta(field.options)))
			row.name = "sinov-1"
	document.update(required(document.meta))
	document.set_parent_in_children()
	# who may take a step is asked apart, either way
	document.validate_workflow = lambda: None
	return document


def required(meta: Any) -> dict[str, Any]:
	found = {field.fieldname: value_of(field) for field in meta.fields if field.get("reqd")}
	return {name: value for name, value in found.items() if value is not EVERYTHING}


def is_plain(document: Document) -> bool:
	return all(map(documents._is_plain, (document, *document.get_all_children())))


def is_left_alone(document: Document) -> bool:
	"""Whether the framework's check refuses nothing and changes nothing."""
	before = [dict(row.get_valid_dict()) for row in (document, *document.get_all_children())]
	try:
		document._validate()
	except Exception:  # whatever it refuses by, in either version
		frappe.clear_messages()
		return False
	return before == [dict(row.get_valid_dict()) for row in (document, *document.get_all_children())]


def places(document: Document) -> Iterator[tuple[Document, str]]:
	"""A field of each sort of a document, and of one row of each of its tables."""
	met = set()
	for row in (document, *document.get_all_children()):
		for field in row.meta.fields:
			if field.fieldtype in no_value_fields or field.fieldtype in table_fields:
				continue
			said = [field.get(name) for name in ("fieldtype", "length", "reqd", "non_negative", "unique")]
			sort = (row.meta.istable, *said, bool(field.options))
			if sort not in met:
				met.add(sort)
				yield row, field.fieldname


@pytest.mark.parametrize("doctype", HOT)
def test_what_is_filled_in_as_it_should_be_is_plain(doctype):
	document = filled(doctype)
	assert is_plain(document)
	assert is_left_alone(document)


@pytest.mark.parametrize("doctype", HOT)
def test_nothing_is_missing_where_it_is_plain(doctype):
	document = filled(doctype)
	for row in (document, *document.get_all_children()):
		for name in (*required(row.meta), *(("parent", "parenttype") if row.meta.istable else ())):
			stood, wanting = row.get(name), ("", None)
			for value in wanting:
				row.__dict__[name] = value
				assert not is_plain(document), (row.doctype, name, value)
			row.__dict__[name] = stood


@pytest.mark.parametrize("doctype", [*HOT, *(pytest.param(one, marks=pytest.mark.full) for one in OTHERS)])
def test_the_framework_finds_nothing_in_what_is_plain(doctype):
	document = filled(doctype)
	told = 0
	for row, name in places(document):
		stood = row.get(name)
		for value in VALUES:
			row.__dict__[name] = value
			if is_plain(document):
				told += 1
				assert is_left_alone(document), (row.doctype, name, value)
		row.__dict__[name] = stood
	assert told or doctype not in HOT


@pytest.mark.parametrize("doctype", ["User", "E-saylov Settings"])
def test_nothing_is_plain_where_the_framework_writes(doctype):
	"""Passwords are taken out of a document by its check."""
	assert not plain_values.read(frappe.get_meta(doctype)).is_known


@pytest.mark.parametrize("part", ["_validate", "_validate_selects"])
def test_nothing_is_plain_where_a_class_checks_more(part, monkeypatch):
	from esaylov.esaylov.doctype.observer.observer import Observer

	monkeypatch.setattr(Observer, part, lambda self: None, raising=False)
	assert not plain_values.read(frappe.get_meta("Observer")).is_known


def test_nothing_is_plain_where_the_framework_checks_more(monkeypatch):
	def more(self: Document) -> None:
		self._validate_something_new()

	monkeypatch.setattr(Document, "_validate", more)
	assert not plain_values.read(frappe.get_meta("Observer")).is_known


def test_what_is_not_plain_is_asked_of_the_framework():
	document = filled("Person")
	document.gender = "Other"
	with pytest.raises(frappe.ValidationError):
		documents.check_values(document)
