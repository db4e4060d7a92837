"""Kinds of elections as shipped: each type fits its calendar, each number is a Statute row, and what the law forbids is told."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from esaylov.core.elections import election_kinds as law
from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.elections.election_kinds import ElectionKind, Plan

APP = Path(law.__file__).parents[2]
FIXTURES = APP / "fixtures"
DATA = APP / "elections"


def rows(path: Path) -> list[dict[str, str]]:
	with path.open(encoding="utf-8", newline="") as lines:
		return list(csv.DictReader(lines))


KINDS = law.read(json.loads((DATA / "kinds.json").read_text()), rows(DATA / "kind_stages.csv"))
TYPES = {path.stem: json.loads(path.read_text()) for path in (FIXTURES / "appeal_types").glob("*.json")}
NUMBERS = {row["key"]: int(row["value"]) for row in rows(FIXTURES / "statutes" / "statute.csv")}
MARKS = ("[law", "[old", "[new", "[ours]", "[Const.", "[booklet]", "[derived]", "[unverified]")
each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def fitting(kind: ElectionKind, contests: frozenset[str]) -> list[dict]:
	"""The shipped types of an election of a kind with these contests."""
	found = []
	for code, shipped in TYPES.items():
		types = {row["election_type"] for row in shipped.get("election_types", [])}
		if kind.has_type(code) and (not types or types & contests):
			found.append(shipped)
	return found


def plan(kind: ElectionKind, day: date = date(2029, 10, 28), **more) -> Plan:
	contests = more.pop("contests", tuple(sorted(kind.contests)))
	return Plan(contests, day, **more)


def codes(kind: str, **more) -> list[str]:
	return [finding.code for finding in law.check_plan(KINDS[kind], plan(KINDS[kind], **more), NUMBERS)]


@each
def test_each_type_that_fits_finds_the_stages_of_its_window_whatever_contest_is_held(kind):
	for contest in kind.contests:
		contests = kind.contests if kind.has_all_contests else frozenset([contest])
		held = {stage.key for stage in kind.stages(contests)}
		for shipped in fitting(kind, contests):
			named = {shipped.get("window_from_stage"), shipped.get("window_to_stage")} - {None, ""}
			assert named <= held, (shipped["code"], sorted(named - held))


@each
def test_a_kind_lacks_only_types_that_there_are_and_that_it_would_have(kind):
	for code in kind.without:
		types = {row["election_type"] for row in TYPES[code].get("election_types", [])}
		assert not types or types & kind.contests, code


@each
def test_each_number_is_a_statute_and_each_line_has_its_source(kind):
	limits = [kind.least, kind.most, *(limit for ends in kind.by_contest.values() for limit in ends.values())]
	keys = {limit.statute for limit in limits if limit} | set(kind.statutes) | set(kind.statutes.values())
	assert keys <= set(NUMBERS)
	assert kind.source_mark
	for stage in kind.calendar:
		assert any(mark in stage.source_mark for mark in MARKS), stage.key
		assert all(stage.titles.values()), stage.key


@each
def test_each_calendar_has_dates_in_order_and_no_stage_twice(kind):
	day = law.regular_day(2029)
	for counting in DayCounting:
		calendar = law.windows(kind, plan(kind, day), counting)
		keys = [stage.key for stage, _ in calendar]
		assert len(set(keys)) == len(keys)
		for stage, window in calendar:
			assert window.starts_on or window.ends_on, stage.key
			if window.starts_on and window.ends_on:
				assert window.starts_on <= window.ends_on, stage.key
			assert not law.check_stage(stage, window, plan(kind, day), counting)


def test_a_by_election_shows_nothing_of_party_lists_and_a_referendum_nothing_of_candidates():
	by_election = KINDS["By-election"]
	assert "list_mandates_distributed" not in {stage.key for stage in by_election.calendar}
	held = {stage.key for stage in KINDS["Parliamentary and Local"].stages(frozenset(["DC"]))}
	assert not held & {"list_mandates_distributed", "lc_deputies_registered", "okrug_commissions_formed"}
	referendum = KINDS["Referendum"]
	effects = {shipped["effect"] for shipped in fitting(referendum, referendum.contests)}
	assert not effects & {"register_candidate", "register_list", "register_proxy", "admit_party"}


def test_the_regular_election_of_2024_gets_the_days_that_the_cec_set():
	day = date(2024, 10, 27)
	made = {
		stage.key: (window.starts_on, window.ends_on)
		for stage, window in law.windows(
			KINDS["Parliamentary and Local"],
			plan(KINDS["Parliamentary and Local"], day),
			DayCounting.FULL_DAYS,
		)
	}
	for row in rows(FIXTURES / "elections" / "election_stage.csv"):
		key = row["key"]
		if key in (
			"candidates_published",
			"registration_ends",
			"campaign_period",
			"early_voting",
			"nomination_period",
		):
			assert str(made[key][1]) == row["ends_on"], key
	assert made["campaign_announced"][0] == date(2024, 7, 26)


@pytest.mark.parametrize(
	("kind", "more", "expected"),
	[
		("Parliamentary and Local", {}, []),
		("Parliamentary and Local", {"day": date(2029, 10, 21)}, ["not_the_regular_day"]),
		("Parliamentary", {"contests": ("LC_SMD",)}, ["kind_needs_contest"]),
		("By-election", {"contests": ("LC_PL",), "called_on": date(2029, 9, 1)}, ["kind_without_contest"]),
		("By-election", {"contests": ("DC",)}, ["required"]),
		("By-election", {"contests": ("DC",), "called_on": date(2029, 9, 28)}, []),
		("By-election", {"contests": ("DC",), "called_on": date(2029, 9, 29)}, ["election_too_soon"]),
		("Repeat Voting", {"contests": ("DC",), "earlier_day": date(2029, 10, 14)}, []),
		("Repeat Voting", {"contests": ("DC",), "earlier_day": date(2029, 10, 13)}, ["election_too_late"]),
		("Repeat Voting", {"contests": ("PRES",), "earlier_day": date(2029, 10, 14)}, ["election_too_soon"]),
		("Repeat Voting", {"contests": ("PRES",), "earlier_day": date(2029, 9, 27)}, ["election_too_late"]),
		("Repeat Voting", {"contests": ("DC",)}, ["required"]),
		("Repeat Election", {"contests": ("PRES",), "earlier_day": date(2029, 9, 18)}, []),
		("Early Presidential", {"called_on": date(2029, 7, 27)}, ["election_too_late"]),
		("Referendum", {"called_on": date(2029, 9, 28)}, []),
		("Referendum", {"called_on": date(2029, 7, 27)}, ["election_too_late"]),
	],
)
def test_a_day_and_contests_that_the_kind_has_not_are_told(kind, more, expected):
	assert codes(kind, **more) == expected


@pytest.mark.parametrize(
	("day", "count", "expected"),
	[
		(date(2024, 5, 29), 1, date(2024, 6, 29)),
		(date(2024, 1, 31), 1, date(2024, 2, 29)),
		(date(2024, 12, 15), 1, date(2025, 1, 15)),
		(date(2024, 6, 30), 6, date(2024, 12, 30)),
	],
)
def test_months_are_counted_to_the_same_day_or_the_last_one(day, count, expected):
	assert law.later(day, count) == expected


def test_the_pilot_of_2024_was_lawful():
	assert codes("By-election", contests=("DC",), day=date(2024, 6, 30), called_on=date(2024, 5, 29)) == []


@pytest.mark.parametrize(
	("first", "last", "expected"),
	[
		(date(2029, 8, 23), date(2029, 9, 12), []),
		(date(2029, 8, 22), date(2029, 9, 12), ["stage_too_early"]),
		(date(2029, 8, 23), date(2029, 9, 13), ["stage_too_late"]),
	],
)
def test_a_stage_of_the_law_stays_inside_it(first, last, expected):
	kind = KINDS["Local Kengashes"]
	stage = next(stage for stage in kind.calendar if stage.key == "nomination_period")
	found = law.check_stage(stage, Window(first, last), plan(kind), DayCounting.FULL_DAYS)
	assert [finding.code for finding in found] == expected
	assert all(finding.article == "64, 70, 91" for finding in found)


def test_a_line_of_a_template_may_be_moved():
	kind = KINDS["By-election"]
	stage = next(stage for stage in kind.calendar if stage.key == "nomination_period")
	assert not law.check_stage(
		stage, Window(date(2029, 9, 1), date(2029, 10, 20)), plan(kind), DayCounting.FULL_DAYS
	)
