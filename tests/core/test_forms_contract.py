"""The schema that callers are given: what they need not send, and the law's limits."""

import jsonschema_rs
import pytest

from esaylov.core.forms import read_definition
from esaylov.core.forms.contract import contract

NUMBERS = {"list_min": 75, "list_max": 100, "age": 25}
LABEL = {"uz": "Maydon"}
FORM = read_definition(
	{
		"code": "T",
		"version": 1,
		"fields": [
			{
				"name": "party",
				"kind": "Short Text",
				"label": LABEL,
				"required": True,
				"read_only": True,
				"filled_from": "body.party",
			},
			{
				"name": "scope",
				"kind": "Short Text",
				"label": LABEL,
				"required": True,
				"filled_from": "body.territory",
			},
			{"name": "reason", "kind": "Short Text", "label": LABEL, "required": True},
			{
				"name": "list",
				"kind": "Group",
				"label": LABEL,
				"required": True,
				"min_rows": 1,
				"fields": [
					{"name": "place", "kind": "Integer", "label": LABEL, "required": True},
					{
						"name": "filled",
						"kind": "Short Text",
						"label": LABEL,
						"required": True,
						"read_only": True,
					},
				],
			},
		],
		"rules": [
			{
				"rule": "list_size",
				"parameters": {"group": "list", "minimum_statute": "list_min", "maximum_statute": "list_max"},
				"article": "70",
			},
			{"rule": "inside_window", "parameters": {}, "article": "72"},
		],
	}
)


def test_what_the_system_fills_is_not_asked_of_a_caller():
	schema = contract(FORM, "uz", NUMBERS)
	jsonschema_rs.meta.validate(schema)
	assert schema["properties"]["party"]["readOnly"] is True
	assert schema["required"] == ["reason", "list"]
	assert schema["properties"]["scope"]["x-filled-from"] == "body.territory"
	assert schema["properties"]["list"]["items"]["required"] == ["place"]


@pytest.mark.parametrize(("rows", "is_valid"), [(74, False), (75, True), (100, True), (101, False)])
def test_the_laws_limits_of_a_group_are_in_it(rows, is_valid):
	given = {"reason": "Sabab", "list": [{"place": place} for place in range(rows)]}
	assert jsonschema_rs.Draft202012Validator(contract(FORM, "uz", NUMBERS)).is_valid(given) is is_valid


def test_every_rule_is_told_with_its_article_words_and_numbers():
	size, window = contract(FORM, "ru", NUMBERS)["x-law"]
	assert (size["rule"], size["article"], size["numbers"]) == (
		"list_size",
		"70",
		{"list_min": 75, "list_max": 100},
	)
	assert size["text"] == "Число строк списка в установленных пределах."
	assert (window["rule"], window["article"], window["numbers"]) == ("inside_window", "72", {})
