"""The public door of the registers: facts that only the effect of a signed decision writes."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document

from esaylov.errors import LawBroken
from esaylov.registers import observers
from esaylov.registers.grants import Grant, definition_of, of_decision
from esaylov.registers.keys import EFFECT_KEYS
from esaylov.registers.observers import WRITER

__all__ = [
	"EFFECT_KEYS",
	"WRITER",
	"Grant",
	"apply_effect",
	"check_entry",
	"definition_of",
	"entries_of",
	"refuse_removal",
]

EFFECTS: dict[str, Callable[[Grant], str]] = {
	"accredit_observer": observers.accredit,
}
"""Effect of an appeal type -> what writes one granted row; gives the name of the entry."""

REGISTERS = {"accredit_observer": "Observer"}


def apply_effect(decision: str) -> list[str]:
	"""Write the register entries that a signed decision grants; give their names in the order of its rows.

	Repeatable, also under a race: one entry for each decision and person. Raises LawBroken when the decision is not
	signed or the appeal type names an effect nobody wrote yet; the caller's transaction then writes nothing.
	"""
	frappe.db.get_value(
		"Decision", decision, "name", for_update=True
	)  # effects of one decision queue up here
	grants = of_decision(decision)
	if not grants:
		return []
	effect = grants[0].definition["effect"]
	if effect not in EFFECTS:
		raise LawBroken({"effect": effect})
	written = {}
	for grant in sorted(
		grants, key=_order
	):  # two decisions that name the same people never wait for each other
		written[grant.path] = EFFECTS[effect](grant)
	return [written[grant.path] for grant in grants]


def entries_of(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision wrote."""
	found = []
	for register in sorted(set(REGISTERS.values())):
		names = frappe.get_all(register, {"decision": decision}, pluck="name", order_by="creation")
		found += [(register, name) for name in names]
	return found


def check_entry(entry: Document) -> None:
	"""Called from validate of every register. Raises LawBroken."""
	WRITER.check(entry)
	if entry.is_new() and entry.doctype == "Observer":
		observers.check_granted(entry)


def refuse_removal(entry: Document) -> None:
	"""A register entry is ended by a decision, never removed."""
	raise LawBroken({"doctype": entry.doctype, "to": "removed"})


def _order(grant: Grant) -> tuple[str, str]:
	return str(grant.row.get("pinfl") or ""), grant.path
