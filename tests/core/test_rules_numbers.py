"""Rules about signatures, voters, dates and the number of rows."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import rules
from esaylov.core.elections.calendar import Window
from esaylov.core.findings import Severity
from esaylov.core.rules import Facts, RuleMisused, RuleUse
from esaylov.core.rules.dates import months_before

STATUTES = {
	"minimum": 1000,
	"percent": 8,
	"deviation": 10,
	"least": 20,
	"most": 3000,
	"months": 4,
	"days": 5,
	"rows": 2,
}
STAGES = {
	"start": Window(date(2024, 7, 26), date(2024, 7, 26)),
	"campaign": Window(date(2024, 9, 22), date(2024, 10, 25)),
	"open": Window(),
}
NOTHING_ELSEWHERE = {"voters_elsewhere": 0, "constituencies_elsewhere": 0}
FACTS = Facts(
	date(2024, 9, 1),
	date(2024, 10, 27),
	STATUTES,
	stages=STAGES,
	counts={"voters_total": 20001, **NOTHING_ELSEWHERE},
)


def run(name, answers, facts=FACTS, **parameters):
	found = rules.run([RuleUse(name, parameters)], answers, facts)
	return [(finding.path, finding.code) for finding in found]


@pytest.mark.parametrize(
	("total", "codes"), [(999, ["signatures_too_few"]), (1000, []), (None, []), ("1", []), (True, [])]
)
def test_least_number_of_signatures(total, codes):
	found = run("signatures_minimum", {"n": total}, total="n", statute="minimum")
	assert found == [("n", code) for code in codes]


@pytest.mark.parametrize(("total", "codes"), [(1600, ["signatures_too_few"]), (1601, [])])
def test_signatures_as_a_share_of_the_voters_are_rounded_up(total, codes):
	found = run("signatures_of_voters", {"n": total}, total="n", statute="percent")
	assert found == [("n", code) for code in codes]


def by_region(*numbers, total=None):
	rows = [{"region": f"R{place}", "signatures": number} for place, number in enumerate(numbers)]
	return {"n": sum(numbers) if total is None else total, "by": rows}


@pytest.mark.parametrize(
	("answers", "found"),
	[
		(by_region(*[80] * 12, 40), []),
		(by_region(*[80] * 12, 41), []),
		(by_region(*[80] * 11, 81, 39), [("by[11].signatures", "signatures_region_share")]),
		(by_region(*[80] * 12, 40, total=1001), [("n", "signatures_sum")]),
		({"n": None, "by": []}, []),
		({"n": 10}, [("n", "signatures_sum")]),
		({"n": 0, "by": [{"region": "R", "signatures": None}]}, []),
	],
)
def test_signatures_by_region(answers, found):
	assert run("signatures_region_share", answers, group="by", total="n", statute="percent") == found


def test_a_region_split_over_two_rows_is_one_region():
	answers = by_region(*[80] * 12, 40)
	answers["by"][12]["region"] = "R0"
	found = run("signatures_region_share", answers, group="by", total="n", statute="percent")
	assert found == [("by[12].signatures", "signatures_region_share")]


@pytest.mark.parametrize(
	("voters", "wrong"),
	[
		([], []),
		([5000], []),
		([900, 1000, 1100], []),
		([899, 1000, 1101], [0, 2]),
		([1000, None, "x", 1000], []),
		([0, 0], []),
	],
)
def test_voters_near_the_mean(voters, wrong):
	answers = {"c": [{"voters_count": number} for number in voters]}
	found = run("voters_deviation", answers, group="c", statute="deviation")
	assert found == [(f"c[{row}].voters_count", "voters_deviation") for row in wrong]


def test_the_mean_is_that_of_the_territory_and_a_warning():
	facts = Facts(
		date.min,
		date.max,
		{"deviation": 10},
		counts={"voters_elsewhere": 3000, "constituencies_elsewhere": 3},
	)
	use = RuleUse("voters_deviation", {"group": "c", "statute": "deviation"})
	(found,) = rules.run([use], {"c": [{"voters_count": 1200}]}, facts)
	assert (found.severity, found.params["average"]) == (Severity.WARNING, 1050)


def test_a_constituency_of_the_chamber_is_measured_by_the_mean_of_the_country_of_2024():
	facts = Facts(date.min, date.max, {"tenth": 10, "seats": 75}, counts={"voters_in_country": 19_944_859})
	parameters = {"group": "c", "statute": "tenth", "seats_statute": "seats"}
	use = RuleUse("voters_deviation_country", parameters)
	rows = [{"voters_count": number} for number in (239_338, 239_339, 292_524, 292_525)]
	found = rules.run([use], {"c": rows}, facts)
	assert [finding.path for finding in found] == ["c[0].voters_count", "c[3].voters_count"]
	limits = {"percent": 10, "average": 265_931, "least": 239_339, "most": 292_524}
	assert dict(found[0].params) == {**limits, "number": 239_338}
	assert {finding.severity for finding in found} == {Severity.WARNING}


@given(st.lists(st.integers(0, 10**6), max_size=8), st.integers(0, 100))
def test_the_limits_that_are_told_are_those_that_are_held(voters, percent):
	answers = {"c": [{"voters_count": number} for number in voters]}
	facts = Facts(date.min, date.max, {"deviation": percent}, counts=NOTHING_ELSEWHERE)
	use = RuleUse("voters_deviation", {"group": "c", "statute": "deviation"})
	found = {finding.path: finding.params for finding in rules.run([use], answers, facts)}
	for limits in list(found.values())[:1]:
		for row, number in enumerate(voters):
			inside = limits["least"] <= number <= limits["most"]
			assert inside == (f"c[{row}].voters_count" not in found)


@pytest.mark.parametrize(
	("voters", "codes"),
	[(19, ["voters_too_few"]), (20, []), (3000, []), (3001, ["voters_too_many"]), (None, [])],
)
def test_voters_between(voters, codes):
	parameters = {"group": "s", "minimum_statute": "least", "maximum_statute": "most"}
	found = run("voters_between", {"s": [{"voters_count": voters}]}, **parameters)
	assert found == [("s[0].voters_count", code) for code in codes]


@pytest.mark.parametrize(("count", "found"), [(2, []), (3, [("c", "group_too_large")])])
def test_most_rows_by_statute(count, found):
	assert run("group_size_statute", {"c": [{}] * count}, group="c", statute="rows") == found


@pytest.mark.parametrize(
	("values", "wrong"),
	[(["a", "b"], []), (["a", "A"], [1]), ([1, 1, 1], [1, 2]), ([None, None, {}, {}], []), ([1, "1"], [1])],
)
def test_each_value_once(values, wrong):
	answers = {"c": [{"no": value} for value in values]}
	found = run("unique_values", answers, group="c", field="no")
	assert found == [(f"c[{row}].no", "value_repeated") for row in wrong]


@pytest.mark.parametrize(
	("day", "codes"),
	[("2024-03-26", []), ("2024-03-27", ["registered_too_late"]), (None, []), ("x", [])],
)
def test_registered_so_many_months_before(day, codes):
	found = run("registered_before", {"d": day}, field="d", stage="start", statute="months")
	assert found == [("d", code) for code in codes]


@pytest.mark.parametrize(
	("end", "months", "day"),
	[
		(date(2024, 7, 31), 5, date(2024, 2, 29)),
		(date(2024, 1, 15), 1, date(2023, 12, 15)),
		(date(2024, 12, 31), 12, date(2023, 12, 31)),
		(date(2024, 7, 26), 0, date(2024, 7, 26)),
	],
)
def test_months_before(end, months, day):
	assert months_before(end, months) == day


@pytest.mark.parametrize(
	("stage", "day", "codes"),
	[
		("campaign", "2024-09-21", ["date_before_stage"]),
		("campaign", "2024-09-22", []),
		("campaign", "2024-10-25", []),
		("campaign", "2024-10-26", ["date_after_stage"]),
		("campaign", None, []),
		("open", "2024-01-01", []),
	],
)
def test_a_date_in_a_stage(stage, day, codes):
	assert run("date_in_stage", {"d": day}, field="d", stage=stage) == [("d", code) for code in codes]


@pytest.mark.parametrize(
	("day", "codes"), [("2024-08-27", []), ("2024-08-26", ["filed_too_late"]), ("2024-09-10", []), (None, [])]
)
def test_filed_within_days(day, codes):
	assert run("filed_within", {"d": day}, field="d", statute="days") == [("d", code) for code in codes]


@pytest.mark.parametrize(("day", "codes"), [("2024-09-01", []), ("2024-08-31", ["date_in_past"]), (None, [])])
def test_date_before_today_is_refused(day, codes):
	assert run("not_before", {"d": day}, field="d") == [("d", code) for code in codes]


@pytest.mark.parametrize(
	("day", "hour", "paths"),
	[
		("2024-09-01", "12:01", []),
		("2024-09-01", "12:00", ["t"]),
		("2024-09-01", "00:01", ["t"]),
		("2024-09-01", "later", []),
		("2024-09-02", "00:01", []),
		("2024-08-31", "23:00", ["d"]),
	],
)
def test_hour_of_today_that_is_over_is_refused(day, hour, paths):
	facts = replace(FACTS, time_of_day=time(12))
	found = run("not_before", {"d": day, "t": hour}, facts, field="d", hour="t")
	assert found == [(path, "date_in_past") for path in paths]


@pytest.mark.parametrize(
	("day", "codes"), [("2024-09-01", []), ("2024-09-02", ["date_in_future"]), (None, [])]
)
def test_a_date_that_has_come(day, codes):
	assert run("not_after", {"d": day}, field="d") == [("d", code) for code in codes]


@pytest.mark.parametrize(
	("rule", "parameters"),
	[
		("date_in_stage", {"field": "d", "stage": "missing"}),
		("registered_before", {"field": "d", "stage": "open", "statute": "months"}),
		("signatures_minimum", {"total": "n", "statute": "missing"}),
		("signatures_of_voters", {"total": "n", "statute": "percent"}),
	],
)
def test_a_fact_that_was_not_brought_is_an_error(rule, parameters):
	with pytest.raises(RuleMisused):
		run(rule, {}, Facts(date.min, date.max, STATUTES, stages=STAGES), **parameters)


def test_what_the_rules_of_a_form_need():
	uses = [
		RuleUse("not_convicted"),
		RuleUse("list_size", {"group": "g", "minimum_statute": "a", "maximum_statute": "b"}),
		RuleUse("date_in_stage", {"field": "d", "stage": "campaign"}),
		RuleUse("inside_window"),
	]
	assert rules.needs(uses) == {
		"convicted",
		"criminal_record_known",
		"statute:a",
		"statute:b",
		"stage:campaign",
		"window",
	}
	assert rules.needs([]) == frozenset()
	with pytest.raises(RuleMisused, match="no_such_rule"):
		rules.needs([RuleUse("no_such_rule")])


def test_a_parameter_of_few_values_takes_no_other():
	use = RuleUse("minimum_age", {"statute": "a", "on": "yesterday"})
	[problem] = rules.problems(use)
	assert problem.params == {"rule": "minimum_age", "parameter": "on"}


@pytest.mark.parametrize(
	("day", "code", "last"),
	[("2024-08-27", "court_decides", "2024-09-01"), ("2024-08-26", "court_time_over", "2024-08-31")],
)
def test_a_decision_of_a_commission_is_contested_in_court_until_a_day(day, code, last):
	use = RuleUse("court_decides", {"field": "d", "statute": "days", "review_statute": "rows"})
	(found,) = rules.run([use], {"d": day}, FACTS)
	assert (found.code, found.severity) == (code, Severity.WARNING)
	assert dict(found.params) == {"last_day": last, "review": 2}
	assert rules.run([use], {}, FACTS) == []
