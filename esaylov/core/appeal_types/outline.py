"""The road of an appeal type: applicant, recipient, time limit, window, and the states that its route can come to."""

from collections.abc import Iterator, Mapping, Sequence

from esaylov.core.appeal_types.context import World
from esaylov.core.appeal_types.views import Definition, Placed, text
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms.definition import Kind
from esaylov.core.procedure.lifecycle import DECIDED

ISSUER = "ISSUER"
NARROW = frozenset({"REG", "DC", "OKR", "PEC"})
REACHED: Mapping[str, frozenset[str]] = {
	"political_party": NARROW,
	"national_media": NARROW,
	"foreign_ministry": NARROW,
	"party_regional_branch": NARROW - {"REG"},
	"regional_kengash": NARROW - {"REG"},
	"regional_hokimiyat": NARROW - {"REG"},
	"party_district_branch": frozenset({"PEC"}),
	"district_kengash": frozenset({"PEC"}),
	"district_hokimiyat": frozenset({"PEC"}),
}
"""Levels that the territory of a body of this kind does not single out: there are several commissions of them below it."""


def check(definition: Definition, placed: Sequence[Placed], world: World) -> Iterator[Finding]:
	"""Findings of the road."""
	yield from _applicants(definition)
	yield from _recipient(definition, placed, world)
	yield from _limit(definition, world)
	yield from _window(definition, world)
	yield from _states(definition, world)


def _applicants(definition: Definition) -> Iterator[Finding]:
	kinds = _kinds(definition)
	if not kinds:
		yield Finding("type_nobody", "applicant_kinds")
	if text(definition, "recipient_field"):
		return
	level = text(definition, "recipient_level")
	lost = [kind for kind in kinds if level in REACHED.get(kind, ())]
	severity = Severity.ERROR if len(lost) == len(kinds) else Severity.WARNING
	for kind in lost:
		yield Finding(
			"type_recipient_unreached", "recipient_field", severity, params={"kind": kind, "level": level}
		)


def _kinds(definition: Definition) -> list[str]:
	kinds = definition.get("applicant_kinds")
	return [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list | tuple) else []


def _recipient(definition: Definition, placed: Sequence[Placed], world: World) -> Iterator[Finding]:
	name, path = text(definition, "recipient_field"), "recipient_field"
	if not name:
		if text(definition, "recipient_level") == ISSUER:
			yield Finding("type_recipient_issuer", path)
		return
	field = next((item for item in placed if item.name == name and not item.group), None)
	if field is None:
		yield Finding("type_recipient_unknown", path, params={"field": name})
	elif field.kind != Kind.LINK or _doctype(field) not in world.recipients:
		yield Finding("type_recipient_kind", path, params={"field": name})
	elif not field.item.get("required") or field.item.get("shown_if"):
		yield Finding("type_recipient_optional", path, Severity.WARNING, params={"field": name})


def _doctype(field: Placed) -> str:
	link = field.item.get("link")
	return text(link, "doctype") if isinstance(link, Mapping) else ""


def _limit(definition: Definition, world: World) -> Iterator[Finding]:
	key = text(definition, "review_statute")
	if not key:
		yield Finding("type_limit_open", "review_statute")
	elif key not in world.statutes:
		yield Finding("type_statute", "review_statute", params={"key": key})
	elif world.limits and key not in world.limits:
		yield Finding("type_statute_unit", "review_statute", params={"key": key})
	if not text(definition, "legal_basis"):
		yield Finding("type_legal_basis", "legal_basis", Severity.WARNING)


def _window(definition: Definition, world: World) -> Iterator[Finding]:
	for path in ("window_from_stage", "window_to_stage"):
		key = text(definition, path)
		if key and key not in world.stages:
			yield Finding("type_stage", path, params={"key": key})
	rules = [rule.get("rule") for rule in definition.get("rules") or [] if isinstance(rule, Mapping)]
	has_window = any(text(definition, path) for path in ("window_from_stage", "window_to_stage"))
	if has_window and "inside_window" not in rules:
		yield Finding("type_window_unruled", "rules", Severity.WARNING)


def _states(definition: Definition, world: World) -> Iterator[Finding]:
	route = text(definition, "route")
	states = world.states(route)
	if not states:
		return
	if DECIDED.isdisjoint(states):
		yield Finding("type_route_endless", "route", params={"route": route})
	for state in sorted(NEEDED.get(route, frozenset()) - states):
		yield Finding("type_route_state", "route", params={"route": route, "state": state})


NEEDED: Mapping[str, frozenset[str]] = {
	"commission_vote": frozenset({"Under Review", "On Agenda", "Granted", "Refused"}),
	"chair_decision": frozenset({"Under Review", "Granted", "Refused"}),
	"acknowledgement": frozenset({"Acknowledged"}),
	"expert_then_vote": frozenset({"Expert Review", "On Agenda", "Granted", "Refused"}),
}
"""States that a route promises (design.md, Lifecycle); the Workflow's rows are data and may have lost them."""
