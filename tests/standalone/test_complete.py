"""The framework is completed by name and by text that must be there; what is not as expected stops the set-up."""

from pathlib import Path

import pytest

from standalone import complete, fetch
from standalone.steps import Failure

ORIGINAL = '''"""A module."""
from __future__ import annotations

import os


@decorated
def kept():
	return 1


@decorated
def swapped():
	return 2
'''


def test_a_function_takes_the_place_of_the_one_with_its_name():
	text = complete.replaced(ORIGINAL, "def swapped():\n\treturn 3\n", "module")
	assert "return 1" in text
	assert "return 2" not in text
	assert text.count("@decorated") == 1
	assert text.endswith("def swapped():\n\treturn 3\n")


def test_what_our_function_imports_from_elsewhere_comes_along():
	source = (
		"import json\nimport os\n\nfrom frappe import _\n\n\ndef swapped():\n\treturn json.loads(os.curdir)\n"
	)
	text = complete.replaced(ORIGINAL, source, "module")
	assert text.count("import json") == 1
	assert text.count("import os") == 1
	assert "from frappe" not in text
	compile(text, "module", "exec")  # the import from the future still comes first


@pytest.mark.parametrize(
	("source", "times"),
	[("def absent():\n\tpass\n", 0), ('ADDED = ("kept",)\n\n\ndef kept():\n\tpass\n', 1)],
)
def test_a_definition_that_is_not_as_expected_stops_the_setup(source: str, times: int):
	with pytest.raises(Failure, match=f"is defined {times} times"):
		complete.replaced(ORIGINAL, source, "module")


def test_a_definition_that_stands_twice_stops_the_setup():
	with pytest.raises(Failure, match="is defined 2 times"):
		complete.replaced(ORIGINAL + "\n\ndef kept():\n\tpass\n", "def kept():\n\tpass\n", "module")


def test_an_added_definition_comes_at_the_end():
	text = complete.replaced(ORIGINAL, 'ADDED = ("added",)\n\n\ndef added():\n\tpass\n', "module")
	assert text.startswith(ORIGINAL)
	assert text.endswith("\n\ndef added():\n\tpass\n")


@pytest.mark.parametrize("text", ["no such words", "here here"])
def test_an_anchor_that_does_not_stand_once_stops_the_setup(tmp_path: Path, text: str):
	(tmp_path / "file.py").write_text(text)
	with pytest.raises(Failure, match="the anchor 'here' stands"):
		complete.edit(tmp_path / "file.py", "here", "there")


@pytest.mark.parametrize(
	("annotation", "expected"),
	[
		('"Document" | None', '"Document | None"'),
		("Later | None", '"Later | None"'),
		("ForCheckers", '"ForCheckers"'),
		("str | None", "str | None"),
		('"Document"', '"Document"'),
	],
)
def test_annotations_are_real_where_they_can_be_evaluated(annotation: str, expected: str):
	source = (
		"from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
		f"\tfrom somewhere import ForCheckers\ndef function(value: {annotation} = None): ...\nclass Later: ...\n"
	)
	text = fetch.with_real_annotations(source)
	assert f"def function(value: {expected} = None)" in text
	exec(compile(text, "module", "exec"), {})  # noqa: S102 # our own text


def test_names_go_back_in_texts_and_paths():
	assert fetch.renamed("monoframe/Monoframe MONOFRAME_X") == "frappe/Frappe FRAPPE_X"
