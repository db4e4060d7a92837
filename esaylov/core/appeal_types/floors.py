"""The legal minimum of effects (`floors.json`): the routes, rules and stages of a window without which nothing may write
candidates, commissions, constituencies or results."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from esaylov.core.appeal_types.effects import ROWS
from esaylov.core.findings import Finding

HERE: Final = Path(__file__).parent
ANY: Final = "*"
"""The contest of a number that counts in each."""
Rule = Mapping[str, Any]
"""A rule of a type, or what the minimum says of one."""


@lru_cache(maxsize=1)
def read_floors() -> dict[str, Any]:
	"""`effects` and `subjects` (decisions without an appeal) by code: `routes`, `article` and, of effects, `rules`.

	A rule of the minimum is met by one of its `rules`; `of_rows`: about the people or rows that the effect writes;
	`statutes`: the number of the law that it must use, by contest; `window`: the stages that may stand at an end of the window,
	without which the rule finds nothing.
	"""
	found: dict[str, Any] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
	return found


def check(definition: Mapping[str, Any]) -> Iterator[Finding]:
	"""What a type lacks of the minimum of its effect."""
	floor = read_floors()["effects"].get(definition.get("effect") or "")
	if floor is None:
		return
	effect = str(definition["effect"])
	yield from _route(floor, effect, str(definition.get("route") or ""))
	uses = [use for use in definition.get("rules") or () if isinstance(use, Mapping)]
	# a rule that is not in force on each day is no minimum
	used = [use for use in uses if not (use.get("valid_from") or use.get("valid_to"))]
	rows = _rows(definition)
	contests = definition.get("election_types") or ()
	for least in floor["rules"]:
		if not _is_met(least, used, rows, contests):
			params = {"rule": least["rules"][0], "effect": effect}
			yield Finding("type_floor_rule", "rules", article=least["article"], params=params)
		for end, stages in least.get("window", {}).items():
			if definition.get(end) not in stages:
				params = {"stage": stages[0], "effect": effect}
				yield Finding("type_floor_window", end, article=least["article"], params=params)


def check_subject(code: str, route: str) -> Iterator[Finding]:
	"""What a decision without an appeal lacks of its minimum."""
	if floor := read_floors()["subjects"].get(code):
		yield from _route(floor, code, route)


def _route(floor: Mapping[str, Any], effect: str, route: str) -> Iterator[Finding]:
	if route not in floor["routes"]:
		params = {"route": route, "effect": effect}
		yield Finding("type_floor_route", "route", article=floor["article"], params=params)


def _rows(definition: Mapping[str, Any]) -> str:
	"""The group whose rows the effect writes; "" where it writes the appeal as a whole."""
	mapping = definition.get("effect_mapping")
	return str(mapping.get(ROWS) or "") if isinstance(mapping, Mapping) else ""


def _is_met(least: Rule, used: Sequence[Rule], rows: str, contests: Sequence[str]) -> bool:
	"""Whether the rules of a type hold this one in each contest; a type without contests is of all."""
	fitting = [use for use in used if use.get("rule") in least["rules"] and _is_about(least, use, rows)]
	numbers: Mapping[str, str] = least.get("statutes") or {}
	by_contest = contests or [contest for contest in numbers if contest != ANY] or [""]
	return all(
		any(
			_holds_in(use, contest, numbers.get(contest) or numbers.get(ANY), bool(numbers))
			for use in fitting
		)
		for contest in by_contest
	)


def _is_about(least: Rule, use: Rule, rows: str) -> bool:
	return not least.get("of_rows") or str(_parameter(use, "group") or "") == rows


def _holds_in(use: Rule, contest: str, number: str | None, is_numbered: bool) -> bool:
	only = _parameter(use, "contest")
	return (not only or only == contest) and (not is_numbered or _parameter(use, "statute") == number)


def _parameter(use: Rule, name: str) -> Any:
	given = use.get("parameters")
	return given.get(name) if isinstance(given, Mapping) else None
