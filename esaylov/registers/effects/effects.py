"""Effects of decisions: which function writes what a signed decision grants, once; and a try that is taken back."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.core.appeal_types import floors
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, rows
from esaylov.registers.effects import (
	announcement,
	candidates,
	counts,
	deputies,
	members,
	observers,
	outcomes,
	parties,
	places,
	proxies,
	replacing,
	representatives,
	reversal,
)
from esaylov.registers.entries import latest_filing, people
from esaylov.registers.entries.entries import REGISTERS
from esaylov.registers.entries.grants import Grant, decided_by, definition_of, of_signed
from esaylov.registers.outcome_rules import asked_mandates, outcome_checks, restored_mandates

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
	"announce_results": announcement.announce,
	"annul_count": counts.leave_out,
	"register_deputy": deputies.register,
	"register_table": counts.register_table,
}
"""Effects that no appeal leads to; the other matters of a decision without an appeal use those above."""


ROUTES: Mapping[str, str] = {"Commission Decision": "commission_vote", "Chair Decision": "chair_decision"}
"""Kind of a decision without an appeal -> the route on which it was taken."""


TOGETHER = frozenset(
	{
		"accredit_media",
		"accredit_observer",
		"record_only",
		"register_authorized_representative",
		"register_candidate",
		"uphold_complaint",
	}
)
"""Effects that only add entries, and neither read nor count what another decision writes: of several decisions they may be written
together, and every message about them may be written afterwards."""


def is_alone(appeal: Document | frappe._dict) -> bool:
	"""Whether what follows from a decision about an appeal may depend on the decision before it: it takes effect by itself."""
	return definition_of(appeal)["effect"] not in TOGETHER


def apply_effects(decisions: Sequence[Document], appeals: Mapping[str, Document]) -> None:
	"""Write into the registers what signed decisions grant, once, however often and by how many it is asked.

	decisions: locked by the caller. Their mark `is_effective` is the memory, read with that lock, so whoever waited sees what was
	written meanwhile. appeals: those of the decisions, by name. Raises LawBroken when a decision is not signed, its type names an
	effect that does not exist, or the facts do not hold any more; the caller's transaction then writes nothing.
	"""
	due = [decision for decision in decisions if not decision.is_effective]
	for _, granted in groupby(of_signed(due, appeals), _group):
		_write(list(granted))
	if not due:
		return
	# a technical mark, past the controller, because what was signed does not change
	rows.update_all("Decision", {decision.name: {"is_effective": 1} for decision in due})
	for decision in due:
		decision.is_effective = 1


def lock_people(decisions: Sequence[Document], appeals: Mapping[str, Document]) -> None:
	"""Lock all known Persons whom decisions name, drafts too, before anything is written: the order of locks stands in `api/README.md`.

	appeals: those of the decisions, by name. An annulment gives mandates back. Raises QueryDeadlockError where a person got a mandate
	meanwhile, see `people.lock_for_mandates`.
	"""
	annulled = [decision.annuls for decision in decisions if decision.annuls]
	people.lock_known_for_mandates(restored_mandates.persons_restored(annulled))
	granting = [decision for decision in decisions if not decision.annuls]
	named = [grant for grant in decided_by(granting, appeals) if grant.row.get("full_name")]
	is_mandate_given = any(grant.definition["effect"] in asked_mandates.MANDATES for grant in named)
	lock = people.lock_for_mandates if is_mandate_given else people.lock
	lock([grant.row for grant in named])


def lock_named(appeal: Document) -> None:
	"""Lock all known Persons whom an appeal names: where its step leaves an event, and so locks a chain, before its decision does."""
	answers = frappe.parse_json(latest_filing.last(appeal).answers) or {}
	people.lock([answer for _, answer in people.blocks(answers)])


def _group(grant: Grant) -> tuple[str, str]:
	effect = str(grant.definition["effect"])
	return effect, "" if effect in TOGETHER else grant.decision.name


def refusal_of(decision: Document) -> LawBroken | None:
	"""Why the registers refuse what a draft decides: its effect is tried and taken back. None where they would take it.

	What a rolled back row told the screens is told still; call it where nothing or a refusal follows.
	"""
	frappe.db.savepoint(TRIED)
	try:
		if decision.annuls:
			reversal.undo(decision.annuls, decision, "")
		else:
			_write(decided_by([decision]))
	except LawBroken as refusal:
		return refusal
	finally:
		frappe.db.rollback(save_point=TRIED)
	return None


def entries_of(decision: str) -> list[tuple[str, str]]:
	"""(DocType, name) of the entries that a decision wrote."""
	return _named_in([decision], "decision", WITH_DECISION)[decision]


def written_by(decisions: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
	"""By decision, the entries that decisions of this transaction wrote; only registers whose history names them are read."""
	return _named_in(decisions, "decision", _touched(decisions))


def ended_by(decisions: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
	"""By decision, (DocType, name) of the entries that it ended; otherwise as `written_by`."""
	return _named_in(decisions, "end_decision", _touched(decisions))


def _touched(decisions: Sequence[str]) -> list[str]:
	"""The registers that decisions wrote to, by the history of their entries."""
	found = {row.register for row in reads.run(_registers(len(decisions)), list(decisions))}
	return [register for register in WITH_DECISION if register in found]


@reads.statement
def _registers(count: int) -> QueryBuilder:
	event = frappe.qb.DocType("Register Event")
	return (
		frappe.qb.from_(event).select(event.register).where(event.decision.isin(reads.many(count))).distinct()
	)


def _write(granted: Sequence[Grant]) -> None:
	if not granted:
		return
	effect = granted[0].definition["effect"]
	if effect not in EFFECTS and effect not in OWN_EFFECTS:
		raise LawBroken({"effect": effect})
	_refuse_below_minimum(granted)
	outcome_checks.refuse(granted)
	(EFFECTS | OWN_EFFECTS)[effect](granted)


def _refuse_below_minimum(granted: Sequence[Grant]) -> None:
	"""A decision writes only what its type or its subject may lead to by the legal minimum. Raises LawBroken
	(`type_below_minimum`, `subject_below_minimum`).

	Nobody publishes or saves another; a change in the database writes nothing into a register by it.
	"""
	for grant in {grant.decision.name: grant for grant in granted}.values():
		if not grant.decision.appeal:
			kind = grant.decision.subject_kind
			if found := list(floors.check_subject(kind, ROUTES.get(grant.decision.kind, ""))):
				raise LawBroken({"subject_kind": kind}, code="subject_below_minimum", findings=found)
		elif found := list(floors.check(grant.definition)):
			raise LawBroken(
				{"appeal_type": grant.appeal.appeal_type}, code="type_below_minimum", findings=found
			)


def _named_in(
	decisions: Sequence[str], field: str, registers: Sequence[str]
) -> dict[str, list[tuple[str, str]]]:
	found: dict[str, list[tuple[str, str]]] = {decision: [] for decision in decisions}
	for register in registers:
		rows = reads.rows(register, {field: list(decisions)}, ["name", field], "creation,name")
		for row in rows:
			found[row[field]].append((register, row.name))
	return found
