"""Names of our DocTypes are nobody else's: Frappe's, ERPNext's and HRMS's DocTypes live on the same site."""

import json
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


def unsaid(doctype: dict[str, Any]) -> list[str]:
	"""What a DocType does not say of itself, of what a person needs who meets or looks for a record."""
	said = {"description": doctype.get("description"), "permissions": doctype["permissions"]}
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
	assert missing == []


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
