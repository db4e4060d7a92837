"""The rules by name, and what they read: the rows of answers, and what they may know besides, brought by the service.

A second rule of the same name is refused when it is declared. What is missing in answers, or of a wrong shape, is left to the check of the
structure."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import partial
from typing import Any, Literal, TypeVar

from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.findings import Finding
from esaylov.core.law.articles import first_day
from esaylov.core.people.identity import Gender, IdentityInvalid, Pinfl
from esaylov.core.rules.usage import Check, RuleUse, wrong_parameters

T = TypeVar("T")
Answers = Mapping[str, Any]
RuleFunction = Callable[..., list[Finding]]
"""`function(answers, facts, article, *, parameter: type, …)`; a parameter with a default may be left out."""

STATUTE = "statute"
"""A parameter whose name ends so is the key of a Statute."""
LIST = "list"
"""The kind of result (`outcomes`) that rules about a list hold over too."""
STAGE = "stage"
"""The parameter that is the code of a stage of the calendar."""
CONTEST = "contest"
"""The parameter that holds a rule to one contest, and the fact that it needs then."""
Contest = Literal["", "PRES", "LC_SMD", "LC_PL", "JK", "REG", "DC"]
"""Election types whose candidates the law measures differently; "" is any."""


class RuleMisused(LookupError):
	"""A rule without what it needs: unknown name, missing parameter, statute or look-up. The caller's mistake."""


@dataclass(frozen=True, slots=True)
class Facts:
	"""Facts of one check; days and time of day in Asia/Tashkent.

	statutes: key of the Statute to its number on that day. first_days: key of the Statute to the ISO first day of that number, for
	numbers that have one. window: the calendar window of the appeal type.
	people: name of a look-up to the identifiers (PINFL or passport) it found: `candidates`, `commission_members`,
	`convicted`, `incapable`, and those a register answered for at all: `criminal_record_known`, `capacity_known`. An
	empty set says that nobody was found, a missing one that nobody looked.
	stages: code of a stage of the calendar to its days. counts: `proxies_registered` of the candidate,
	`party_candidates_in_constituency` of the answered constituency, `party_nominees` of the contest or Kengash besides those of the
	answers and `party_women` among them, `voters_total` of the country with those abroad and
	`voters_in_country` without; `constituencies_elsewhere` of the body's territory that the answers do not define anew,
	with their `voters_elsewhere`.
	contest: the election type that the answers are about; "" where they do not say yet, None where nobody looked.
	day_counting: how the election counts "N days before". `rules.needs` says which of them the rules of a form ask for.
	"""

	today: date
	election_day: date
	statutes: Mapping[str, int] = field(default_factory=dict)
	window: Window | None = None
	time_of_day: time = time.min
	people: Mapping[str, frozenset[str]] = field(default_factory=dict)
	stages: Mapping[str, Window] = field(default_factory=dict)
	counts: Mapping[str, int] = field(default_factory=dict)
	day_counting: DayCounting = DayCounting.CALENDAR
	contest: str | None = None
	first_days: Mapping[str, str] = field(default_factory=dict)

	def is_about(self, contest: str) -> bool:
		"""Whether a rule of that contest holds for the answers; one of "" always does. Raises RuleMisused when nobody looked."""
		if contest and self.contest is None:
			raise RuleMisused("contest")
		return contest in ("", self.contest)

	def statute(self, key: str) -> int:
		"""The number of a Statute; raises RuleMisused when it was not brought."""
		return _brought(self.statutes, key, "statute")

	def found(self, lookup: str) -> frozenset[str]:
		"""Identifiers a look-up found; raises RuleMisused when it was not made."""
		return _brought(self.people, lookup, "look-up")

	def stage(self, code: str) -> Window:
		"""Days of a stage of the calendar; raises RuleMisused when they were not brought."""
		return _brought(self.stages, code, "stage")

	def count(self, key: str) -> int:
		"""A number counted by the service; raises RuleMisused when it was not brought."""
		return _brought(self.counts, key, "count")


def _brought(facts: Mapping[str, T], key: str, what: str) -> T:
	if key not in facts:
		raise RuleMisused(f"{what} {key}")
	return facts[key]


IDENTIFIERS = ("pinfl", "passport")
"""Columns that registers know a person by, the first one first."""


def rows(answers: Mapping[str, Any], group: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
	"""Path and columns of each row of a group; of the one block where the group is a Person or "" (the top level)."""
	if not group:
		yield "", answers
		return
	value = answers.get(group)
	if isinstance(value, Mapping):
		yield group, value
	for number, row in enumerate(value if isinstance(value, list) else []):
		if isinstance(row, Mapping):
			yield f"{group}[{number}]", row


def at(path: str, column: str) -> str:
	"""Path of a column of a row."""
	return f"{path}.{column}" if path else column


def identifiers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Column and value of what registers know a person by."""
	for column in IDENTIFIERS:
		if value := text(row, column):
			yield column, value


def place(path: str, row: Mapping[str, Any]) -> str:
	"""Where a finding about the person as a whole is shown: at the identifier, or the name where there is none."""
	return at(path, next((column for column, _ in identifiers(row)), "full_name"))


def text(row: Mapping[str, Any], column: str) -> str:
	"""A text that is answered, or ""."""
	value = row.get(column)
	return value if isinstance(value, str) else ""


def number(row: Mapping[str, Any], column: str) -> int | None:
	"""A whole number that is answered."""
	value = row.get(column)
	return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(row: Mapping[str, Any], column: str) -> date | None:
	"""A day that is answered."""
	try:
		return date.fromisoformat(text(row, column))
	except ValueError:
		return None


def born_on(row: Mapping[str, Any]) -> date | None:
	"""Date of birth of a person: the later one where the PINFL and the column differ."""
	pinfl = read_pinfl(row)
	known = [found for found in (pinfl and pinfl.birth_date, day(row, "birth_date")) if found]
	return max(known, default=None)


def gender(row: Mapping[str, Any]) -> str:
	"""Gender of a person by the PINFL, else by the column; "" when neither says."""
	pinfl = read_pinfl(row)
	said = pinfl.gender.value if pinfl else text(row, "gender")
	return said if said in (Gender.MALE, Gender.FEMALE) else ""


def read_pinfl(row: Mapping[str, Any]) -> Pinfl | None:
	"""The PINFL of a person; None where it is missing or has another structure."""
	try:
		return Pinfl.parse(text(row, "pinfl"))
	except IdentityInvalid:
		return None


@dataclass(frozen=True, slots=True)
class Declared:
	"""A rule: its function and the facts that it always needs. over: the kind of result that it holds over too."""

	function: RuleFunction
	needs: frozenset[str]
	over: str = ""

	@property
	def parameters(self) -> dict[str, inspect.Parameter]:
		"""Its parameters by name, in the order of the function."""
		declared = inspect.signature(self.function).parameters.values()
		return {item.name: item for item in declared if item.kind is inspect.Parameter.KEYWORD_ONLY}


_RULES: dict[str, Declared] = {}


def rule(name: str, *needs: str, over: str = "") -> Callable[[RuleFunction], RuleFunction]:
	"""Register a function as the rule of that name; raises ValueError when the name is taken.

	needs: the look-ups and counts of `Facts` it reads, or `window`. over: a kind of `outcomes`, for a rule that holds for what is
	left after rows were refused too; it reads answers and Statutes alone.
	"""

	def register(function: RuleFunction) -> RuleFunction:
		if name in _RULES:
			raise ValueError(f"rule {name} is declared twice")
		_RULES[name] = Declared(function, frozenset(needs), over)
		return function

	return register


def names() -> tuple[str, ...]:
	"""Names of all rules, sorted."""
	return tuple(sorted(_RULES))


def declared(name: str) -> Declared:
	"""A rule by its name; raises RuleMisused for an unknown one."""
	if name not in _RULES:
		raise RuleMisused(f"rule {name}")
	return _RULES[name]


def holds_over(name: str, kind: str) -> bool:
	"""Whether the rule of that name holds over results of a kind too; raises RuleMisused for an unknown one."""
	return declared(name).over == kind


def needs(uses: Iterable[RuleUse]) -> frozenset[str]:
	"""What `Facts` must bring for these rules: look-ups and counts by their names (`candidates`, `voters_total`),
	`window`, `contest`, `stage:CODE` for each stage and `statute:KEY` for each Statute. Raises RuleMisused for an unknown rule.
	"""
	found: set[str] = set()
	for use in uses:
		found |= declared(use.rule).needs
		for key, value in use.parameters.items():
			kind = key.rpartition("_")[2]
			if kind in (STATUTE, STAGE):
				found.add(f"{kind}:{value}")
		if use.parameters.get(CONTEST):
			found.add(CONTEST)
	return frozenset(found)


def problems(use: RuleUse, path: str = "") -> list[Finding]:
	"""What is wrong with the use of a rule in a definition: an unknown rule, a parameter missing, unknown or of a wrong type."""
	if use.rule not in _RULES:
		return [Finding("definition_rule", path, params={"rule": use.rule})]
	wrong = wrong_parameters(use, _RULES[use.rule].parameters)
	return [
		Finding(
			"definition_rule_parameter", f"{path}.parameters", params={"rule": use.rule, "parameter": key}
		)
		for key in wrong
	]


@dataclass(frozen=True, slots=True)
class Prepared:
	"""The rules of a form, looked up and checked once. needs: as `needs` says; checks: in their order."""

	needs: frozenset[str]
	checks: tuple[Check, ...]

	def needed(self, kind: str) -> list[str]:
		"""The keys of the statutes or the codes of the stages that the rules need. kind: STATUTE or STAGE."""
		return sorted(need.partition(":")[2] for need in self.needs if need.startswith(f"{kind}:"))


def prepared(uses: Iterable[RuleUse]) -> Prepared:
	"""Rules that are run more than once; raises RuleMisused for one that cannot be run."""
	checks = []
	for use in (uses := tuple(uses)):
		if wrong := problems(use):
			raise RuleMisused(f"{use.rule}: {wrong[0].code}")
		function = partial(_RULES[use.rule].function, article=use.article, **use.parameters)
		numbers = (value for key, value in use.parameters.items() if key.rpartition("_")[2] == STATUTE)
		edition = max(first_day(use.article), use.valid_from)
		checks.append(Check(function, edition, tuple(numbers), use.valid_from, use.valid_to))
	return Prepared(needs(uses), tuple(checks))


def run(rules: Iterable[RuleUse] | Prepared, answers: Answers, facts: Facts) -> list[Finding]:
	"""Findings of all rules in their order, each said once, with the edition applied; raises RuleMisused for a rule that cannot be run.

	The edition begins on the latest of the first days: of the article, of the rule, and of the numbers that the rule uses. A rule that is
	not in force today is left out.
	"""
	ready, today = rules if isinstance(rules, Prepared) else prepared(rules), facts.today.isoformat()
	found: dict[tuple[str, str, tuple[tuple[str, Any], ...]], Finding] = {}
	for check in ready.checks:
		if check.valid_from > today or (check.valid_to and check.valid_to < today):
			continue
		for finding in check.function(answers, facts):
			edition = max((check.edition, *filter(None, map(facts.first_days.get, check.statutes))))
			key = finding.code, finding.path, tuple(finding.params.items())
			found.setdefault(key, replace(finding, edition=edition) if edition else finding)
	return list(found.values())
