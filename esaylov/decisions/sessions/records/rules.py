"""The Decision Rule of a commission, and what may be written into one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.procedure.voting import Assembly, Choice, Rule, can_reach_quorum, is_settled
from esaylov.core.records.payload import canonical
from esaylov.framework.errors import FormInvalid, SetupMissing, WrongState

RULE = "Decision Rule"
NUMBERS = (
	"quorum_numerator",
	"quorum_denominator",
	"quorum_is_more_than",
	"casting_vote",
	"recused_in_quorum",
)
DEFAULTS = {"quorum_of": "Members", "majority": "Absolute", "majority_of": "Present", "on_tie": "Not Adopted"}


def default_of(level: str) -> str:
	"""The rule that commissions of a level decide by. Raises SetupMissing (`rule_missing`)."""
	found = frappe.get_all(
		RULE, {"level": level, "is_default": 1, "enabled": 1}, pluck="name", order_by="name asc", limit=1
	)
	if not found:
		raise SetupMissing({"key": level}, code="rule_missing")
	return str(found[0])


def may_choose(rule: str, commission: str) -> bool:
	"""Whether a commission may choose a rule: two persons put it into force, and it is of no other level."""
	level = frappe.get_cached_value("Election Commission", commission, "level")
	return bool(frappe.db.exists(RULE, {"name": rule, "enabled": 1, "level": ["in", [level, ""]]}))


def text_of(rule: str) -> str:
	"""A rule as it stands now, to be kept with what is decided by it: a later change of the row changes no vote."""
	return canonical(_values(frappe.get_doc(RULE, rule).as_dict())).decode()


def read(text: str) -> Rule:
	"""The rule that a kept text says."""
	return Rule.of(json.loads(text))


def stored(rule: str) -> Rule:
	"""A rule as its row says it now."""
	return read(text_of(rule))


def may_meet(rule: Rule, assembly: Assembly) -> bool:
	"""Whether those present could decide if all of them voted."""
	return can_reach_quorum(rule, assembly, {})


def require_quorum(texts: Iterable[str], assembly: Assembly) -> None:
	"""Votes are taken and counted: by one of the kept rules at least there can be a quorum. Raises WrongState (`quorum_lost`)."""
	if not any(may_meet(read(text), assembly) for text in set(texts)):
		raise quorum_lost(assembly)


def settled_items(
	texts: Mapping[str, str], votes: Mapping[str, Mapping[str, Choice]], assembly: Assembly
) -> list[str]:
	"""The open items that their votes have decided: each is closed, and not postponed. Votes that are alike are counted once.

	texts: item to its kept rule. votes: item to the choices of its round.
	"""
	known: dict[tuple[str, frozenset[tuple[str, Choice]]], bool] = {}
	found = []
	for item, text in texts.items():
		given = {one: choice for one, choice in votes.get(item, {}).items() if one in assembly.members}
		same = (text, frozenset(given.items()))
		if same not in known:
			known[same] = is_settled(read(text), assembly, given)
		if known[same]:
			found.append(item)
	return found


def quorum_lost(assembly: Assembly) -> WrongState:
	"""The refusal of a vote that is frozen."""
	figures = {"present": len(assembly.present), "members": len(assembly.members)}
	return WrongState(figures, code="quorum_lost")


def check_rule(rule: Document) -> None:
	"""Called from Decision Rule.validate. Raises FormInvalid for a rule that contradicts itself or a second default."""
	findings = Rule.of(_values(rule.as_dict())).findings()
	others = {"level": rule.level, "is_default": 1, "name": ["!=", rule.name or ""]}
	if rule.is_default and not rule.level:
		findings.append(Finding("required", "level"))
	elif rule.is_default and frappe.db.exists(RULE, others):
		findings.append(Finding("rule_second_default", "is_default"))
	if findings:
		raise FormInvalid(findings)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
	plain = {field: int(row.get(field) or 0) for field in NUMBERS}
	return {**plain, **{field: str(row.get(field) or default) for field, default in DEFAULTS.items()}}
