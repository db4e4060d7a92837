"""The mandates that an annulment brings back, beside what their persons hold by now: nobody becomes two things that exclude each other."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from esaylov.core.findings import Finding, Severity
from esaylov.core.rules.result_rules import outcomes
from esaylov.core.rules.result_rules.mandates import MEMBER, Mandate
from esaylov.core.rules.result_rules.outcome_values import Person
from esaylov.framework.persistence import reads
from esaylov.registers.entries import held_mandates
from esaylov.registers.outcome_rules import compositions, outcome_checks

SIGNED = "Signed"


@dataclass(frozen=True, slots=True)
class Restored:
	"""A mandate that comes back. election: "" for a membership, which depends on none. elections: those whose mandates it excludes."""

	person: str
	election: str
	elections: tuple[str, ...]
	mandate: Mandate


def refuse_incompatible(annulled: str) -> None:
	"""What a decision ended may come back; called after what it wrote has ended. Raises LawBroken as `outcome_checks.refuse`."""
	for finding in findings_of_restored(read_restored(annulled)):
		if finding.severity is Severity.ERROR:
			raise outcome_checks.refusal_of_finding(finding)


def findings_of_restored(restored: Sequence[Restored]) -> list[Finding]:
	"""Errors and warnings of the rules over mandates, each beside those of the registers and those before it."""
	if not restored:
		return []
	held, found = held_mandates.read_held({one.person for one in restored}), list[Finding]()
	for one in restored:
		beside = held.of_person(one.elections, one.person)
		found += outcomes.check_outcome([Person("", one.mandate, beside)] if beside else [])
		held.add(one.election, one.person, one.mandate)
	return found


def persons_restored(annulled: Collection[str]) -> list[str]:
	"""The Persons who get a mandate back when these decisions are annulled, in the order of their names."""
	return sorted({one.person for decision in annulled for one in read_restored(decision)})


def read_restored(annulled: str) -> list[Restored]:
	"""The mandates that a decision ended and that its annulment brings back: what registered them is in force still."""
	return [*_entries(annulled), *_members(annulled)]


def _entries(annulled: str) -> list[Restored]:
	rows = [
		(row, Mandate(kind, held_mandates.body_of(kind, row), row.territory or ""))
		for kind in held_mandates.REGISTERS
		for row in held_mandates.read_ended(kind, annulled)
	]
	named = sorted({row.decision for row, _ in rows if row.decision})
	is_signed = {"name": named, "status": SIGNED}
	signed = {row.name for row in reads.rows("Decision", is_signed, ["name"])} if named else set()
	return [
		Restored(row.person, row.election or "", (row.election or "",), mandate)
		for row, mandate in rows
		if row.decision in signed
	]


def _members(annulled: str) -> Iterator[Restored]:
	fields, ended = ["person", "commission", "position"], {"end_decision": annulled}
	for row in reads.rows(held_mandates.MEMBERSHIP, ended, fields):
		if row.position != held_mandates.STAFF:
			served = compositions.elections_of_commission(row.commission)
			yield Restored(row.person, "", tuple(served), Mandate(MEMBER, row.commission))
