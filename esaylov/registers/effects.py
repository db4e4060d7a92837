"""Effects of decisions: which function writes what a signed decision grants, once; and a try that is taken back."""

from collections.abc import Callable, Sequence

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.registers import (
	candidates,
	deputies,
	members,
	observers,
	outcomes,
	parties,
	places,
	proxies,
	replacing,
	representatives,
	results,
	reversal,
)
from esaylov.registers.entries import REGISTERS
from esaylov.registers.grants import Grant, decided_by, of_decision

TRIED = "effect_tried"


WITH_DECISION = (*REGISTERS, members.MEMBERSHIP)
"""DocTypes whose rows a decision writes and that may get a certificate."""


EFFECTS: dict[str, Callable[[Sequence[Grant]], None]] = {
	"accept_signature_sheets": parties.accept_sheets,
	"accredit_media": representatives.accredit_media,
	"accredit_observer": observers.accredit,
	"admit_party": parties.admit,
	"appoint_commission_member": members.appoint,
	"define_constituency": places.define_constituencies,
	"establish_polling_station": places.establish_stations,
	"exclude_from_list": candidates.exclude,
	"record_only": outcomes.record,
	"register_authorized_representative": representatives.register,
	"register_candidate": candidates.register,
	"register_list": candidates.register_list,
	"register_proxy": proxies.register,
	"replace_authorized_representative": replacing.replace(representatives.AUTHORIZED),
	"replace_candidate": candidates.replace,
	"replace_commission_member": members.replace,
	"replace_media_representative": replacing.replace(representatives.MEDIA),
	"replace_observer": replacing.replace(observers.OBSERVER),
	"replace_proxy": replacing.replace(proxies.PROXY),
	"revoke_mandate": replacing.revoke,
	"revoke_nomination": candidates.revoke_nomination,
	"uphold_complaint": outcomes.uphold,
	"withdraw_candidate": candidates.withdraw,
}
"""Effect of an appeal type -> what writes the granted rows of one decision."""


OWN_EFFECTS: dict[str, Callable[[Sequence[Grant]], None]] = {
	"announce_results": results.announce,
	"register_deputy": deputies.register,
}
"""Effects that no appeal leads to; the other matters of a decision without an appeal use those above."""


def apply_effect(decision: str) -> None:
	"""Write into the registers what a signed decision grants, once, however often and by how many it is asked.

	The row of the decision is the lock, and its mark `is_effective` the memory: both are read by a locking read, so
	whoever waited sees what was written meanwhile. Raises LawBroken when the decision is not signed, the type names an
	effect that does not exist, or the facts do not hold any more; the caller's transaction then writes nothing.
	"""
	if frappe.db.get_value("Decision", decision, "is_effective", for_update=True):
		return
	_write(of_decision(decision))
	# a technical mark: set_value, because what was signed does not change
	frappe.db.set_value("Decision", decision, "is_effective", 1, update_modified=False)


def refusal_of(decision: Document) -> LawBroken | None:
	"""Why the registers refuse what a draft decides: its effect is tried and taken back. None where they would take it.

	What a rolled back row told the screens is told still; call it where nothing or a refusal follows.
	"""
	frappe.db.savepoint(TRIED)
	try:
		if decision.annuls:
			reversal.undo(decision.annuls, decision, "")
		else:
			_write(decided_by(decision))
	except LawBroken as refusal:
		return refusal
	finally:
		frappe.db.rollback(save_point=TRIED)
	return None


def entries_of(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision wrote."""
	return _named_in(decision, "decision")


def ended_by(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision ended."""
	return _named_in(decision, "end_decision")


def _write(granted: Sequence[Grant]) -> None:
	if not granted:
		return
	effect = granted[0].definition["effect"]
	if effect not in EFFECTS and effect not in OWN_EFFECTS:
		raise LawBroken({"effect": effect})
	(EFFECTS | OWN_EFFECTS)[effect](granted)


def _named_in(decision: str, field: str) -> list[tuple[str, str]]:
	found = []
	for register in WITH_DECISION:
		names = frappe.get_all(register, {field: decision}, pluck="name", order_by="creation asc, name asc")
		found += [(register, name) for name in names]
	return found
