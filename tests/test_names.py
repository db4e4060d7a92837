"""Names of our DocTypes are nobody else's: Frappe's, ERPNext's and HRMS's DocTypes live on the same site."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCTYPES = sorted((ROOT / "esaylov" / "esaylov" / "doctype").glob("*/*.json"))
TAKEN = json.loads((ROOT / "tests" / "data" / "taken_doctypes.json").read_text(encoding="utf-8"))


def definition(path: Path) -> dict:
	return json.loads(path.read_text(encoding="utf-8"))


def test_there_are_doctypes_to_check():
	assert len(DOCTYPES) > 20
	assert len(TAKEN["frappe"]) > 200


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda path: path.stem)
def test_a_name_is_free(path):
	name = definition(path)["name"].lower()
	owners = [app for app, names in TAKEN.items() if name in {taken.lower() for taken in names}]
	assert owners == []


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda path: path.stem)
def test_a_doctype_lies_where_its_name_says(path):
	spelled = definition(path)["name"].replace(" ", "_").replace("-", "_").lower()
	assert (path.stem, path.parent.name) == (spelled, spelled)
	assert definition(path)["module"] == "Esaylov"


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda path: path.stem)
def test_a_doctype_says_what_it_is_and_how_it_is_found(path):
	doctype = definition(path)
	if doctype.get("istable"):
		return
	assert doctype.get("description")
	assert doctype["permissions"]
	if not doctype.get("issingle"):
		# a name made of its fields says enough
		assert doctype.get("title_field") or doctype["autoname"].startswith("format:")
		assert doctype.get("search_fields")
		assert any(field.get("in_list_view") for field in doctype["fields"])
		assert any(field.get("in_standard_filter") for field in doctype["fields"])


@pytest.mark.parametrize("path", DOCTYPES, ids=lambda path: path.stem)
def test_each_list_filter_has_an_index(path):
	indexed = ("search_index", "unique")
	kinds = ("Check", "Int", "Small Text", "Code", "Table")
	missing = [
		field["fieldname"]
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
