"""Kinds of elections: which contests one has, on which days it may be held, its calendar, and which appeal types it lacks.

What a kind is stands in data (`elections/kinds.json`, `elections/kind_stages.csv`), each line with its article and mark;
numbers of the law are Statute rows, named by key. Nothing here knows a kind by name.
"""

import calendar as months
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from esaylov.core.elections.calendar import DayCounting, Window, stage_dates
from esaylov.core.findings import Finding, Severity

SUNDAY, OCTOBER, LAST_TEN_DAYS = 6, 10, 22


class Seats(StrEnum):
	"""Which seats an election fills: all, those that are named as vacant, those of an earlier election, or no seats at all."""

	ALL = "All"
	VACANT = "Vacant"
	EARLIER = "Earlier"
	NONE = "None"


@dataclass(frozen=True, slots=True)
class Limit:
	"""A distance of the election day. statute: key of the number; unit: days or months; since: Call or Earlier Election."""

	statute: str
	unit: str
	since: str


@dataclass(frozen=True, slots=True)
class KindStage:
	"""A line of a kind's calendar. contests: empty means all. is_binding: its dates may not leave what the rule says."""

	key: str
	rule: str
	article: str
	contests: frozenset[str]
	is_binding: bool
	titles: Mapping[str, str] = field(hash=False)
	source_mark: str = ""


@dataclass(frozen=True, slots=True)
class ElectionKind:
	"""A kind. without: code of an appeal type that it lacks, to the reason. statutes: key of a limit to the key that stands in its place.

	seatless: contests that have no constituencies though the kind fills named ones or those of an earlier election.
	"""

	name: str
	contests: frozenset[str]
	has_all_contests: bool
	seats: Seats
	is_on_regular_day: bool
	article: str
	source_mark: str
	calendar: tuple[KindStage, ...]
	without: Mapping[str, str] = field(hash=False)
	statutes: Mapping[str, str] = field(hash=False)
	seatless: frozenset[str] = frozenset()
	least: Limit | None = None
	most: Limit | None = None
	by_contest: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict, hash=False)

	def has_type(self, code: str) -> bool:
		"""Whether an appeal type belongs to elections of this kind; its contests are asked apart."""
		return code not in self.without

	def statute(self, key: str) -> str:
		"""The key of the number that holds in this kind in place of another."""
		return self.statutes.get(key, key)

	def stages(self, contests: frozenset[str]) -> list[KindStage]:
		"""The lines of its calendar that an election with these contests has."""
		return [stage for stage in self.calendar if not stage.contests or stage.contests & contests]

	def limit(self, end: str, contests: frozenset[str]) -> Limit | None:
		"""The `least` or `most` distance; one of a contest alone goes before that of the kind."""
		for contest in sorted(contests & frozenset(self.by_contest)):
			if found := self.by_contest[contest].get(end):
				return found
		return self.least if end == "least" else self.most


@dataclass(frozen=True, slots=True)
class Plan:
	"""What is known of an election to be. called_on: day of the call; earlier_day: of the election that it follows."""

	contests: tuple[str, ...]
	election_day: date
	called_on: date | None = None
	earlier_day: date | None = None


def read(kinds: Sequence[Mapping[str, Any]], stages: Sequence[Mapping[str, str]]) -> dict[str, ElectionKind]:
	"""The kinds by name, from the rows of the two data files; raises KeyError or ValueError for rows that are not so."""
	calendars: dict[str, list[KindStage]] = {}
	for row in stages:
		calendars.setdefault(row["calendar"], []).append(_stage(row))
	return {row["name"]: _kind(row, tuple(calendars[row["calendar"]])) for row in kinds}


def _stage(row: Mapping[str, str]) -> KindStage:
	return KindStage(
		row["key"],
		row["rule"],
		row["article"],
		frozenset(filter(None, row["contests"].split(";"))),
		row["binding"] == "1",
		{language: row[f"title_{language}"] for language in ("uz", "ru", "en")},
		row["source_mark"],
	)


def _kind(row: Mapping[str, Any], stages: tuple[KindStage, ...]) -> ElectionKind:
	return ElectionKind(
		name=row["name"],
		contests=frozenset(row["contests"]),
		has_all_contests=row["all_contests"],
		seats=Seats(row["seats"]),
		is_on_regular_day=row.get("regular_day", False),
		article=row["article"],
		source_mark=row["source_mark"],
		calendar=stages,
		without=row.get("without", {}),
		statutes=row.get("statutes", {}),
		seatless=frozenset(row.get("seatless", ())),
		least=_limit(row.get("least")),
		most=_limit(row.get("most")),
		by_contest={
			contest: {end: _required(limit) for end, limit in ends.items()}
			for contest, ends in row.get("by_contest", {}).items()
		},
	)


def _limit(row: Mapping[str, str] | None) -> Limit | None:
	return _required(row) if row else None


def _required(row: Mapping[str, str]) -> Limit:
	return Limit(row["statute"], row["unit"], row["from"])


def check_plan(kind: ElectionKind, plan: Plan, numbers: Mapping[str, int]) -> list[Finding]:
	"""What of a plan no election of this kind may be. numbers: Statute values by key. Raises KeyError for one that is missing."""
	return [*_contests(kind, plan), *_regular_day(kind, plan), *_distance(kind, plan, numbers)]


def _contests(kind: ElectionKind, plan: Plan) -> Iterator[Finding]:
	for contest in sorted(set(plan.contests) - kind.contests):
		yield Finding(
			"kind_without_contest",
			"election_types",
			article=kind.article,
			params={"kind": kind.name, "contest": contest},
		)
	lacking = sorted(kind.contests - set(plan.contests)) if kind.has_all_contests else []
	if lacking:
		params = {"kind": kind.name, "contest": ", ".join(lacking)}
		yield Finding("kind_needs_contest", "election_types", article=kind.article, params=params)


def _regular_day(kind: ElectionKind, plan: Plan) -> Iterator[Finding]:
	regular = regular_day(plan.election_day.year)
	if kind.is_on_regular_day and plan.election_day != regular:
		params = {"limit": regular.isoformat()}
		yield Finding("not_the_regular_day", "election_day", article="Const. 128", params=params)


def regular_day(year: int) -> date:
	"""The first Sunday of the last ten days of October [Const. 128]."""
	days = (date(year, OCTOBER, LAST_TEN_DAYS) + timedelta(days=number) for number in range(7))
	return next(day for day in days if day.weekday() == SUNDAY)


def _distance(kind: ElectionKind, plan: Plan, numbers: Mapping[str, int]) -> Iterator[Finding]:
	contests = frozenset(plan.contests)
	for end in ("least", "most"):
		limit = kind.limit(end, contests)
		if limit is None:
			continue
		since = {"Call": plan.called_on, "Earlier Election": plan.earlier_day}[limit.since]
		if since is None:
			yield Finding("required", {"Call": "called_on"}.get(limit.since, "source_election"))
			continue
		bound = _after(since, numbers[limit.statute], limit.unit)
		is_broken = plan.election_day < bound if end == "least" else plan.election_day > bound
		if is_broken:
			code = "election_too_soon" if end == "least" else "election_too_late"
			params = {"limit": bound.isoformat()}
			yield Finding(code, "election_day", article=kind.article, params=params)


def _after(day: date, count: int, unit: str) -> date:
	"""So many days or months later; in a shorter month its last day."""
	if unit == "days":
		return day + timedelta(days=count)
	year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
	return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def later(day: date, count: int) -> date:
	"""The same day so many months later."""
	return _after(day, count, "months")


def windows(kind: ElectionKind, plan: Plan, counting: DayCounting) -> list[tuple[KindStage, Window]]:
	"""The calendar of an election, by first day: each line with its dates. The call is the day of the plan where it is known."""
	anchors = {"start": _call(kind, plan, counting)}
	found = []
	for stage in kind.stages(frozenset(plan.contests)):
		window = stage_dates(stage.rule, plan.election_day, counting, anchors)
		if stage.key == CALL:
			window = Window(anchors["start"], anchors["start"])
		found.append((stage, window))
	return sorted(found, key=lambda pair: (pair[1].starts_on or pair[1].ends_on or date.max, pair[0].key))


def agreed_calendar(kinds: Iterable[ElectionKind], contests: frozenset[str]) -> dict[str, KindStage]:
	"""The lines by key of an election whose kind is not known: binding only where each kind that could hold its contests says the same."""
	found: dict[str, KindStage] = {}
	for line in (line for kind in kinds if contests <= kind.contests for line in kind.stages(contests)):
		known = found.setdefault(line.key, line)
		is_same = known.rule == line.rule and known.is_binding and line.is_binding
		found[line.key] = replace(known, is_binding=is_same)
	return found


CALL = "campaign_announced"


def _call(kind: ElectionKind, plan: Plan, counting: DayCounting) -> date:
	if plan.called_on:
		return plan.called_on
	rule = next(stage.rule for stage in kind.calendar if stage.key == CALL)
	return stage_dates(rule, plan.election_day, counting).starts_on or plan.election_day


def check_stage(
	stage: KindStage, window: Window, plan: Plan, counting: DayCounting, start: date | None = None
) -> list[Finding]:
	"""Whether the dates that somebody entered stay inside what the law says; a template's own lines may be moved freely."""
	if not stage.is_binding:
		return []
	law = stage_dates(stage.rule, plan.election_day, counting, {"start": start} if start else {})
	is_early = bool(law.starts_on and window.starts_on and window.starts_on < law.starts_on)
	is_late = bool(law.ends_on and window.ends_on and window.ends_on > law.ends_on)
	found = []
	if is_early:
		found.append(_outside("starts_on", stage, law.starts_on, window.starts_on))
	if is_late:
		found.append(_outside("ends_on", stage, law.ends_on, window.ends_on))
	return found


def _outside(path: str, stage: KindStage, limit: date | None, day: date | None) -> Finding:
	code = "stage_too_early" if path == "starts_on" else "stage_too_late"
	params = {"limit": limit.isoformat() if limit else "", "day": day.isoformat() if day else ""}
	return Finding(code, path, Severity.ERROR, stage.article, params)
