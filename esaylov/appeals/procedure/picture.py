"""The life of an appeal of a type as one picture: states, the steps between them, limits, reminders and messages; who may change what.

All is read from what stands already: the Workflow, Statute, the type, SMS Template, the Shipped Records, the open Configuration Changes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import frappe

from esaylov.appeals.procedure import numbers
from esaylov.appeals.review import deadlines
from esaylov.appeals.types.definitions import TYPE
from esaylov.core.appeal_types import procedure as outline
from esaylov.core.texts import article_words
from esaylov.framework import shipped_records as shipped
from esaylov.framework.errors import NotFound
from esaylov.messages.texts import naming, values
from esaylov.permissions.configuration.waiting import changes

WORKFLOW, TEMPLATE, CHANGE = "Workflow", "SMS Template", "Configuration Change"
ADMINISTRATOR = "Election Administrator"
STEP = ("state", "action", "next_state")
TITLES = ("title_uz", "title_ru", "title_en")
ALARMS = (
	("reminder", "reminder_days", deadlines.REMINDER.template),
	("overdue", "", deadlines.OVERDUE.template),
	("escalation", "escalation_days", deadlines.ESCALATION.template),
)
"""What happens when a limit comes near or passes, the number that says when, and the message."""
WHILE = ("register_mismatch", "register_unreachable")
"""Events that come with no step: while the appeal is open."""


def of(appeal_type: str, language: str) -> dict[str, Any]:
	"""The picture of a type, of the first without one; `type` is None where there is none. Raises NotFound.

	`types`: all, by route. `arrows`: as `core.appeal_types.procedure.Arrow`, with `choices` (roles that may be ticked, [] for a locked step)
	and `shipped_roles` (None where they are as shipped), and `messages`: `event`, `template` ("" where none is sent here), and `shipped`, the
	template that we ship for the event ("" for none; None where it is as shipped, and in a type of the site). `numbers`: by key. `alarms`,
	`while`, `messages` (by template). `may_change`, `waits`.
	"""
	types = _types(language)
	found: dict[str, Any] = {"types": types, "type": None, "may_change": may_change()}
	if appeal_type and appeal_type not in {row["name"] for row in types}:
		raise NotFound({"doctype": TYPE})
	if not types:
		return found
	return {**found, **_picture(frappe.get_doc(TYPE, appeal_type or types[0]["name"]), language)}


def may_change() -> bool:
	"""Whether who asks may propose changes here."""
	return ADMINISTRATOR in frappe.get_roles()


def _types(language: str) -> list[dict[str, str]]:
	rows = frappe.get_all(TYPE, fields=["name", "route", "status", *TITLES], order_by="route asc, code asc")
	return [
		{"name": row.name, "title": numbers.title(row, language), "route": row.route, "status": row.status}
		for row in rows
	]


def _picture(kind: Any, language: str) -> dict[str, Any]:
	shows_proposals = bool(frappe.has_permission(CHANGE, "read"))
	name, rows = workflow()
	known = outline.arrows(rows, kind.route)
	ours = shipped_roles(name)
	told = _Messages(kind)
	arrows = [
		{
			**_arrow(arrow, ours.get(step_of(asdict(arrow))), told),
			"article": article_words(arrow.article, language),
		}
		for arrow in known
	]
	alarms = [{"kind": key, "number": number, "message": code} for key, number, code in ALARMS]
	beside = told.of(WHILE)
	those = [*beside, *(one for row in arrows for one in row["messages"])]
	codes = {code for one in those for code in (one["template"], one["shipped"]) if code}
	codes |= {row["message"] for row in alarms}
	waiting = changes.waiting_of(WORKFLOW, [name]) if shows_proposals and name else {}
	return {
		"type": {
			"name": kind.name,
			"title": numbers.title(kind.as_dict(), language),
			"route": kind.route,
			"status": kind.status,
			"limit_from": kind.review_limit_source or "",
			"review": kind.review_statute or "",
		},
		"arrows": arrows,
		"running": outline.RUNNING,
		"decided": outline.DECIDED,
		"numbers": numbers.described(
			{*numbers.COMMON, *filter(None, [kind.review_statute])}, language, shows_proposals
		),
		"alarms": alarms,
		"while": beside,
		"messages": _templates(codes, language),
		"waits": numbers.proposal(waiting.get(name)),
	}


def workflow() -> tuple[str, list[outline.Row]]:
	"""The active Workflow of appeals and its rows; "" and none without one."""
	found = frappe.get_all(
		WORKFLOW, {"document_type": "Appeal", "is_active": 1}, pluck="name", order_by="name asc"
	)
	if not found:
		return "", []
	rows = frappe.get_all(
		"Workflow Transition",
		{"parenttype": WORKFLOW, "parent": found[0]},
		[*STEP, "allowed", "condition"],
		order_by="idx asc",
	)
	return found[0], [outline.Row(**{**row, "condition": row.condition or ""}) for row in rows]


def steps_of(route: str) -> list[dict[str, Any]]:
	"""The steps of a route by the active Workflow: `state`, `action`, `next_state`, `roles`, `needs`, `lock` (see `Arrow`)."""
	named = (*STEP, "roles", "needs", "lock")
	_name, rows = workflow()
	return [{field: asdict(arrow)[field] for field in named} for arrow in outline.arrows(rows, route)]


def step_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
	"""State, action and next state of a row or an arrow."""
	return (str(row["state"]), str(row["action"]), str(row["next_state"]))


def roles_by_step(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str, str], list[str]]:
	"""The roles of each step of rows of a Workflow."""
	found: dict[tuple[str, str, str], list[str]] = {}
	for row in rows:
		found.setdefault(step_of(row), []).append(str(row["allowed"]))
	return found


def choices(arrow: outline.Arrow, ours: Sequence[str] | None) -> list[str]:
	"""The roles that an administrator may tick for a step: those that we ship and those in force; what takes the step asks for no others."""
	if arrow.lock:
		return []
	known = {*arrow.roles, *(ours or ())}
	return [role for role in outline.COMMISSION if role in known]


def shipped_roles(name: str) -> dict[tuple[str, str, str], list[str]]:
	"""The roles of each step as we ship the Workflow."""
	found = shipped.contents(WORKFLOW, [name]).get(name, {}) if name else {}
	return roles_by_step(found.get("transitions", []))


def _arrow(arrow: outline.Arrow, ours: list[str] | None, told: "_Messages") -> dict[str, Any]:
	is_ours = ours is None or set(ours) == set(arrow.roles)
	return {
		**asdict(arrow),
		"choices": choices(arrow, ours),
		"shipped_roles": None if is_ours else ours,
		"messages": [*told.of(arrow.events), *(_message("", template, None) for template in arrow.fixed)],
	}


class _Messages:
	"""Which template answers each event of a type, here and as we ship the type."""

	def __init__(self, kind: Any) -> None:
		self._here = _by_event(row.as_dict() for row in kind.messages)
		ours = shipped.contents(TYPE, [kind.name]).get(kind.name)
		self._ours = None if ours is None else _by_event(ours.get("messages", []))

	def of(self, events: Sequence[str]) -> list[dict[str, str | None]]:
		"""The messages of those of some events that have one, here or as we ship the type."""
		found = [_message(event, self._here.get(event, ""), self._shipped(event)) for event in events]
		return [one for one in found if one["template"] or one["shipped"]]

	def _shipped(self, event: str) -> str | None:
		if self._ours is None or self._ours.get(event, "") == self._here.get(event, ""):
			return None
		return self._ours.get(event, "")


def _message(event: str, template: str, ours: str | None) -> dict[str, str | None]:
	return {"event": event, "template": template, "shipped": ours}


def _by_event(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
	"""Event to the template that is named for it; of two the first."""
	return {
		str(row["event"]): str(row["sms_template"]) for row in reversed(list(rows)) if row["sms_template"]
	}


def _templates(codes: Collection[str], language: str) -> dict[str, dict[str, Any]]:
	texts = [f"text_{lang}" for lang in ("uz", "ru", "en")]
	rows = frappe.get_all(
		TEMPLATE, {"name": ["in", sorted(codes)]}, ["name", "enabled", *texts], order_by="name asc"
	)
	ours = shipped.contents(TEMPLATE, [row.name for row in rows])
	return {
		row.name: {
			"text": naming.named_text(row[f"text_{values.wording_of(language)}"] or "", language),
			"enabled": bool(row.enabled),
			"is_changed": any(
				row.name in ours and ours[row.name].get(field, "") != (row[field] or "") for field in texts
			),
		}
		for row in rows
	}
