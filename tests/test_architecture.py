"""Imports point one way (design.md, Layout): api, www, doctype -> service -> core. Read from the source, so it needs no site."""

import ast
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "esaylov"
CAPABILITIES = {
	"appeals",
	"certificates",
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


def shown(path: Path) -> str:
	return str(path.relative_to(APP))


@pytest.mark.parametrize("path", files("core"), ids=shown)
def test_core_imports_nothing_of_frappe_nor_of_the_rest(path):
	wrong = {
		name
		for name in imports(path)
		if name.split(".")[0] == "frappe"
		or (name.startswith("esaylov.") and not name.startswith("esaylov.core"))
	}
	assert not wrong


@pytest.mark.parametrize("path", files("integrations"), ids=shown)
def test_integrations_know_nothing_of_appeals(path):
	allowed = ("esaylov.core", "esaylov.integrations", "esaylov.clock", "esaylov.errors")
	assert not {n for n in imports(path) if n.startswith("esaylov.") and not n.startswith(allowed)}


@pytest.mark.parametrize("path", files(*CAPABILITIES), ids=shown)
def test_a_capability_enters_another_only_by_its_service(path):
	own = path.relative_to(APP).parts[0]
	wrong = set()
	for name in imports(path):
		parts = name.split(".")
		if (
			parts[0] == "esaylov"
			and len(parts) > 2
			and parts[1] in CAPABILITIES - {own}
			and parts[2] != "service"
		):
			wrong.add(name)
	assert not wrong


@pytest.mark.parametrize("path", files("api", *CAPABILITIES), ids=shown)
def test_only_doctypes_and_hooks_are_above_the_services(path):
	"""No capability imports the endpoints, and neither imports the controllers of documents."""
	below_api = path.relative_to(APP).parts[0] != "api"
	wrong = {name for name in imports(path) if name.startswith("esaylov.esaylov.doctype")}
	if below_api:
		wrong |= {name for name in imports(path) if name.startswith("esaylov.api")}
	assert not wrong


@pytest.mark.parametrize("path", files("api", "esaylov"), ids=shown)
def test_annotations_are_real_where_frappe_reads_them(path):
	"""Frappe checks the arguments of an endpoint by its annotations; as strings they are silently ignored."""
	assert "__future__.annotations" not in imports(path)
