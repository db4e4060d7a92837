"""Conditions, and that their JSON Schema says the same."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.forms.conditions import ConditionUnreadable, fields_of, holds, to_schema

VALUES = st.sampled_from(["a", "b", "", 0, 1, True, False])
FIELDS = st.sampled_from(["x", "y"])
LEAVES = st.builds(lambda field, value: {"field": field, "equals": value}, FIELDS, VALUES) | st.builds(
	lambda field, values: {"field": field, "in": values}, FIELDS, st.lists(VALUES, min_size=1, max_size=3)
)
CONDITIONS = st.recursive(
	LEAVES,
	lambda inner: (
		st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts})
		| st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
		| inner.map(lambda part: {"not": part})
	),
	max_leaves=6,
)


@given(CONDITIONS, st.dictionaries(FIELDS, VALUES))
def test_the_schema_of_a_condition_says_the_same(condition, answers):
	assert jsonschema_rs.Draft202012Validator(to_schema(condition)).is_valid(answers) is holds(
		condition, answers
	)


@pytest.mark.parametrize(
	("condition", "answers", "met"),
	[
		({"field": "x", "equals": True}, {"x": True}, True),
		({"field": "x", "equals": True}, {"x": 1}, False),  # true is not 1
		({"field": "x", "equals": [1]}, {"x": [True]}, False),  # nor in a list
		({"field": "x", "equals": [1, 2]}, {"x": [1]}, False),
		({"field": "x", "equals": {"a": [1]}}, {"x": {"a": [1]}}, True),
		({"field": "x", "equals": {"a": 1}}, {"x": {"a": True}}, False),
		({"field": "x", "equals": {"a": 1}}, {"x": {"b": 1}}, False),
		({"field": "x", "equals": "a"}, {}, False),
		({"field": "x", "in": ["a", "b"]}, {"x": "b"}, True),
		({"not": {"field": "x", "equals": "a"}}, {}, True),
		({"all": [{"field": "x", "equals": 1}, {"field": "y", "equals": 2}]}, {"x": 1, "y": 2}, True),
		({"any": [{"field": "x", "equals": 1}, {"field": "y", "equals": 2}]}, {"y": 2}, True),
	],
)
def test_conditions(condition, answers, met):
	assert holds(condition, answers) is met


def test_fields_of_a_condition():
	condition = {"all": [{"field": "x", "equals": 1}, {"not": {"any": [{"field": "y", "in": [2]}]}}]}
	assert list(fields_of(condition)) == ["x", "y"]


@pytest.mark.parametrize(
	"condition",
	[
		{},
		[],
		"x",
		{"field": "x"},
		{"equals": 1},
		{"field": 1, "equals": 1},
		{"field": "x", "equals": 1, "in": [1]},
		{"field": "x", "is": 1},
		{"field": "x", "in": []},
		{"field": "x", "in": "ab"},
		{"all": []},
		{"any": {}},
		{"not": []},
		{"field": "x", "not": {"field": "x", "equals": 1}},
		{"all": [{"field": "x"}]},
	],
)
def test_other_conditions_are_refused(condition):
	with pytest.raises(ConditionUnreadable):
		list(fields_of(condition))
