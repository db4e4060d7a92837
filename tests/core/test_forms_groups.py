"""Groups: files and blocks inside them, conditions that read the levels around, many rows at once."""

import sys
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import forms
from esaylov.core.forms import (
	Attached,
	Context,
	DefinitionInvalid,
	FormDefinition,
	holds,
	read_definition,
	scope,
	to_json_schema,
)

SHA = "ab" * 32
LABEL = {"uz": "Maydon", "ru": "Поле", "en": "Field"}
PERSON = {"pinfl": "10101800000009", "full_name": "Valiyev Vali", "phone": "+998901234567"}


def field(name: str, kind: str = "Short Text", **changes: Any) -> dict[str, Any]:
	return {"name": name, "kind": kind, "label": LABEL, **changes}


def form(*fields: dict[str, Any]) -> FormDefinition:
	return read_definition({"code": "T", "version": 1, "fields": list(fields)})


def found(definition: FormDefinition, given: Any, context: Context = Context()) -> list[tuple[str, str]]:  # noqa: B008
	return [(finding.path, finding.code) for finding in forms.check(definition, given, context)]


PRESS = form(
	field(
		"persons",
		"Group",
		required=True,
		min_rows=1,
		max_rows=3,
		fields=[
			{"name": "@person", "kind": "Person"},
			field("photo", "File", required=True, file={"kinds": ["image/jpeg"]}, minimum=102_400),
		],
	)
)


def test_a_file_in_a_row_is_an_answer_like_any_other():
	row = {**PERSON, "photo": SHA}
	assert found(PRESS, {"persons": [row]}, Context({SHA: Attached("image/jpeg", 102_400)})) == []
	assert found(PRESS, {"persons": [row]}, Context({})) == [("persons[0].photo", "file_missing")]
	assert found(PRESS, {"persons": [row, PERSON]}) == [("persons[1].photo", "required")]
	assert found(PRESS, {"persons": [{**row, "photo": 5}]}) == [("persons[0].photo", "wrong_type")]
	small = Context({SHA: Attached("image/png", 102_399)})
	assert found(PRESS, {"persons": [row]}, small) == [
		("persons[0].photo", "file_kind"),
		("persons[0].photo", "file_too_small"),
	]
	[use] = forms.files_in(PRESS, {"persons": [PERSON, row]})
	assert (use.path, use.column, use.value) == ("persons[1].photo", "persons.photo", SHA)
	assert forms.normalise(PRESS, {"persons": [{"photo": f" {SHA} "}, {}]}) == {"persons": [{"photo": SHA}]}


def test_columns_of_a_block_stand_in_its_level_and_its_own_name_is_no_answer():
	row = {**PERSON, "photo": SHA, "@person": {"pinfl": "1"}}
	assert found(PRESS, {"persons": [row]}) == [("persons[0].@person", "unknown_field")]
	twice = {**PERSON, "pinfl": "1", "photo": SHA}
	assert found(PRESS, {"persons": [twice]}) == [("persons[0].pinfl", "pinfl_structure")]


@pytest.mark.parametrize(
	("path", "kind"),
	[("persons[2].photo", "File"), ("persons", "Group"), ("persons[0].pinfl", "Short Text")],
)
def test_the_field_of_a_path(path, kind):
	assert forms.field_at(PRESS, path).kind == kind


@pytest.mark.parametrize("path", ["", "photo", "persons[0]", "persons.x", "persons[0].photo.x"])
def test_a_path_that_leads_nowhere(path):
	field = forms.field_at(PRESS, path)
	assert field is None or field.kind == "Group"


@pytest.mark.parametrize(
	("path", "value", "answers"),
	[
		("x", "a", {"x": "a", "rows": [{"y": 1}]}),
		("rows[0].y", "a", {"x": 0, "rows": [{"y": "a"}]}),
		("rows[0].y", None, {"x": 0, "rows": [{}]}),
		("rows[0].z", None, {"x": 0, "rows": [{"y": 1}]}),
		("rows[1].y", "a", None),
		("rows.y", "a", None),
		("x.y", "a", None),
		("x[0].y", "a", None),
		("none[0].y", "a", None),
		("rows[-1].y", "a", None),
		("rows[0].y[0].z", "a", None),
	],
)
def test_an_answer_is_put_where_its_row_is(path, value, answers):
	before = {"x": 0, "rows": [{"y": 1}]}
	after = {"x": 0, "rows": [{"y": 1}]}
	assert forms.put(after, path, value) is (answers is not None)
	assert after == (answers or before)


FOREIGN = form(field("persons", "Group", fields=[{"name": "@foreign_person", "kind": "Person"}]))


def test_of_a_foreign_person_everything_is_typed():
	assert found(FOREIGN, {"persons": [{}]}) == [
		(f"persons[0].{name}", "required")
		for name in ("full_name", "citizenship", "foreign_passport_no", "birth_date")
	]
	person = {
		"full_name": "Doe John",
		"citizenship": "Latviya",
		"foreign_passport_no": "LV1234567",
		"birth_date": "1980-02-29",
	}
	assert found(FOREIGN, {"persons": [person]}) == []
	assert found(FOREIGN, {"persons": [{**person, "foreign_passport_no": "no 1"}]}) == [
		("persons[0].foreign_passport_no", "pattern_mismatch")
	]
	assert not any(item.from_register for item in FOREIGN.fields[0].fields[0].fields)


@pytest.mark.parametrize("name", ["@somebody", "@"])
def test_there_are_no_other_blocks(name):
	with pytest.raises(DefinitionInvalid, match="definition_name"):
		form({"name": name, "kind": "Person"})


def test_a_block_is_of_the_kind_person():
	with pytest.raises(DefinitionInvalid, match="definition_name"):
		form({"name": "@person", "kind": "Group", "fields": [field("x")]})


CHANGE = field("change", "Choice", choices=[{"value": v, "label": LABEL} for v in ("end", "replace")])
NESTED = form(
	CHANGE,
	field("urgent", "Yes/No"),
	field(
		"rows",
		"Group",
		fields=[
			field("kind"),
			field("who", required=True, shown_if={"field": "change", "equals": "replace"}),
			field(
				"why",
				required_if={
					"any": [
						{"all": [{"field": "urgent", "equals": True}, {"field": "kind", "equals": "a"}]},
						{"field": "change", "equals": "end"},
					]
				},
			),
			field(
				"inner",
				"Group",
				fields=[
					field("n", "Integer", required_if={"field": "urgent", "equals": True}),
					field("m", shown_if={"not": {"field": "kind", "equals": "b"}}),
				],
			),
		],
	),
)


@pytest.mark.parametrize(
	("given", "findings"),
	[
		({"change": "replace", "rows": [{"who": "x"}, {}]}, [("rows[1].who", "required")]),
		({"rows": [{"who": "x"}]}, [("rows[0].who", "not_asked")]),
		({"change": "end", "rows": [{"why": "x"}, {}]}, [("rows[1].why", "required")]),
		({"urgent": True, "rows": [{"kind": "a"}, {"kind": "b"}, {}]}, [("rows[0].why", "required")]),
		({"urgent": False, "rows": [{"kind": "a"}]}, []),
		({"urgent": True, "rows": [{"inner": [{}, {"n": 1}]}]}, [("rows[0].inner[0].n", "required")]),
		({"rows": [{"inner": [{}]}]}, []),
		(
			{"rows": [{"kind": "b", "inner": [{"m": "x"}]}, {"kind": "a", "inner": [{"m": "x"}]}]},
			[("rows[0].inner[0].m", "not_asked")],
		),
	],
)
def test_conditions_of_rows_read_the_levels_around(given, findings):
	assert found(NESTED, given) == findings


def test_what_is_shown_in_a_row():
	[row] = [item for item in NESTED.fields if item.name == "rows"]
	asked = forms.shown(row.fields, {}, {"change": "replace"})
	assert [item.name for item in asked] == ["kind", "who", "why", "inner"]
	assert "who" not in [item.name for item in forms.shown(row.fields, {})]


def test_the_nearest_field_of_a_name_is_meant():
	nested = form(
		field("kind"),
		field(
			"rows",
			"Group",
			fields=[field("kind"), field("note", required_if={"field": "kind", "equals": "a"})],
		),
	)
	assert found(nested, {"kind": "a", "rows": [{"kind": "b"}]}) == []
	assert found(nested, {"kind": "b", "rows": [{"kind": "a"}]}) == [("rows[0].note", "required")]
	fields = nested.fields[1].fields
	assert scope(fields, {}, {"kind": "a", "x": 1}) == {"x": 1}


@pytest.mark.parametrize(
	"condition",
	[
		{"field": "missing", "equals": 1},
		{"field": "column", "equals": 1},
		{"any": [{"field": "outer", "equals": number} for number in range(5)]},
	],
)
def test_a_condition_that_reads_nothing_or_too_much(condition):
	with pytest.raises(DefinitionInvalid, match="definition_condition"):
		form(field("outer"), field("rows", "Group", fields=[field("column", shown_if=condition)]))


def test_an_outer_level_does_not_read_rows():
	with pytest.raises(DefinitionInvalid, match="definition_condition"):
		form(
			field("x", shown_if={"field": "column", "equals": 1}),
			field("rows", "Group", fields=[field("column")]),
		)


def test_a_person_around_a_group_is_read_too():
	woman = {"field": "gender", "equals": "Female"}
	nested = form(
		{"name": "@person", "kind": "Person"}, field("rows", "Group", fields=[field("x", required_if=woman)])
	)
	assert ("rows[0].x", "required") in found(nested, {"gender": "Female", "rows": [{}]})


@pytest.mark.parametrize("value", [True, 1])
def test_forms_that_differ_in_one_and_true_are_not_mixed_up(value):
	for wanted in (True, 1):
		condition = {"field": "o", "equals": wanted}
		nested = form(field("o", "Integer"), field("x", required_if=condition))
		missing = [code for _, code in found(nested, {"o": value}) if code == "required"]
		assert missing == (["required"] if type(wanted) is type(value) else [])


VALUES = st.sampled_from(["a", "b", True, 1])
ATOMS = st.builds(
	lambda name, value: {"field": name, "equals": value}, st.sampled_from(["o1", "o2", "i1", "i2"]), VALUES
)
CONDITIONS = st.recursive(
	ATOMS,
	lambda inner: (
		st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts})
		| st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts})
		| inner.map(lambda part: {"not": part})
	),
	max_leaves=4,
)
ANSWERS = st.dictionaries(st.sampled_from(["o1", "o2"]), VALUES)
ROWS = st.lists(st.dictionaries(st.sampled_from(["i1", "i2", "x"]), VALUES), max_size=3)


@given(CONDITIONS, st.sampled_from(["shown_if", "required_if"]), ANSWERS, ROWS)
def test_the_schema_of_rows_says_what_the_condition_says(condition, key, outer, rows):
	nested = form(
		field("o1"),
		field("o2"),
		field("rows", "Group", fields=[field("i1"), field("i2"), field("x", **{key: condition})]),
	)
	row_fields = nested.fields[2].fields
	expected = set()
	for number, row in enumerate(rows):
		met = holds(condition, scope(row_fields, row, outer))
		if key == "required_if" and met and "x" not in row:
			expected.add((f"rows[{number}].x", "required"))
		if key == "shown_if" and not met and "x" in row:
			expected.add((f"rows[{number}].x", "not_asked"))
	told = {one for one in found(nested, {**outer, "rows": rows}) if one[1] in ("required", "not_asked")}
	assert told == expected
	jsonschema_rs.meta.validate(to_json_schema(nested))


LIST = form(
	field("mode"),
	field(
		"candidates",
		"Group",
		fields=[
			field("list_position", "Integer", required=True, minimum=1),
			{"name": "@person", "kind": "Person"},
			field("program", "Long Text", required_if={"field": "mode", "equals": "full"}),
			field("photo", "File"),
		],
	),
)


def candidates(count: int) -> dict[str, Any]:
	"""A list in which every row has five things wrong."""
	row = {"pinfl": "1", "phone": "2", "birth_date": "x", "photo": SHA}
	return {"mode": "full", "candidates": [dict(row) for _ in range(count)]}


def test_all_findings_of_a_hundred_candidates_come_at_once():
	told = found(LIST, candidates(100), Context({}))
	expected = {
		"pinfl": "pinfl_structure",
		"phone": "phone_structure",
		"birth_date": "date_unreal",
		"photo": "file_missing",
		"list_position": "required",
		"full_name": "required",
		"program": "required",
	}
	for number in range(100):
		row = {path: code for path, code in told if path.startswith(f"candidates[{number}].")}
		assert row == {f"candidates[{number}].{name}": code for name, code in expected.items()}
	assert len(told) == 700


def test_the_work_grows_with_the_rows_and_no_faster():
	forms.check(LIST, candidates(1))

	def calls(count: int) -> int:
		made = 0

		def count_call(frame: Any, event: str, argument: Any) -> None:
			nonlocal made
			made += event in ("call", "c_call")

		answers = candidates(count)
		former = sys.getprofile()
		sys.setprofile(count_call)
		try:
			forms.check(LIST, forms.normalise(LIST, answers))
		finally:
			sys.setprofile(former)
		return made

	assert calls(200) < 2.1 * calls(100)
