"""Names of our DocTypes are nobody else's: Frappe's, ERPNext's and HRMS's DocTypes live on the same site."""

import ast
import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOCTYPES = sorted((ROOT / "esaylov" / "esaylov" / "doctype").glob("*/*.json"))
TAKEN = json.loads((ROOT / "tests" / "data" / "taken_doctypes.json").read_text(encoding="utf-8"))


@cache
def definition(path: Path) -> dict[str, Any]:
	return json.loads(path.read_text(encoding="utf-8"))


def test_there_are_doctypes_to_check():
	assert len(DOCTYPES) > 20
	assert len(TAKEN["frappe"]) > 200


def test_every_name_is_free():
	taken = {name.lower(): app for app, names in TAKEN.items() for name in names}
	ours = [definition(path)["name"] for path in DOCTYPES]
	assert {name: taken[name.lower()] for name in ours if name.lower() in taken} == {}


def test_every_doctype_lies_where_its_name_says():
	for path in DOCTYPES:
		spelled = definition(path)["name"].replace(" ", "_").replace("-", "_").lower()
		assert (path.stem, path.parent.name) == (spelled, spelled)
		assert definition(path)["module"] == "Esaylov", spelled


OF_NOBODY = {"Count Entry"}
"""No role may read these: the second person must not see what the first one typed."""


def unsaid(doctype: dict[str, Any]) -> list[str]:
	"""What a DocType does not say of itself, of what a person needs who meets or looks for a record."""
	has_readers = bool(doctype["permissions"]) is not (doctype["name"] in OF_NOBODY)
	said = {"description": doctype.get("description"), "permissions": has_readers}
	if not doctype.get("issingle"):
		# a name made of its fields says enough
		said["title"] = doctype.get("title_field") or doctype["autoname"].startswith("format:")
		said["search_fields"] = doctype.get("search_fields")
		for flag in ("in_list_view", "in_standard_filter"):
			said[flag] = any(field.get(flag) for field in doctype["fields"])
	return [what for what, value in said.items() if not value]


def test_every_doctype_says_what_it_is_and_how_it_is_found():
	ours = [definition(path) for path in DOCTYPES if not definition(path).get("istable")]
	assert {doctype["name"]: unsaid(doctype) for doctype in ours if unsaid(doctype)} == {}


LED_BY_ANOTHER = {("polling_station", "territory"), ("register_event", "register")}
"""Columns with which an index of several begins (`tests/site/framework/persistence/test_rows.py` asks the database for it)."""


def test_each_list_filter_has_an_index():
	indexed = ("search_index", "unique")
	kinds = ("Check", "Int", "Small Text", "Code", "Table")
	missing = [
		(path.stem, field["fieldname"])
		for path in DOCTYPES
		for field in definition(path)["fields"]
		if field.get("in_standard_filter")
		and field["fieldtype"] not in kinds
		and not any(field.get(flag) for flag in indexed)
	]
	assert set(missing) == LED_BY_ANOTHER


def test_two_shipped_files_never_bring_the_same_record():
	found: dict[tuple[str, str], list[str]] = {}
	for path in sorted(ROOT.glob("esaylov/fixtures/*/*.json")):
		content = json.loads(path.read_text(encoding="utf-8"))
		for record in content if isinstance(content, list) else [content]:
			key = record["doctype"], record.get("name") or record["code"]
			found.setdefault(key, []).append(path.name)
	assert {key: paths for key, paths in found.items() if len(paths) > 1} == {}


def test_test_files_that_are_run_together_have_names_of_their_own():
	"""Outside of packages pytest knows a file by its name alone, and refuses the second one."""
	files = [
		path for path in (ROOT / "tests").rglob("test_*.py") if not (path.parent / "__init__.py").exists()
	]
	assert len({path.name for path in files}) == len(files)


FORMER_WORDS = re.compile(r"\b(told|looked|looks|road|standing|stands|in figures)\b", re.IGNORECASE)
"""Translated word by word once; what stands for them is in house words of CONTRIBUTING.md."""

FORMER_NAMES = re.compile(r"(?:^|_)(told|kept|looks|road|standing)(?:_|$)|SoleWriter")
ADDRESSES = {"esaylov/api/decisions.py": {"standing"}, "esaylov/api/people.py": {"looks"}}
"""Endpoints are contracts: what they are called is their address."""

OF_THE_FRAMEWORK = {"Looks like you haven’t received any notifications."}
SHOWN = ("label", "description", "name", "title")


def shown(value: Any) -> Iterator[str]:
	"""The English of a record that a person reads in the Desk."""
	if isinstance(value, dict):
		yield from (value[key] for key in SHOWN if isinstance(value.get(key), str))
		value = list(value.values())
	if isinstance(value, list):
		for part in value:
			yield from shown(part)


def english() -> Iterator[str]:
	for path in ROOT.glob("esaylov/esaylov/*/*/*.json"):
		yield from shown(definition(path))
	for path in ROOT.glob("esaylov/**/texts/**/en.json"):
		yield from (text for text in definition(path).values() if isinstance(text, str))
	with (ROOT / "esaylov" / "translations" / "uz.csv").open(encoding="utf-8", newline="") as lines:
		yield from (row[0] for row in csv.reader(lines))


def test_no_word_that_was_translated_word_by_word_is_read_by_anybody():
	read = {*english()}
	assert len(read) > 2000
	assert sorted(text for text in read - OF_THE_FRAMEWORK if FORMER_WORDS.search(text)) == []


def test_modules_functions_and_classes_have_no_name_that_was_given_up():
	found = {}
	for path in sorted((ROOT / "esaylov").rglob("*.py")):
		place = path.relative_to(ROOT).as_posix()
		kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
		names = {
			node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, kinds)
		}
		public = {name for name in {path.stem, *names} - ADDRESSES.get(place, set()) if name[0] != "_"}
		if wrong := {name for name in public if FORMER_NAMES.search(name)}:
			found[place] = wrong
	assert found == {}
