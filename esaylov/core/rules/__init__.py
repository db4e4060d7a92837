"""Rules of the law that a form names: functions of answers and facts that give findings.

A rule is used as data, `{"rule": "observer_notice", "parameters": {"statute": "observer_notice_days"}, "article": "33"}`.
Numbers of the law reach it through `Facts.statutes`, look-ups through `Facts.people`; a fact that was not brought is an
error of the caller (RuleMisused) and never a silent pass.
"""

from esaylov.core.rules import observers, people, windows
from esaylov.core.rules.facts import Facts, RuleMisused
from esaylov.core.rules.registry import RuleUse, names, problems, rule, run

__all__ = [
	"Facts",
	"RuleMisused",
	"RuleUse",
	"names",
	"observers",
	"people",
	"problems",
	"rule",
	"run",
	"windows",
]
