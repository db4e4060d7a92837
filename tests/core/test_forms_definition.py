"""Reading definitions: what is right is read, what is wrong is told with its place."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.forms import DefinitionInvalid, Kind, label, read_definition
from esaylov.core.forms.definition import columns

from .a56 import definition

LABEL = {"uz": "Maydon"}


def field(**changes: Any) -> dict[str, Any]:
	return {"name": "x", "kind": "Short Text", "label": LABEL, **changes}


def form(*fields: Any, rules: Any = ()) -> dict[str, Any]:
	return {"code": "T", "version": 1, "fields": list(fields), "rules": list(rules)}


def problems(data: Any) -> list[tuple[str, str]]:
	with pytest.raises(DefinitionInvalid) as refusal:
		read_definition(data)
	assert str(refusal.value)
	return [(finding.path, finding.code) for finding in refusal.value.findings]


def test_a56_is_read():
	form = read_definition(definition())
	assert (form.code, form.version) == ("A56", 1)
	assert [item.name for item in form.fields] == [
		"party",
		"district_scope",
		"polling_station",
		"party_decision",
		"persons",
	]
	persons = form.fields[-1]
	assert (persons.min_rows, persons.max_rows) == (1, None)
	assert [item.name for item in columns(persons.fields)] == (
		[
			"pinfl",
			"passport",
			"full_name",
			"birth_date",
			"gender",
			"nationality",
			"address",
			"specialty",
			"workplace_position",
			"phone",
		]
	)
	assert [use.rule for use in form.rules] == [
		"inside_window",
		"observer_notice",
		"unique_persons",
		"not_candidate_or_member",
	]
	assert hash(form) == hash(read_definition(definition()))


def test_numbers_of_frappe_ticks_and_nulls_are_taken():
	data = form(
		field(
			required=1, read_only=0, help=None, choices=None, link=None, file=None, fields=None, shown_if=None
		)
	)
	[item] = read_definition(data).fields
	assert (item.required, item.read_only, item.kind) == (True, False, Kind.SHORT_TEXT)


def test_a_person_of_its_own_name_keeps_its_level():
	data = form(field(name="head", kind="Person"))
	assert [item.name for item in columns(read_definition(data).fields)] == ["head"]


@pytest.mark.parametrize(
	("wrong", "found"),
	[
		(form(field(colour="red")), [("fields[0].colour", "definition_key")]),
		(form(field(name="X")), [("fields[0].name", "definition_name")]),
		(form(field(name="1x")), [("fields[0].name", "definition_name")]),
		(form(field(name="@person")), [("fields[0].name", "definition_name")]),
		(form(field(name=None)), [("fields[0].name", "definition_name")]),
		(
			form(field(name=5)),
			[("fields[0].name", "definition_value"), ("fields[0].name", "definition_name")],
		),
		(form(field(kind="Money")), [("fields[0].kind", "definition_kind")]),
		(form(field(kind=None)), [("fields[0].kind", "definition_kind")]),
		(form(field(label={})), [("fields[0].label", "definition_label")]),
		(form(field(label={"uz": 1})), [("fields[0].label", "definition_label")]),
		(
			form(field(label="Maydon")),
			[("fields[0].label", "definition_value"), ("fields[0].label", "definition_label")],
		),
		(form(field(help={"uz": 1})), [("fields[0].help", "definition_label")]),
		(form(field(required="yes")), [("fields[0].required", "definition_value")]),
		(form(field(), field()), [("fields", "definition_name_twice")]),
		(
			form(field(name="pinfl"), field(name="@person", kind="Person")),
			[("fields", "definition_name_twice")],
		),
		(form(field(kind="Choice")), [("fields[0].choices", "definition_choices")]),
		(
			form(
				field(kind="Choice", choices=[{"value": "a", "label": LABEL}, {"value": "a", "label": LABEL}])
			),
			[("fields[0].choices", "definition_choices")],
		),
		(
			form(field(kind="Choice", choices=["a"])),
			[("fields[0].choices[0]", "definition_value"), ("fields[0].choices", "definition_choices")],
		),
		(
			form(field(choices=[{"value": "a", "label": LABEL}])),
			[("fields[0].choices", "definition_choices")],
		),
		(form(field(kind="Link")), [("fields[0].link", "definition_link")]),
		(form(field(link={"doctype": "Person"})), [("fields[0].link", "definition_link")]),
		(form(field(kind="Group")), [("fields[0].fields", "definition_fields")]),
		(form(field(kind="Group", fields=["x"])), [("fields[0].fields[0]", "definition_value")]),
		(form(field(fields=[field(name="y")])), [("fields[0].fields", "definition_fields")]),
		(form(field(pattern="(")), [("fields[0].pattern", "definition_pattern")]),
		(form(field(pattern=r"(?=x)")), [("fields[0].pattern", "definition_pattern")]),  # not linear
		(form(field(kind="Date", pattern="x")), [("fields[0].pattern", "definition_pattern")]),
		(form(field(minimum=5, maximum=4)), [("fields[0]", "definition_limits")]),
		(form(field(minimum="5")), [("fields[0].minimum", "definition_limits")]),
		(form(field(kind="Integer", maximum=1.5)), [("fields[0].maximum", "definition_limits")]),
		(form(field(kind="Integer", maximum=True)), [("fields[0].maximum", "definition_limits")]),
		(form(field(kind="Date", minimum="2024-02-30")), [("fields[0].minimum", "definition_limits")]),
		(form(field(kind="Date", minimum="20240227")), [("fields[0].minimum", "definition_limits")]),
		(form(field(kind="Phone", minimum=5)), [("fields[0].minimum", "definition_limits")]),
		(
			form(field(kind="Group", min_rows=3, max_rows=2, fields=[field(name="y")])),
			[("fields[0].max_rows", "definition_limits")],
		),
		(form(field(file={"kinds": [1]})), [("fields[0].file.kinds", "definition_value")]),
		(form(field(shown_if={"field": "y", "equals": 1})), [("fields", "definition_condition")]),
		(form(field(shown_if={"field": "x", "equals": 1})), [("fields", "definition_condition")]),
		(form(field(required_if={"equals": 1}), field(name="y")), [("fields", "definition_condition")]),
		(
			form(field(), field(name="@person", kind="Person", shown_if={"field": "x", "equals": "a"})),
			[("fields", "definition_condition")],
		),
		(form("x"), [("fields[0]", "definition_value")]),
		(form(), [("fields", "definition_fields")]),
		(form(field(), rules=[{"rule": "no_such"}]), [("rules[0]", "definition_rule")]),
		(form(field(), rules=["x"]), [("rules[0]", "definition_value")]),
		(
			form(field(), rules=[{"rule": "observer_notice"}]),
			[("rules[0].parameters", "definition_rule_parameter")],
		),
		(
			form(field(), rules=[{"rule": "unique_persons", "parameters": {"group": 1}}]),
			[("rules[0].parameters", "definition_rule_parameter")],
		),
		(
			form(field(), rules=[{"rule": "inside_window", "parameters": {"x": 1}, "if": 1}]),
			[("rules[0].if", "definition_key"), ("rules[0].parameters", "definition_rule_parameter")],
		),
		(
			form(
				field(),
				rules=[{"rule": "inside_window", "valid_from": "2027-01-02", "valid_to": "2027-01-01"}],
			),
			[("rules[0].valid_to", "definition_rule_days")],
		),
		({"code": "", "version": 1, "fields": [field()]}, [("code", "definition_value")]),
		({"code": "T", "version": 0, "fields": [field()]}, [("version", "definition_value")]),
		({"code": "T", "version": True, "fields": [field()]}, [("version", "definition_value")] * 2),
		({"code": "T", "version": 1, "fields": [field()], "x": 1}, [("x", "definition_key")]),
		([], [("", "definition_value")]),
	],
)
def test_what_is_wrong_is_told_with_its_place(wrong, found):
	assert problems(wrong) == found


def test_groups_nest_three_levels_and_no_more():
	inner = field(name="a")
	for name in ("b", "c"):
		inner = field(name=name, kind="Group", fields=[inner])
	read_definition(form(inner))
	deeper = field(name="d", kind="Group", fields=[inner])
	assert "definition_fields" in {code for _, code in problems(form(deeper))}


def test_everything_wrong_is_told_at_once():
	assert len(problems(form(field(name="X", kind="Money"), field(label={})))) == 3


JSON = st.recursive(
	st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
	lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
	max_leaves=8,
)


@given(st.data())
def test_any_change_of_a_definition_is_read_or_refused_with_findings(data):
	changed = copy.deepcopy(definition())
	item = data.draw(st.sampled_from(changed["fields"]))
	item[data.draw(st.sampled_from([*item, "choices", "minimum", "shown_if", "rules"]))] = data.draw(JSON)
	try:
		read_definition(changed)
	except DefinitionInvalid as refusal:
		assert refusal.findings  # noqa: PT017 - either end is right, and no other error may come


@pytest.mark.parametrize(
	("lang", "shown"),
	[("uz", "So'rov"), ("uz-Cyrl", "Сўров"), ("ru", "Запрос"), ("en", "So'rov"), ("kaa", "So'rov")],
)
def test_labels_fall_back_to_uzbek(lang, shown):
	assert label({"uz": "So'rov", "ru": "Запрос"}, lang) == shown
	assert label({}, "uz-Cyrl") == ""


def shown(**conditions: str) -> dict:
	"""A form of fields each of which is shown where the named one says x; "" for one without a condition."""
	fields = [
		{"name": name, "kind": "Short Text", "label": {"uz": name}}
		| ({"shown_if": {"any": [{"field": other, "equals": "x"}]}} if other else {})
		for name, other in conditions.items()
	]
	return {"code": "T1", "version": 1, "fields": fields, "rules": []}


@pytest.mark.parametrize(
	("conditions", "circle"),
	[
		({"a": "b", "b": "a"}, ["a", "b"]),
		({"a": "b", "b": "c", "c": "a", "d": "a"}, ["a", "b", "c"]),
		({"a": "", "b": "a", "c": "b"}, []),
	],
)
def test_fields_that_wait_for_one_another_are_told(conditions, circle):
	try:
		read_definition(shown(**conditions))
		found = []
	except DefinitionInvalid as problem:
		found = [finding.params["name"] for finding in problem.findings]
	assert found == circle
