"""The public door of the registers: facts that only the effect of a signed decision writes."""

from collections.abc import Callable, Sequence

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.registers import (
	candidates,
	deputies,
	ex_officio_acts,
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
from esaylov.registers.claims import Contest, contests
from esaylov.registers.entries import OF_PEOPLE, REGISTERS, WRITER
from esaylov.registers.entries import check as check_entry
from esaylov.registers.grants import Grant, decided_by, definition_of, of_decision
from esaylov.registers.history import refuse as refuse_event
from esaylov.registers.imports import Act, import_entries, import_members, import_places
from esaylov.registers.imports import check_act as check_imported_act
from esaylov.registers.keys import EFFECT_KEYS
from esaylov.registers.parties import is_admitted
from esaylov.registers.replacing import names_successor
from esaylov.registers.reversal import Undone
from esaylov.registers.reversal import undo as undo_effect

__all__ = [
	"EFFECT_KEYS",
	"OF_PEOPLE",
	"REGISTERS",
	"WRITER",
	"Act",
	"Contest",
	"Grant",
	"Undone",
	"check_entry",
	"check_imported_act",
	"contests",
	"definition_of",
	"import_entries",
	"import_members",
	"import_places",
	"is_admitted",
	"names_successor",
	"refuse_event",
	"undo_effect",
]


TRIED = "effect_tried"
OWN_MATTERS = tuple(ex_officio_acts.DEFINITIONS)
"""Codes of the Decision Subjects that have an effect of their own."""


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


def certificate_kind_of(subject_kind: str) -> str:
	"""The kind of certificate that a decision without an appeal gives; "" where it gives none."""
	return str(ex_officio_acts.definition_of(subject_kind)["certificate_kind"])


def entries_of(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision wrote."""
	return _named_in(decision, "decision")


def ended_by(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision ended."""
	return _named_in(decision, "end_decision")


def refuse_removal(entry: Document) -> None:
	"""A register entry is ended by a decision, never removed."""
	raise LawBroken({"doctype": entry.doctype, "to": "removed"})


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
