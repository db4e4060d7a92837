"""The life of an appeal of a route as arrows: who takes each step, on what it rests, what is told, and whether it is open to change.

Values in, values out: the rows are those of the Workflow. Own design, but where an article is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from esaylov.core.appeal_types.routes import Transition, holds, may_hold, reachable

COMMISSION = (
	"Commission Chair",
	"Commission Deputy Chair",
	"Commission Secretary",
	"Commission Member",
	"Commission Staff",
)
"""Roles of those who review and decide; the others file."""
VOTE_ARTICLE = "26"
"""Quorum and majority of a commission [old: art. 26]."""
NEEDS = (
	('"Document Signature"', "signature"),
	('"annuls"', "annulment"),
	('"Asked"', "remarks"),
	('"Filed"', "corrected"),
	('"Lapsed"', "lapsed"),
	('"Expert Conclusion"', "conclusion"),
	('not frappe.db.get_value("Agenda Item"', "off_agenda"),
	('"Agenda Item"', "agenda"),
	('"Decision"', "decision"),
)
"""What a condition of the Workflow names -> what the step rests on; the first that is named counts."""
ON_DECISION = frozenset({"decision", "annulment"})
OF_RESULT = ("registered", "registered_second", "registered_applicant", "proxies_invited", "campaign_dates")
EVENTS: Mapping[str, tuple[str, ...]] = {
	"Registered": ("received",),
	"Under Review": ("in_review",),
	"Returned": ("returned", "sheets_defective"),
	"On Agenda": ("on_agenda",),
	"Acknowledged": ("granted", *OF_RESULT, "certificate_ready", "ended"),
	"Granted": ("granted", *OF_RESULT, "certificate_ready", "ended"),
	"Partly Granted": (*OF_RESULT, "row_refused", "certificate_ready"),
	"Refused": ("refused", "row_refused"),
	"Withdrawn": ("withdrawn",),
}
"""State that is come to -> events of which the type may have a message."""
QUIET: Mapping[str, tuple[str, ...]] = {
	**{"corrected": ("received",), "annulment": ("certificate_revoked",)},
	**dict.fromkeys(("lapsed", "conclusion", "off_agenda"), ()),
}
"""Steps back to review that are no beginning of it, by what they rest on -> their events."""
FIXED: Mapping[str, str] = {"Partly Granted": "S61", "annulment": "S60"}
"""State, or what a step rests on -> the template that every type has (`decisions.apply_decision`, `decisions.annulling`)."""
RUNNING = ("Registered", "Under Review", "Expert Review", "On Agenda")
"""States in which the limit of review runs; in Returned that of the correction does."""
DECIDED = ("Granted", "Partly Granted", "Refused", "Acknowledged")
"""States of which a decision may be contested in court."""


@dataclass(frozen=True, slots=True)
class Row:
	"""A row of the Workflow: one step and one role that may take it."""

	state: str
	action: str
	next_state: str
	allowed: str
	condition: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
	"""A step of a route. needs: what it rests on (`NEEDS`; "other" for a condition of the site's own, "" for nothing).

	lock: "" where the administrator says who takes it; else "applicant" or "decision", with the article where one is known.
	events, fixed: messages that the type may have, and templates that every type has.
	"""

	state: str
	action: str
	next_state: str
	roles: tuple[str, ...]
	needs: str
	lock: str
	article: str
	events: tuple[str, ...]
	fixed: tuple[str, ...]


def arrows(rows: Iterable[Row], route: str, start: str = "Draft") -> list[Arrow]:
	"""The steps that an appeal of the route can take, each once with all its roles, in the order of the rows."""
	known = list(rows)
	states = reachable([Transition(row.state, row.next_state, row.condition) for row in known], route, start)
	found: dict[tuple[str, str, str], tuple[str, list[str]]] = {}
	for row in known:
		if row.state in states and may_hold(row.condition, route):
			step = (row.state, row.action, row.next_state)
			found.setdefault(step, (row.condition, []))[1].append(row.allowed)
	return [_arrow(step, rests_on(condition, route), roles) for step, (condition, roles) in found.items()]


def _arrow(step: tuple[str, str, str], needs: str, roles: list[str]) -> Arrow:
	state, action, next_state = step
	lock = lock_of(roles, needs)
	return Arrow(
		state=state,
		action=action,
		next_state=next_state,
		roles=tuple(dict.fromkeys(roles)),
		needs=needs,
		lock=lock,
		article=VOTE_ARTICLE if lock == "decision" and state == "On Agenda" else "",
		events=_events(next_state, needs),
		fixed=tuple(FIXED[key] for key in (next_state, needs) if key in FIXED),
	)


def _events(next_state: str, needs: str) -> tuple[str, ...]:
	if next_state == "Under Review" and needs in QUIET:
		return QUIET[needs]
	return EVENTS.get(next_state, ())


def lock_of(roles: Iterable[str], needs: str) -> str:
	"""Why an administrator does not say who takes a step: it is the applicant's, or follows from a signed decision; "" where they do."""
	if not set(roles) & set(COMMISSION):
		return "applicant"
	return "decision" if needs in ON_DECISION else ""


def rests_on(condition: str, route: str) -> str:
	"""What a condition asks besides the route; "" for nothing."""
	if holds(condition, route):
		return ""
	return next((need for mark, need in NEEDS if mark in condition), "other")


def is_fixed(article: str, source: str) -> bool:
	"""Whether the law fixes a number: it names an article, and was not chosen by us where the law names none ("[ours]")."""
	return bool(article.strip()) and not source.strip().startswith("[ours]")
