"""Rows of a table become the nested fields of a definition."""

from typing import Any

import pytest

from esaylov.core.forms import DefinitionInvalid
from esaylov.core.forms.rows import fields_of, from_json


def row(name: str, **columns: Any) -> dict[str, Any]:
	return {"field_name": name, "kind": "Short Text", "label_uz": "Maydon", **columns}


def test_rows_become_nested_fields():
	rows = [
		row("day", kind="Date", minimum="2024-01-01", maximum=""),
		row("text", minimum="5", maximum="50", pattern="[a-z]+", required=1, help_en="Write"),
		row("n", kind="Integer", parent_field="rows", minimum="-5"),
		row("rows", kind="Group", min_rows=1, max_rows=0),
		row("party", kind="Link", link_doctype="Political Party", link_filters='{"name": "x"}'),
		row("bare", kind="Link", link_filters=""),
		row("file", kind="File", file_kinds="pdf, geojson,image/webp", maximum_bytes=5),
		row("any_file", kind="File"),
		row("choice", kind="Choice", choices=[{"value": "a"}], shown_if='{"field": "x", "equals": 1}'),
	]
	day, text, group, party, bare, file, any_file, choice = fields_of(rows)
	label = {"label": {"uz": "Maydon"}, "required": False, "read_only": False}
	assert day == {"name": "day", "kind": "Date", **label, "minimum": "2024-01-01"}
	assert (text["minimum"], text["maximum"], text["pattern"]) == (5, 50, "[a-z]+")
	assert (text["required"], text["help"]) == (True, {"en": "Write"})
	assert (group["min_rows"], "max_rows" in group) == (1, False)
	assert [(inner["name"], inner["minimum"]) for inner in group["fields"]] == [("n", -5)]
	assert party["link"] == {"doctype": "Political Party", "filters": {"name": "x"}}
	assert bare["link"] == {"doctype": "", "filters": {}}
	kinds = ["application/pdf", "application/geo+json", "image/webp"]
	assert file["file"] == {"kinds": kinds, "maximum_bytes": 5}
	assert any_file["file"] == {"kinds": [], "maximum_bytes": 0}
	assert (choice["choices"], choice["shown_if"]) == ([{"value": "a"}], {"field": "x", "equals": 1})


@pytest.mark.parametrize(
	("rows", "found"),
	[
		([row("x", parent_field="nowhere")], [("form_fields[0].parent_field", "definition_group")]),
		([row("x"), row("y", choices="{")], [("form_fields[1].choices", "definition_json")]),
		([row("x", choices=900 * "[" + 900 * "]")], [("form_fields[0].choices", "definition_json")]),
		([row("a", kind="Group", parent_field="a")], [("form_fields[0].parent_field", "definition_group")]),
		(
			[row("a", kind="Group", parent_field="b"), row("b", kind="Group", parent_field="a"), row("x")],
			[
				("form_fields[0].parent_field", "definition_group"),
				("form_fields[1].parent_field", "definition_group"),
			],
		),
	],
)
def test_rows_that_cannot_be_read(rows, found):
	with pytest.raises(DefinitionInvalid) as refusal:
		fields_of(rows)
	assert [(finding.path, finding.code) for finding in refusal.value.findings] == found


@pytest.mark.parametrize(("text", "value"), [(None, None), (" ", None), ("[1]", [1]), ({"a": 1}, {"a": 1})])
def test_json_columns(text, value):
	assert from_json(text, "x") == value
