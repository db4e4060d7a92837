"""Imports point one way (design.md, Layout): api, www, doctype -> service -> core. Read from the source, so it needs no site."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

APP = Path(__file__).parents[1] / "esaylov"
CAPABILITIES = {
	"appeals",
	"certificates",
	"configuration",
	"decisions",
	"feedback",
	"identity",
	"inbox",
	"integrators",
	"intake",
	"logins",
	"messages",
	"operating",
	"pages",
	"people",
	"portal",
	"preparing",
	"published",
	"registers",
	"reports",
	"sessions",
	"trust",
}


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


def wrong(folders: tuple[str, ...], is_wrong: Callable[[Path, str], bool]) -> dict[str, set[str]]:
	"""File -> the names that it imports and should not; of folders that have files."""
	assert all(files(folder) for folder in folders)
	found = {path: {name for name in imports(path) if is_wrong(path, name)} for path in files(*folders)}
	return {str(path.relative_to(APP)): names for path, names in found.items() if names}


def test_core_imports_nothing_of_frappe_nor_of_the_rest():
	def is_wrong(_: Path, name: str) -> bool:
		is_ours = name.startswith("esaylov.")
		return name.split(".")[0] == "frappe" or (is_ours and not name.startswith("esaylov.core"))

	assert wrong(("core",), is_wrong) == {}


def test_integrations_know_nothing_of_appeals():
	allowed = ("esaylov.core", "esaylov.integrations", "esaylov.framework.clock", "esaylov.framework.errors")
	found = wrong(
		("integrations",), lambda _, name: name.startswith("esaylov.") and not name.startswith(allowed)
	)
	assert found == {}


def test_a_capability_enters_another_only_by_its_service():
	def is_wrong(path: Path, name: str) -> bool:
		app, capability, entered, *_ = [*name.split("."), "", ""]
		is_another = app == "esaylov" and capability in CAPABILITIES - {own(path)}
		return is_another and entered not in ("", "service")

	assert wrong(tuple(CAPABILITIES), is_wrong) == {}


def test_nobody_imports_a_page_nor_does_a_page_another():
	"""`portal/routes.py` finds them by walking the folder; what two of them share stands in `portal/`."""
	assert files("www")
	found = {
		str(path.relative_to(APP)): names
		for path in sorted(APP.rglob("*.py"))
		if (names := {name for name in imports(path) if f"{name}.".startswith("esaylov.www.")})
	}
	assert found == {}


def test_pages_enter_the_portal_and_the_services_of_the_others():
	def is_wrong(_: Path, name: str) -> bool:
		app, capability, entered, *_ = [*name.split("."), "", ""]
		if app != "esaylov" or capability in ("core", "portal"):
			return False
		is_another = capability in CAPABILITIES and entered not in ("", "service")
		return is_another or capability in ("api", "esaylov", "integrations")

	assert wrong(("www",), is_wrong) == {}


def test_only_doctypes_and_hooks_are_above_the_services():
	"""No capability imports the endpoints, and neither imports the controllers of documents."""

	def is_wrong(path: Path, name: str) -> bool:
		above = ["esaylov.esaylov.doctype"] + (["esaylov.api"] if own(path) != "api" else [])
		return name.startswith(tuple(above))

	assert wrong(("api", *CAPABILITIES), is_wrong) == {}


def test_annotations_are_real_where_frappe_reads_them():
	"""Frappe checks the arguments of an endpoint by its annotations; as strings they are silently ignored."""
	assert wrong(("api", "esaylov"), lambda _, name: name == "__future__.annotations") == {}
