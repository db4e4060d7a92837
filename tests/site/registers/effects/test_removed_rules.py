"""Whoever removes a rule over the result is noticed, in each way past it; with the rule, the way is refused in time."""

import frappe
import pytest
from factories import register_judge
from factories.fresh import fresh
from factories.unlawful_ways import WAYS

from esaylov.core.rules.result_rules import outcomes
from esaylov.decisions.signatures import chair
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken


def find_outcome_of_way(way, monkeypatch) -> str:
	"""How a way ends: "refused" before a signature, "refused late" when it is signed, "seen" by the judge, "unnoticed"."""
	before, signing, decide = register_judge.violations(clock.today()), [], chair.decide

	def noted(*arguments):
		signing.append(arguments)
		result = decide(*arguments)
		signing.pop()
		return result

	monkeypatch.setattr(chair, "decide", noted)
	try:
		way()
	except LawBroken:
		return "refused late" if signing else "refused"
	finally:
		monkeypatch.setattr(chair, "decide", decide)
	return "seen" if register_judge.violations(clock.today()) - before else "unnoticed"


def test_each_rule_over_the_result_has_a_way_past_it():
	assert WAYS.keys() == {rule.name for rule in outcomes.outcome_rules()}


@pytest.mark.parametrize("rule", WAYS)
def test_a_removed_rule_is_noticed(rule, monkeypatch):
	frappe.db.savepoint("way")
	assert find_outcome_of_way(WAYS[rule], monkeypatch) == "refused"
	frappe.db.rollback(save_point="way")
	fresh()
	monkeypatch.delitem(outcomes._RULES, rule)
	assert find_outcome_of_way(WAYS[rule], monkeypatch) in ("refused late", "seen")
