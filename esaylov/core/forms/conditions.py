"""Conditions of shown_if and required_if, over the answers of the same level or, inside a group, of the levels around it.

Grammar: `{"field": "x", "equals": v}`, `{"field": "x", "in": [v, …]}`, `{"all": […]}`, `{"any": […]}`, `{"not": …}`.
A field without an answer equals nothing. The nearest level that has a field of the name is meant. The page of the cabinet
decides the same while one types (`public/js/portal/conditions.js`): `tests/core/data/conditions.json` holds both to one list of cases.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from esaylov.core.forms.definition import Condition


class ConditionUnreadable(ValueError):
	"""A condition outside the grammar."""


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
	"""True when the condition is met by the answers of its level."""
	operator, value = _operator(condition)
	return _HOLDS[operator](condition, value, answers)


def to_schema(condition: Condition) -> dict[str, Any]:
	"""The JSON Schema that is valid exactly where the condition holds."""
	operator, value = _operator(condition)
	if operator in ("equals", "in"):
		test = {"const": value} if operator == "equals" else {"enum": list(value)}
		return {"properties": {condition["field"]: test}, "required": [condition["field"]]}
	if operator == "not":
		return {"not": to_schema(value)}
	return {f"{operator}Of": [to_schema(part) for part in value]}


def leaves(condition: Condition) -> Iterator[Condition]:
	"""The parts that read one field; raises ConditionUnreadable for a condition outside the grammar."""
	operator, value = _operator(condition)
	if operator in ("equals", "in"):
		yield condition
	else:
		for part in [value] if operator == "not" else value:
			yield from leaves(part)


def settled(condition: Condition, truth: Callable[[Condition], bool | None]) -> Condition | bool:
	"""What is left of a condition when some of its leaves are known; `truth` gives None for those that are not."""
	operator, value = _operator(condition)
	if operator in ("equals", "in"):
		known = truth(condition)
		return condition if known is None else known
	if operator == "not":
		rest = settled(value, truth)
		return not rest if isinstance(rest, bool) else {"not": rest}
	ends = operator == "any"  # the value that one part alone gives the whole
	parts = [settled(part, truth) for part in value]
	if any(part is ends for part in parts):
		return ends
	left = [part for part in parts if not isinstance(part, bool)]
	return {operator: left} if left else not ends


def fields_of(condition: Condition) -> Iterator[str]:
	"""Names of the fields a condition reads; raises ConditionUnreadable for one outside the grammar."""
	return (leaf["field"] for leaf in leaves(condition))


def in_a_circle(shown_if: Mapping[str, Condition | None]) -> list[str]:
	"""Fields of a level each of which is shown only where another one of them is: nobody would ever see them."""
	# of itself a field may not read at all, and that is told as such
	reads = {name: _read_by(condition) - {name} for name, condition in shown_if.items()}
	return [name for name in reads if _comes_back(name, reads)]


def _read_by(condition: Condition | None) -> frozenset[str]:
	try:
		return frozenset(fields_of(condition)) if condition is not None else frozenset()
	except ConditionUnreadable:
		return frozenset()


def _comes_back(start: str, reads: Mapping[str, frozenset[str]]) -> bool:
	passed: set[str] = set()
	ahead = [start]
	while ahead:
		for name in reads.get(ahead.pop(), frozenset()) - passed:
			passed.add(name)
			ahead.append(name)
	return start in passed


def _operator(condition: Condition) -> tuple[str, Any]:
	"""The one operator of a condition and its value, of the right shape."""
	if not isinstance(condition, Mapping):
		raise ConditionUnreadable(str(condition))
	operators = [key for key in condition if key != "field"]
	if len(operators) != 1 or operators[0] not in _HOLDS:
		raise ConditionUnreadable(str(condition))
	operator = operators[0]
	value = condition[operator]
	takes_field = operator in ("equals", "in")
	is_list = isinstance(value, list) and bool(value)
	if ("field" in condition) != takes_field or (operator in ("in", "all", "any") and not is_list):
		raise ConditionUnreadable(str(condition))
	if takes_field and not isinstance(condition["field"], str):
		raise ConditionUnreadable(str(condition))
	return operator, value


def _is(condition: Condition, values: Sequence[Any], answers: Mapping[str, Any]) -> bool:
	"""Whether the answer of the condition's field is one of the values."""
	name = condition["field"]
	return name in answers and any(_same(answers[name], value) for value in values)


def _same(one: Any, other: Any) -> bool:
	"""Equal as JSON: true is not 1, in lists and objects neither."""
	if isinstance(one, list) and isinstance(other, list):
		return len(one) == len(other) and all(map(_same, one, other))
	if isinstance(one, Mapping) and isinstance(other, Mapping):
		return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
	return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


_Test = Callable[[Condition, Any, Mapping[str, Any]], bool]
_HOLDS: Mapping[str, _Test] = {
	"equals": lambda condition, value, answers: _is(condition, [value], answers),
	"in": lambda condition, value, answers: _is(condition, value, answers),
	"all": lambda condition, value, answers: all(holds(part, answers) for part in value),
	"any": lambda condition, value, answers: any(holds(part, answers) for part in value),
	"not": lambda condition, value, answers: not holds(value, answers),
}
