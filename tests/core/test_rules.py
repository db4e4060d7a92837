"""Rules of the law: values in, findings out; a missing fact is an error and never a pass."""

from dataclasses import replace
from datetime import date, time

import pytest

from esaylov.core import rules
from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.findings import Finding
from esaylov.core.rules import Facts, RuleMisused, RuleUse
from esaylov.core.rules.usage import uses_in_force

ELECTION_DAY = date(2024, 10, 27)
P1, P2, P3 = "10101800000009", "21503900000000", "12902640000002"


def facts(**changes):
	known = {
		"today": date(2024, 10, 10),
		"election_day": ELECTION_DAY,
		"statutes": {"observer_notice_days": 10},
		"window": Window(date(2024, 9, 1), date(2024, 10, 17), time(18)),
		"people": {"candidates": frozenset(), "commission_members": frozenset()},
		**changes,
	}
	return Facts(**known)


def run(name, answers, known, article="", **parameters):
	found = rules.run([RuleUse(name, parameters, article)], answers, known)
	return [(finding.code, finding.path) for finding in found]


@pytest.mark.parametrize(
	("received_on", "codes"),
	[
		(date(2024, 10, 17), []),
		(date(2024, 10, 18), ["observer_notice_late"]),
		(date(2024, 10, 27), ["observer_notice_late"]),
	],
)
def test_notice_is_in_time_until_the_tenth_day_before_the_election(received_on, codes):
	notice = RuleUse("observer_notice", {"statute": "observer_notice_days"}, "33")
	found = rules.run([notice], {}, facts(today=received_on))
	assert [finding.code for finding in found] == codes
	for finding in found:
		params = {"last_day": "2024-10-17", "days": 10, "day": received_on.isoformat()}
		assert (finding.article, dict(finding.params)) == ("33", params)


def test_a_finding_has_the_edition_of_its_article_or_of_its_number_where_that_began_later():
	notice = RuleUse("observer_notice", {"statute": "observer_notice_days"}, "33")
	late = facts(today=date(2024, 10, 27))
	later = replace(late, first_days={"observer_notice_days": "2024-09-01", "another": "2024-10-01"})
	found = [rules.run([notice], {}, known)[0] for known in (late, later)]
	assert [finding.edition for finding in found] == ["2023-12-18", "2024-09-01"]
	without = rules.run([replace(notice, article="")], {}, late)[0]
	assert (without.edition, "edition" in without.as_dict()) == ("", False)
	assert Finding.from_dict(found[1].as_dict()).edition == "2024-09-01"


@pytest.mark.parametrize(
	("valid_from", "valid_to", "editions"),
	[
		("2024-10-27", "", ["2024-10-27"]),
		("2024-10-28", "", []),
		("", "2024-10-27", ["2023-12-18"]),
		("", "2024-10-26", []),
		("2024-01-01", "2024-12-31", ["2024-01-01"]),
	],
)
def test_a_rule_is_applied_from_its_first_to_its_last_day(valid_from, valid_to, editions):
	notice = RuleUse("observer_notice", {"statute": "observer_notice_days"}, "33", valid_from, valid_to)
	found = rules.run([notice], {}, facts(today=date(2024, 10, 27)))
	assert [finding.edition for finding in found] == editions
	use = {"rule": notice.rule, "valid_from": valid_from, "valid_to": valid_to}
	assert list(uses_in_force([use], "2024-10-27")) == [use][: len(editions)]


@pytest.mark.parametrize(
	("received_on", "codes"), [(date(2024, 10, 16), []), (date(2024, 10, 17), ["observer_notice_late"])]
)
def test_in_full_days_the_notice_is_in_time_a_day_less(received_on, codes):
	known = facts(today=received_on, day_counting=DayCounting.FULL_DAYS)
	assert [code for code, _ in run("observer_notice", {}, known, statute="observer_notice_days")] == codes


def test_the_days_of_notice_come_from_the_statute():
	late = facts(today=date(2024, 10, 20), statutes={"observer_notice_days": 7})
	assert run("observer_notice", {}, late, statute="observer_notice_days") == []
	with pytest.raises(RuleMisused, match="observer_notice_days"):
		run("observer_notice", {}, facts(statutes={}), statute="observer_notice_days")


@pytest.mark.parametrize(
	("today", "at", "found"),
	[
		(date(2024, 8, 31), time(12), [("window_not_open", "")]),
		(date(2024, 9, 1), time.min, []),
		(date(2024, 10, 17), time(17, 59), []),
		(date(2024, 10, 17), time(18), [("window_closed", "")]),
		(date(2024, 10, 18), time.min, [("window_closed", "")]),
	],
)
def test_inside_window(today, at, found):
	assert run("inside_window", {}, facts(today=today, time_of_day=at)) == found


def test_an_open_window_holds_and_a_missing_one_is_an_error():
	assert run("inside_window", {}, facts(window=Window())) == []
	with pytest.raises(RuleMisused, match="window"):
		run("inside_window", {}, facts(window=None))


ALI = {"full_name": "Valiyev Ali", "birth_date": "1990-01-02"}


@pytest.mark.parametrize(
	("persons", "found"),
	[
		([], []),
		([{"pinfl": P1}, {"pinfl": P2}], []),
		([{"pinfl": P1}, {"pinfl": P2}, {"pinfl": P1}], [("person_repeated", "persons[2].pinfl")]),
		(
			[{"passport": "AA1234567"}, {"passport": "AA1234567"}],
			[("person_repeated", "persons[1].passport")],
		),
		(
			[{"pinfl": P1, "passport": "AA1234567"}, {"passport": "AA1234567"}],
			[("person_repeated", "persons[1].passport")],
		),
		(
			[{"pinfl": P1}] * 3,
			[("person_repeated", "persons[1].pinfl"), ("person_repeated", "persons[2].pinfl")],
		),
		([{"pinfl": ""}, {"pinfl": ""}, {}, {}, "x", {"pinfl": 5}, {"pinfl": 5}], []),
		(
			[
				{"passport": "AA1234567", **ALI},
				{"passport": "AA1234568", **ALI, "full_name": "ВАЛИЕВ  Али"},
				{"pinfl": P1, **ALI},
				{"pinfl": P2, **ALI},
				{"passport": "AA1234569", **ALI, "birth_date": "1990-01-03"},
			],
			[("person_repeated", f"persons[{place}].full_name") for place in (1, 2, 3)],
		),
		("x", []),
		(None, []),
	],
)
def test_each_person_once(persons, found):
	assert run("unique_persons", {"persons": persons}, facts(), group="persons") == found


def test_a_repeated_person_names_the_first_row_counted_from_one():
	answers = {"persons": [{"pinfl": P2}, {"pinfl": P1}, {"pinfl": P1}]}
	[finding] = rules.run([RuleUse("unique_persons", {"group": "persons"})], answers, facts())
	assert finding.params == {"row": 2}


@pytest.mark.parametrize(
	("candidates", "members", "found"),
	[
		(set(), set(), []),
		({P1}, set(), [("person_is_candidate", "persons[0].pinfl")]),
		(set(), {"AA1234567"}, [("person_is_commission_member", "persons[2].passport")]),
		(set(), {"AB7654321"}, []),  # the PINFL beside it says who it is
		(
			{P3},
			{P3},
			[
				("person_is_candidate", "persons[1].pinfl"),
				("person_is_commission_member", "persons[1].pinfl"),
			],
		),
	],
)
def test_an_observer_is_neither_candidate_nor_member(candidates, members, found):
	persons = [{"pinfl": P1}, {"pinfl": P3, "passport": "AB7654321"}, {"passport": "AA1234567"}]
	people = {"candidates": frozenset(candidates), "commission_members": frozenset(members)}
	assert (
		run("not_candidate_or_member", {"persons": persons}, facts(people=people), group="persons") == found
	)


@pytest.mark.parametrize("missing", ["candidates", "commission_members"])
def test_a_look_up_that_was_not_made_is_an_error(missing):
	people = {"candidates": frozenset(), "commission_members": frozenset()}
	del people[missing]
	with pytest.raises(RuleMisused, match=missing):
		run("not_candidate_or_member", {}, facts(people=people), group="persons")


@pytest.mark.parametrize(
	"use", [RuleUse("no_such_rule"), RuleUse("unique_persons"), RuleUse("inside_window", {"x": 1})]
)
def test_a_misused_rule_is_an_error(use):
	with pytest.raises(RuleMisused):
		rules.run([use], {}, facts())


def test_a_rule_name_is_taken_once():
	with pytest.raises(ValueError, match="inside_window"):
		rules.rule("inside_window")(lambda answers, facts, article: [])


def test_the_article_of_the_use_stands_in_the_finding():
	late = facts(today=date(2024, 10, 20))
	[finding] = rules.run([RuleUse("observer_notice", {"statute": "observer_notice_days"}, "33")], {}, late)
	assert finding.article == "33"
