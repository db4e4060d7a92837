"""Rules of the law that a form names: functions of answers and facts that give findings.

A rule is used as data, `{"rule": "observer_notice", "parameters": {"statute": "observer_notice_days"}, "article": "33"}`.
Numbers of the law reach it through `Facts.statutes`, look-ups through `Facts.people`, days of the calendar through
`Facts.stages`, what the service counted through `Facts.counts`; `needs` says which of them. A fact that was not brought is
an error of the caller (RuleMisused) and never a silent pass; an answer that is missing is the form's matter.
"""

from esaylov.core.rules import (
	candidates,
	commissions,
	constituencies,
	dates,
	people,
	signatures,
)
from esaylov.core.rules.description import Description, ParameterKind, describe
from esaylov.core.rules.registry import (
	CONTEST,
	STAGE,
	STATUTE,
	Facts,
	Prepared,
	RuleMisused,
	names,
	needs,
	prepared,
	problems,
	rule,
	run,
)
from esaylov.core.rules.usage import RuleUse

__all__ = [
	"CONTEST",
	"STAGE",
	"STATUTE",
	"Description",
	"Facts",
	"ParameterKind",
	"Prepared",
	"RuleMisused",
	"RuleUse",
	"candidates",
	"commissions",
	"constituencies",
	"dates",
	"describe",
	"names",
	"needs",
	"people",
	"prepared",
	"problems",
	"rule",
	"run",
	"signatures",
]
