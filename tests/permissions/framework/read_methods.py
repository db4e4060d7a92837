"""Read which methods a Frappe source offers to the web: `python read_methods.py FOLDER` prints them as CSV, sorted.

FOLDER holds the package `frappe` (`git archive version-15 frappe | tar x -C FOLDER`). Columns: method (module and qualified name),
guest (open without a login), asks (`yes` where its body asks for a right by a call that throws). Names only: no line of the
framework is kept here.
"""

import ast
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ASKS = re.compile(r"only_for\(|\.check_permission\(|has_permission\(.*throw=True|raise_exception=True\)")


def methods(folder: Path) -> Iterator[tuple[str, bool, bool]]:
	"""Method, whether guests may call it, whether it asks for a right."""
	for path in sorted((folder / "frappe").rglob("*.py")):
		parts = path.relative_to(folder).with_suffix("").parts
		source = path.read_text(encoding="utf-8")
		if "whitelist" in source and "tests" not in parts and not path.name.startswith("test_"):
			module = ".".join(parts).removesuffix(".__init__")
			yield from offered(ast.parse(source).body, module)


def offered(body: list[ast.stmt], above: str) -> Iterator[tuple[str, bool, bool]]:
	"""The same for the functions and classes of a module or class."""
	for node in body:
		if isinstance(node, ast.ClassDef):
			yield from offered(node.body, f"{above}.{node.name}")
		elif isinstance(node, ast.FunctionDef):
			marks = [
				text for text in map(ast.unparse, node.decorator_list) if "whitelist" in text.split("(")[0]
			]
			if marks:
				asks = bool(ASKS.search(ast.unparse(node)))
				yield f"{above}.{node.name}", "allow_guest=True" in marks[0], asks


if __name__ == "__main__":
	rows = csv.writer(sys.stdout, lineterminator="\n")
	rows.writerow(("method", "guest", "asks"))
	for name, guest, asks in sorted(methods(Path(sys.argv[1]))):
		rows.writerow((name, "yes" if guest else "", "yes" if asks else ""))
