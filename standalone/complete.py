"""Complete the unpacked framework: put back what the fork cut off, by name where a whole function goes.

`overlay/<dotted module>.py` holds our own functions and classes; each takes the place of the one with its
name in that module, which must exist there once. Names listed in the file's ADDED are new in that module.
`overlay/edits.py` holds small exact-text edits; each asserts that its anchor stands there once. So a wheel
that is not the one this was written for stops here and not in a form that comes out wrong.
"""

import ast
import runpy
from pathlib import Path

from standalone.paths import STANDALONE
from standalone.steps import Failure

OVERLAY = STANDALONE / "overlay"
Definition = ast.FunctionDef | ast.ClassDef


def complete(tree: Path) -> None:
	"""Apply every replacement and edit to the tree that contains the `frappe` package."""
	for source in sorted(OVERLAY.glob("frappe*.py")):
		target = module_file(tree, source.stem)
		target.write_text(replaced(target.read_text(), source.read_text(), source.stem))
	edits = runpy.run_path(str(OVERLAY / "edits.py"))
	for path, old, new in edits["EDITS"]:
		edit(tree / "frappe" / path, old, new)
	for path, text in edits["FILES"].items():
		file = tree / "frappe" / path
		if file.exists():
			raise Failure(f"overlay: frappe/{path} exists already")
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(text)


def module_file(tree: Path, dotted: str) -> Path:
	"""The file of a module, which may be a package."""
	path = tree.joinpath(*dotted.split("."))
	return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def replaced(original: str, source: str, name: str) -> str:
	"""The module's text with each of our definitions in the place of the one it replaces."""
	lines = original.splitlines(keepends=True)
	places: dict[str, list[Definition]] = {}
	for node in definitions(original):
		places.setdefault(node.name, []).append(node)
	added = added_names(source)
	changes = []
	for ours in definitions(source):
		text = "".join(source.splitlines(keepends=True)[first_line(ours) - 1 : ours.end_lineno])
		found = places.get(ours.name, [])
		if len(found) != (0 if ours.name in added else 1):
			raise Failure(f"overlay: {name}.{ours.name} is defined {len(found)} times in the framework")
		start, end = (
			(first_line(found[0]), found[0].end_lineno or 0) if found else (len(lines) + 1, len(lines))
		)
		changes.append((start, end, text if found else f"\n\n{text}"))
	changes.append(
		(first_statement(original), first_statement(original) - 1, missing_imports(original, source))
	)
	for start, end, text in sorted(changes, reverse=True):
		lines[start - 1 : end] = [text]
	return "".join(lines)


def missing_imports(original: str, source: str) -> str:
	"""Our file's imports of other packages whose names the module does not have yet."""
	known = {name for node in ast.parse(original).body for name in imported(node)}
	ours = [node for node in ast.parse(source).body if imported(node) and not of_frappe(node)]
	return "".join(f"{ast.unparse(node)}\n" for node in ours if not set(imported(node)) <= known)


def imported(node: ast.stmt) -> list[str]:
	"""The names that an import statement binds; none for any other statement."""
	if not isinstance(node, ast.Import | ast.ImportFrom):
		return []
	return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def of_frappe(node: ast.stmt) -> bool:
	"""Whether an import is of the framework: those are for readers, the module has the names."""
	words = ast.unparse(node).split()
	return words[1].partition(".")[0] == "frappe"


def first_statement(source: str) -> int:
	"""The line of a module's first statement after its docstring and its imports from the future."""
	for node in ast.parse(source).body:
		is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
		if not is_docstring and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
			return node.lineno
	return len(source.splitlines()) + 1


def definitions(source: str) -> list[Definition]:
	"""The functions and classes at the top level of a module's text."""
	return [node for node in ast.parse(source).body if isinstance(node, Definition)]


def added_names(source: str) -> set[str]:
	"""The names in the overlay file's ADDED, if it has one."""
	for node in ast.parse(source).body:
		if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ADDED":
			return set(ast.literal_eval(node.value))
	return set()


def first_line(node: Definition) -> int:
	"""The line where a definition begins, its decorators included."""
	return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def edit(path: Path, old: str, new: str) -> None:
	"""Replace `old`, which must stand in the file exactly once, by `new`."""
	text = path.read_text()
	if (count := text.count(old)) != 1:
		raise Failure(
			f"overlay: the anchor {old.strip().splitlines()[0]!r} stands {count} times in {path.name}"
		)
	path.write_text(text.replace(old, new))
