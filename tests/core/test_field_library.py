"""The field library: every name of the catalogue and of the domain's list stands there, and makes a form."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from esaylov.core.forms import FormDefinition, library, read_definition, to_json_schema
from esaylov.core.forms.person import BLOCKS
from esaylov.core.forms.rows import fields_of

ROOT = Path(__file__).parents[2]
ROWS = json.loads((ROOT / "esaylov" / "appeals" / "types" / "field_library.json").read_text(encoding="utf-8"))
LIBRARY = library.read(ROWS)
NAMES = (ROOT / "tests" / "data" / "form_field_names.txt").read_text(encoding="utf-8").split()
NO_FIELDS = {"sms_code"}
"""A code that confirms is no answer: it is sent with the submission and never kept."""
PAPERS = [
	"party_decision",
	"consent",
	"protocol",
	"undertaking",
	"photo",
	"session_resolution",
	"submission",
	"map",
	"application",
	"justice_certificate",
	"signature_sheets",
	"assembly_decision",
	"organization_letter",
	"invitation",
	"passport_copies",
	"evidence",
]


def form(name: str, **changes: Any) -> FormDefinition:
	rows = LIBRARY.rows(name, **changes)
	return read_definition({"code": "T", "version": 1, "fields": fields_of(rows)})


def test_every_name_of_the_catalogue_stands_in_the_library():
	assert len(NAMES) > 80
	assert set(NAMES) - LIBRARY.entries.keys() == NO_FIELDS
	assert set(PAPERS) <= {name for name, entry in LIBRARY.entries.items() if entry.kind.is_file}


@pytest.mark.parametrize("name", LIBRARY.entries)
def test_an_entry_makes_a_form_in_three_languages(name):
	made = form(name)
	for lang in ("uz", "ru", "en"):
		jsonschema_rs.meta.validate(to_json_schema(made, lang))


def test_every_text_is_there_in_every_language():
	assert LIBRARY.missing_texts() == []
	for row in ROWS:
		uz = f"{row['label_uz']} {row.get('help_uz', '')}"
		assert not re.search("[а-яА-Я‘’']", uz), row["field_name"]
		assert not re.search("[а-яА-Я]", f"{row['label_en']} {row.get('help_en', '')}"), row["field_name"]
		assert re.search("[а-яА-Я]", row["label_ru"]), row["field_name"]


def test_columns_of_persons_are_those_of_the_blocks():
	for block in BLOCKS.values():
		for column in block:
			entry = LIBRARY.entries[column.name]
			assert entry.kind is column.kind
			assert entry.row.get("pattern", "") == column.pattern


def test_a_group_comes_with_its_columns():
	rows = LIBRARY.rows("candidates", min_rows=75, max_rows=100, label_uz="Nomzodlar ro'yxati")
	assert [row["field_name"] for row in rows] == [
		"candidates",
		"list_position",
		"@person",
		"party_membership",
		"biography",
		"program",
	]
	assert {row.get("parent_field") for row in rows[1:]} == {"candidates"}
	assert (rows[0]["max_rows"], rows[0]["label_uz"]) == (100, "Nomzodlar ro'yxati")
	assert not {"section", "columns"} & {key for row in rows for key in row}
	[group] = form("candidates", min_rows=75, max_rows=100).fields
	assert (group.min_rows, group.max_rows, len(group.fields)) == (75, 100, 5)


def test_the_rules_find_their_values_in_the_library():
	[membership] = form("party_membership").fields
	assert [choice.value for choice in membership.choices] == ["Member", "Non-party", "Other party"]
	[position] = form("proposed_position").fields
	assert [choice.value for choice in position.choices] == ["Chair", "Deputy Chair", "Secretary", "Member"]
	assert LIBRARY.entries["signatures_by_region"].columns == ("region", "signatures")
	assert LIBRARY.entries["persons"].label("en") == "Persons"


ROW = {"field_name": "x", "kind": "Short Text", "section": "person", "label_uz": "X"}


@pytest.mark.parametrize(
	"rows",
	[
		[ROW, ROW],
		[{**ROW, "section": "nowhere"}],
		[{**ROW, "kind": "Group", "columns": ["y"]}],
		[{**ROW, "kind": "Money"}],
	],
)
def test_a_library_that_cannot_be_used(rows):
	with pytest.raises(ValueError):  # noqa: PT011 - the kinds of error are the test's table
		library.read(rows)


def test_a_missing_text_is_told():
	whole = {**ROW, "label_ru": "X", "label_en": "X"}
	rows = [ROW, {**whole, "field_name": "y", "help_uz": "X"}, {**whole, "field_name": "z"}]
	assert library.read(rows).missing_texts() == ["x", "y"]
