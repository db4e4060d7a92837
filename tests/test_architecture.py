"""Doors between rooms, and what the core may know. Which room stands on which, and that no imports go in a circle: import-linter
(pyproject.toml). Read from the source, so it needs no site."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

APP = Path(__file__).parents[1] / "esaylov"
MOST_MODULES = 16
ROOMS = {
	"__init__.py",
	"api",
	"appeals",
	"commands",
	"core",
	"decisions",
	"desktop_icon",
	"elections",
	"esaylov",
	"fixtures",
	"framework",
	"hooks.py",
	"identity",
	"integrations",
	"messages",
	"modules.txt",
	"patches",
	"patches.txt",
	"permissions",
	"portal",
	"public",
	"registers",
	"reports",
	"request_filter",
	"setup",
	"templates",
	"translations",
	"trust",
	"workspace_sidebar",
	"www",
}
CAPABILITIES = {
	"appeals",
	"appeals.inbox",
	"appeals.state_registers",
	"decisions",
	"decisions.desk",
	"decisions.hall",
	"decisions.sessions",
	"decisions.signature_inbox",
	"elections",
	"elections.preparation",
	"identity",
	"identity.logins",
	"integrations.inbound",
	"messages",
	"permissions",
	"permissions.configuration",
	"portal",
	"portal.editorial",
	"portal.feedback",
	"registers",
	"registers.certificates",
	"registers.published",
	"registers.results",
	"reports",
	"setup",
	"setup.demo",
	"setup.imports",
	"setup.operating",
	"setup.retention",
	"setup.retention.archive",
	"trust",
}
"""Packages that do a part of the work each, with a README."""


@cache
def imports(path: Path) -> set[str]:
	"""Absolute dotted names that a file imports, those inside functions too."""
	names = set()
	for node in ast.walk(ast.parse(path.read_text())):
		if isinstance(node, ast.Import):
			names |= {alias.name for alias in node.names}
		elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
			names |= {f"{node.module}.{alias.name}" for alias in node.names}
	return names


def files(*folders: str) -> list[Path]:
	return sorted(path for folder in folders for path in (APP / folder).rglob("*.py"))


def own(path: Path) -> str:
	"""The folder of the app that a file lies in."""
	return path.relative_to(APP).parts[0]


def capability(dotted: str) -> str:
	"""The innermost capability that a name without `esaylov.` belongs to; "" for none."""
	parts = dotted.split(".")
	names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
	return next((name for name in names if name in CAPABILITIES), "")


def wrong(folders: tuple[str, ...], is_wrong: Callable[[Path, str], bool]) -> dict[str, set[str]]:
	"""File -> the names that it imports and should not; of folders that have files."""
	assert all(files(folder) for folder in folders)
	found = {path: {name for name in imports(path) if is_wrong(path, name)} for path in files(*folders)}
	return {str(path.relative_to(APP)): names for path, names in found.items() if names}


def test_there_are_these_rooms_and_no_loose_module():
	assert {path.name for path in APP.iterdir() if _is_room(path)} == ROOMS


def _is_room(path: Path) -> bool:
	"""Python leaves compiled files behind of a package that moved."""
	left_behind = ("__pycache__", "node_modules")
	return path.is_file() or any(
		each.is_file() and not set(each.parts) & set(left_behind) for each in path.rglob("*")
	)


def test_each_room_says_what_it_is_for():
	rooms = {name for name in CAPABILITIES | {"api", "core", "framework", "integrations"}}
	assert {name for name in rooms if not (APP / name.replace(".", "/") / "README.md").is_file()} == set()


def test_no_benchmark_stands_in_for_a_module_of_python():
	"""Its folder is the first that the others look into: one that was called `queue.py` let none of them start."""
	named = {path.stem for path in (APP.parent / "benchmarks").glob("*.py")}
	assert "filing_cost" in named
	assert named.isdisjoint(sys.stdlib_module_names)


def test_a_module_stays_within_400_lines():
	"""One thing a file; the core's own bound is narrower (`tests/core/test_purity.py`)."""
	assert [path for path in APP.rglob("*.py") if len(path.read_text().splitlines()) > 400] == []


def test_a_folder_holds_no_more_modules_than_a_reader_keeps_in_mind():
	"""But where the path of a module is a public address: pages of www, endpoints of api."""
	counts = {
		folder.relative_to(APP).as_posix(): sum(path.name != "__init__.py" for path in folder.glob("*.py"))
		for folder in APP.rglob("*")
		if folder.is_dir()
	}
	too_many = {folder for folder, count in counts.items() if count > MOST_MODULES}
	assert too_many == {"api", "www/cabinet", "www/portal"}


def test_tests_on_a_site_mirror_the_packages():
	"""Who reads a module finds its tests in the folder of the same name."""
	site = Path(__file__).parent / "site"
	folders = Counter(path.parent.relative_to(site).as_posix() for path in site.rglob("test_*.py"))
	assert {folder for folder in folders if folder == "." or not (APP / folder).is_dir()} == set()
	assert {folder for folder, count in folders.items() if count > MOST_MODULES} == set()


def test_core_imports_nothing_of_frappe_nor_of_the_rest():
	def is_wrong(_: Path, name: str) -> bool:
		is_ours = name.startswith("esaylov.")
		return name.split(".")[0] == "frappe" or (is_ours and not name.startswith("esaylov.core"))

	assert wrong(("core",), is_wrong) == {}


def test_integrations_know_nothing_of_appeals():
	allowed = ("esaylov.core", "esaylov.integrations", "esaylov.framework")
	found = wrong(
		("integrations",), lambda _, name: name.startswith("esaylov.") and not name.startswith(allowed)
	)
	assert found == {}


def test_no_module_hands_out_what_another_defines():
	"""A name is imported from the module that defines it: grep finds it there, and under no other name."""
	assert [path for path in APP.rglob("service.py")] == []


def test_pages_import_neither_endpoints_nor_controllers_nor_providers():
	above = ("esaylov.api", "esaylov.esaylov", "esaylov.integrations")
	assert wrong(("www",), lambda _, name: f"{name}.".startswith(tuple(f"{one}." for one in above))) == {}


def test_nobody_imports_a_page_nor_does_a_page_another():
	"""`portal/routes.py` finds them by walking the folder; what two of them share stands in `portal/`."""
	assert files("www")
	found = {
		str(path.relative_to(APP)): names
		for path in sorted(APP.rglob("*.py"))
		if (names := {name for name in imports(path) if f"{name}.".startswith("esaylov.www.")})
	}
	assert found == {}


def test_only_doctypes_and_hooks_are_above_the_services():
	"""No capability imports the endpoints, and neither imports the controllers of documents."""

	def is_wrong(path: Path, name: str) -> bool:
		above = ["esaylov.esaylov.doctype"] + (["esaylov.api"] if own(path) != "api" else [])
		return name.startswith(tuple(above))

	rooms = sorted({name.split(".")[0] for name in CAPABILITIES})
	assert wrong(("api", *rooms), is_wrong) == {}


def test_annotations_are_real_where_frappe_reads_them():
	"""Frappe checks the arguments of an endpoint by its annotations; as strings they are silently ignored."""
	assert wrong(("api", "esaylov"), lambda _, name: name == "__future__.annotations") == {}


def test_forms_of_the_desk_call_only_what_the_bundle_offers():
	"""A form that names another part of `window.esaylov` stops at its first button, and no test in Python sees it."""
	bundles = (APP / "public" / "js").glob("*.bundle.js")
	offered = {word for path in bundles for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
	called = {
		(path.name, name)
		for path in (APP / "esaylov" / "doctype").glob("*/*.js")
		for name in re.findall(r"\besaylov\.((?:\w+\.)*\w+)\(", path.read_text(encoding="utf-8"))
	}
	wrong = {each for each in called if not set(each[1].split(".")) <= offered}
	assert called
	assert not wrong
