"""Made-up files of types: whatever somebody imports, it becomes a type, or is refused with findings that have a text and a place in it.

Each file is a type that holds, with some of its values replaced by others of any kind. Few in each run; 2,000 by
`script/test --long fuzz`.
"""

import copy
import json
from typing import Any

import frappe
import pytest
from factories import types
from factories.profile import IS_FULL, IS_LONG
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from esaylov.appeals.studio import building as appeals_building
from esaylov.core.findings import Finding
from esaylov.core.formats.places import pointer
from esaylov.core.texts import finding_text
from esaylov.framework.errors import Duplicate, FormInvalid

building = appeals_building
INPUTS = 2_000 if IS_LONG else 200 if IS_FULL else 40
LONG = (10**5, 2 * 10**6)
ODD = some.sampled_from(
	[
		None,
		True,
		-1,
		10**30,
		1.5,
		"",
		" ",
		"a.b",
		"\x00",
		"\ud800",
		"Group",
		"persons",
		"@person",
		"[" * 5000,
		"9" * 5000,
		"{}",
		"[]",
		"x" * LONG[0],
		"x" * LONG[1],
	]
)
CONDITION = some.fixed_dictionaries(
	{"field": some.sampled_from(["reason", "since", "persons", "a", ""]), "equals": some.text(max_size=3)}
)
JSON = some.recursive(
	ODD | CONDITION | some.integers() | some.text(max_size=20),
	lambda inner: (
		some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=12), inner, max_size=4)
	),
	max_leaves=8,
)


def ways(value: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
	"""The way to each value of a file, and to one more row or member of each table and object."""
	found = [way] if way else []
	parts = (
		list(value.items())
		if isinstance(value, dict)
		else list(enumerate(value))
		if isinstance(value, list)
		else []
	)
	for step, inner in parts:
		found += ways(inner, (*way, step))
	if isinstance(value, list):
		found.append((*way, len(value)))
	if isinstance(value, dict):
		found += [
			(*way, name) for name in ("shown_if", "required_if", "parent_field", "choices", "made/up~key")
		]
	return found


WAYS = ways(types.small())
CHANGES = some.lists(some.tuples(some.sampled_from(WAYS), JSON), min_size=1, max_size=4)


def changed(changes: list[tuple[tuple[str | int, ...], Any]]) -> dict[str, Any]:
	"""The small type with values put in; a change that leads nowhere any more is left out."""
	made = copy.deepcopy(types.small())
	for way, value in changes:
		inner: Any = made
		try:
			for step in way[:-1]:
				inner = inner[step]
			if isinstance(inner, list) and way[-1] == len(inner):
				inner.append(value)
			else:
				inner[way[-1]] = value
		except (IndexError, KeyError, TypeError):
			continue
	return made


def leads_into(document: Any, place: str) -> bool:
	"""Whether a place is of the file: all but its last step, which may be what is missing, is there."""
	for token in pointer(place).split("/")[1:-1]:
		name = token.replace("~1", "/").replace("~0", "~")
		if isinstance(document, str):
			return True  # a column of JSON as text: the rest of the place is inside of it
		if isinstance(document, list) and name.isdecimal() and int(name) < len(document):
			document = document[int(name)]
		elif isinstance(document, dict) and name in document:
			document = document[name]
		else:
			return False
	return True


@settings(
	max_examples=INPUTS,
	deadline=None,
	derandomize=not IS_LONG,
	suppress_health_check=[
		HealthCheck.function_scoped_fixture,
		HealthCheck.too_slow,
		HealthCheck.data_too_large,
	],
)
@given(changes=CHANGES, as_text=some.booleans(), replace=some.booleans())
@example(
	changes=[(("form_fields", 1, "shown_if"), {"field": "reason", "equals": "x"})],
	as_text=False,
	replace=True,
)
@example(changes=[(("form_fields", 3, "parent_field"), "persons")], as_text=True, replace=False)
def test_a_file_becomes_a_type_or_is_refused_with_places(rolled_back, changes, as_text, replace):
	content = changed(changes)
	for finding in refusals(json.dumps(content) if as_text else content, replace):
		assert finding_text(finding, "uz") != finding.code
		assert len(finding.path) < 500
		if finding.path != "content":
			assert leads_into(content, finding.path), (finding, content)


def refusals(content: Any, replace: bool) -> tuple[Finding, ...]:
	"""What is wrong with a file; nothing where it became a type, or where there is one of its code. Nothing is left of it."""
	frappe.db.savepoint("fuzz")
	try:
		code = building.take_in(content, replace)
		assert frappe.db.exists("Appeal Type", code)
	except FormInvalid as refusal:
		return refusal.findings or (Finding("nothing is told"),)
	except Duplicate:
		return ()
	finally:
		frappe.db.rollback(save_point="fuzz")
	return ()


@pytest.mark.parametrize(
	("fields", "code", "path"),
	[
		(
			{"shown_if": {"field": "b", "equals": "x"}, "required": 1},
			"definition_condition_circle",
			"form_fields",
		),
		({"kind": "Group", "parent_field": "a"}, "definition_group", "form_fields[0].parent_field"),
	],
)
def test_what_waits_for_itself_is_told_with_its_row(fields, code, path):
	"""Both passed on 2026-11-26, and a required field was never asked."""
	other = {"field_name": "b", "kind": "Short Text", "shown_if": {"field": "a", "equals": "x"}}
	rows = [
		{"field_name": "a", "kind": "Short Text", **types.words("label", "A"), **fields},
		{**other, **types.words("label", "B")},
	]
	with pytest.raises(FormInvalid) as refusal:
		building.take_in(types.small(form_fields=rows, form_rules=[]), replace=False)
	assert (code, path) in [(one.code, one.path) for one in refusal.value.findings]


def test_a_fault_in_a_group_is_told_at_its_row_of_the_file():
	rows = types.small()["form_fields"]
	rows.append({"field_name": "note", "kind": "Short Text", "parent_field": "persons", "pattern": "("})
	with pytest.raises(FormInvalid) as refusal:
		building.take_in(types.small(form_fields=rows), replace=False)
	found = [(one.code, one.path) for one in refusal.value.findings]
	assert ("definition_pattern", "form_fields[5].pattern") in found
	assert ("definition_label", "form_fields[5].label_uz") in found
