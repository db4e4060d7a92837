"""Which states an appeal of a route can come to, by the rows of the Workflow and what their conditions say of the route."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
	"""A row of the Workflow. condition: Python text over `doc`; "" holds always."""

	start: str
	end: str
	condition: str = ""


def reachable(transitions: Iterable[Transition], route: str, start: str = "Draft") -> frozenset[str]:
	"""States that an appeal of the route can come to from `start`, itself among them."""
	rows = [row for row in transitions if may_hold(row.condition, route)]
	reached, new = frozenset[str](), frozenset({start})
	while new:
		reached |= new
		new = frozenset(row.end for row in rows if row.start in reached) - reached
	return reached


def may_hold(condition: str, route: str) -> bool:
	"""False only where the condition cannot hold for the route, whatever else is the case."""
	if not condition.strip():
		return True
	try:
		tree = ast.parse(condition.strip(), mode="eval")
	except SyntaxError:
		return True
	return _truth(tree.body, route) is not False


def holds(condition: str, route: str) -> bool:
	"""True only where the condition holds for the route, whatever else is the case."""
	if not condition.strip():
		return True
	try:
		tree = ast.parse(condition.strip(), mode="eval")
	except SyntaxError:
		return False
	return _truth(tree.body, route) is True


def _truth(node: ast.expr, route: str) -> bool | None:
	"""Truth of a condition for a route; None for what depends on something else."""
	if isinstance(node, ast.BoolOp):
		return _joined([_truth(part, route) for part in node.values], isinstance(node.op, ast.And))
	if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
		inner = _truth(node.operand, route)
		return None if inner is None else not inner
	if isinstance(node, ast.Compare) and len(node.ops) == 1 and ast.unparse(node.left) == "doc.route":
		return _compared(node.ops[0], node.comparators[0], route)
	return None


def _joined(parts: list[bool | None], all_of: bool) -> bool | None:
	deciding = not all_of
	if deciding in parts:
		return deciding
	return None if None in parts else all_of


def _compared(operator: ast.cmpop, value: ast.expr, route: str) -> bool | None:
	try:
		literal = ast.literal_eval(value)
	except ValueError:
		return None
	if isinstance(operator, ast.Eq | ast.NotEq):
		return (literal == route) is isinstance(operator, ast.Eq)
	if isinstance(operator, ast.In | ast.NotIn) and isinstance(literal, list | tuple | set):
		return (route in literal) is isinstance(operator, ast.In)
	return None
