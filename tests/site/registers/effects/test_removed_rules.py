"""The judge of the registers notices when a rule over the result is gone; with the rule, the same way is refused."""

import frappe
import pytest
from factories import register_judge
from factories.fresh import fresh
from factories.unlawful_ways import WAYS

from esaylov.core.rules.result_rules import outcomes
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken


@pytest.mark.parametrize("rule", WAYS)
def test_a_way_past_a_rule_is_refused_with_it_and_seen_by_the_judge_without_it(rule, monkeypatch):
	before = register_judge.violations(clock.today())
	frappe.db.savepoint("refused_way")
	with pytest.raises(LawBroken):
		WAYS[rule]()
	frappe.db.rollback(save_point="refused_way")
	fresh()
	monkeypatch.delitem(outcomes._RULES, rule)
	WAYS[rule]()
	assert register_judge.violations(clock.today()) - before
