"""Which error codes come with which HTTP status, read from the source: `raise WrongState(code="draft_changed")`."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping

ErrorCodes = dict[int, tuple[str, ...]]


def raised(sources: Iterable[str], classes: Mapping[str, tuple[str, int]]) -> ErrorCodes:
	"""HTTP status -> codes in order. classes: name of an error class -> its code without another one, and its status."""
	found: defaultdict[int, set[str]] = defaultdict(set)
	for code, status in classes.values():
		found[status].add(code)
	for source in sources:
		for node in ast.walk(ast.parse(source)):
			if isinstance(node, ast.Call) and (kind := _last_name(node.func)) in classes:
				found[classes[kind][1]] |= _codes(node)
	return {status: tuple(sorted(codes)) for status, codes in sorted(found.items())}


def _last_name(node: ast.expr) -> str:
	if isinstance(node, ast.Attribute):
		return node.attr
	return node.id if isinstance(node, ast.Name) else ""


def _codes(call: ast.Call) -> set[str]:
	given = [word.value for word in call.keywords if word.arg == "code"]
	return {
		part.value
		for value in given
		for part in ast.walk(value)
		if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
	}
