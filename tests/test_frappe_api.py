"""Every `frappe.…` name and keyword that the app uses is in Frappe v15 and v16; what is not, only `compat.py` may use.

`data/frappe_api.json.gz` holds the public names of both versions with their parameters. It proves presence, not behaviour.
"""

import ast
import gzip
import json
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ROOT / "esaylov"
DATA = ROOT / "tests" / "data" / "frappe_api.json.gz"
SOURCES = sorted(path for path in APP.rglob("*.py") if path.name != "compat.py")
PROXIES = {
	"frappe.db": "frappe.database.database.Database",
	"frappe.qb": None,
	"frappe.local": None,
	"frappe.flags": None,
	"frappe.conf": None,
	"frappe.session": None,
	"frappe.request": None,
	"frappe.response": None,
	"frappe.cache": "frappe.utils.redis_wrapper.RedisWrapper",
	"frappe.form_dict": None,
	"frappe.lang": None,
}
"""Objects of a request whose attributes are no names of the framework; those with a class are checked against it."""

REEXPORTED = (
	"frappe.query_builder.functions.",
	"frappe.types.",
	"frappe.__version__",
	"frappe.db.after_commit",
	"frappe.db.after_rollback",
	"frappe.db.value_cache",
	"frappe.core.doctype.deleted_document.deleted_document",
	"frappe.core.doctype.docfield.docfield.DocField",
	"frappe.core.doctype.error_log.error_log",
	"frappe.core.doctype.file.file",
	"frappe.core.doctype.report.report",
	"frappe.core.doctype.scheduled_job_log.scheduled_job_log",
	"frappe.core.doctype.user.user",
)
"""Not listed: names of pypika that Frappe passes on, hints that no run ever reads, the version itself, the callbacks
and the memory of single values that the constructor of a connection makes (`database.py` of both), and the classes of DocTypes, which both have."""


@cache
def api() -> dict[str, dict[str, object]]:
	with gzip.open(DATA, "rt", encoding="utf-8") as packed:
		return json.load(packed)


def dotted(node: ast.AST) -> str | None:
	"""`frappe.utils.cint` of an attribute chain that starts with a plain name."""
	parts = []
	while isinstance(node, ast.Attribute):
		parts.append(node.attr)
		node = node.value
	return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def aliases(tree: ast.AST) -> dict[str, str]:
	"""Local name to full name, for what a file imports of frappe."""
	known = {}
	for node in ast.walk(tree):
		if isinstance(node, ast.Import):
			for alias in node.names:
				if alias.name.split(".")[0] == "frappe":
					known[alias.asname or "frappe"] = alias.name if alias.asname else "frappe"
		elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "frappe":
			known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
	return known


def full_name(node: ast.AST, known: dict[str, str]) -> str | None:
	name = dotted(node)
	if not name:
		return None
	head, _, rest = name.partition(".")
	return f"{known[head]}.{rest}".rstrip(".") if head in known else None


def uses(path: Path) -> list[tuple[int, str, list[str]]]:
	"""Line, full name and keywords of each use of frappe in a file."""
	tree = ast.parse(path.read_text(encoding="utf-8"))
	known = aliases(tree)
	found = {}
	for node in ast.walk(tree):
		if isinstance(node, ast.Attribute | ast.Name) and (name := full_name(node, known)):
			found.setdefault((node.lineno, name), [])
		if isinstance(node, ast.Call) and (name := full_name(node.func, known)):
			found[(node.lineno, name)] = [keyword.arg for keyword in node.keywords if keyword.arg]
	found |= {(0, name): [] for name in known.values() if name != "frappe"}
	return [(line, name, keywords) for (line, name), keywords in sorted(found.items())]


def problem(version: str, name: str, keywords: list[str]) -> str | None:
	"""What is wrong with one use on one version, or None."""
	if name.startswith(REEXPORTED):
		return None
	proxy = next((proxy for proxy in PROXIES if name == proxy or name.startswith(f"{proxy}.")), None)
	if proxy:
		return _proxy_problem(version, proxy, name, keywords)
	names = api()[version]
	if name not in names:
		# the longest known part of a longer chain: a class with an attribute, a module's value, or a module
		parent, _, rest = name.rpartition(".")
		if any(known.startswith(f"{name}.") for known in names) or _has_attribute(names.get(parent), rest):
			return None
		return f"{name} is not in {version}"
	return _keyword_problem(version, name, names[name], keywords)


def _has_attribute(owner: object, attribute: str) -> bool:
	if owner is None:
		return False
	return owner == "value" or (isinstance(owner, dict) and attribute in owner.get("class", {}))


def _proxy_problem(version: str, proxy: str, name: str, keywords: list[str]) -> str | None:
	method = name.removeprefix(proxy).strip(".").split(".")[0]
	owner = PROXIES[proxy]
	if not owner or not method:
		return None
	methods = api()[version][owner]["class"]
	if method not in methods:
		return f"{name} is not in {version}"
	return _keyword_problem(version, name, methods[method], keywords)


def _keyword_problem(version: str, name: str, parameters: object, keywords: list[str]) -> str | None:
	if not isinstance(parameters, list) or any(parameter.startswith("**") for parameter in parameters):
		return None
	unknown = [keyword for keyword in keywords if keyword not in parameters]
	return f"{name}({', '.join(unknown)}=) is not in {version}" if unknown else None


def test_every_file_uses_only_what_both_versions_have():
	assert len(SOURCES) > 500
	problems = {
		f"{path.relative_to(APP)}:{line}: {found}"
		for path in SOURCES
		for line, name, keywords in uses(path)
		for version in ("v15", "v16")
		if (found := problem(version, name, keywords))
	}
	assert sorted(problems) == []


def test_the_check_finds_what_only_one_version_has(tmp_path):
	source = tmp_path / "sample.py"
	source.write_text(
		"import frappe\nfrom frappe.utils import cint\n"
		"frappe.in_no_version()\nfrappe.get_doc('User', 'x', check_permission=True)\nfrappe.db.get_value('User', cash=1)\ncint(1)\n"
	)
	problems = {problem("v15", name, keywords) for _, name, keywords in uses(source)} - {None}
	assert problems == {"frappe.in_no_version is not in v15", "frappe.db.get_value(cash=) is not in v15"}
