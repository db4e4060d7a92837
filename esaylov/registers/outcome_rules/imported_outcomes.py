"""What the rules over mandates say of entries that are imported on an act made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import frappe

from esaylov.core.findings import Finding, Severity
from esaylov.core.rules.result_rules import outcomes
from esaylov.core.rules.result_rules.mandates import MEMBER, PRESS, Mandate
from esaylov.core.rules.result_rules.outcome_values import Person
from esaylov.elections import kinds
from esaylov.framework import clock
from esaylov.registers.entries import held_mandates
from esaylov.registers.entries.entries import REGISTERED
from esaylov.registers.outcome_rules.outcome_checks import refusal_of_finding

KIND_OF = {register: kind for kind, (register, _) in held_mandates.REGISTERS.items()}
"""Register to the kind of mandate that its entries are."""


def findings_of_imported(
	election: str, entries: Sequence[tuple[str, str, Mapping[str, Any]]]
) -> list[tuple[int, Finding]]:
	"""What the rules over mandates say of entries that stand on an act: the place of the entry and its finding.

	entries: register, Person or the number by which nobody is known yet, and values. Memberships of today are compared while
	the election is not over.
	"""
	given = [
		(place, person, _imported_mandate(KIND_OF[register], register, values))
		for place, (register, person, values) in enumerate(entries)
		if register in KIND_OF and values.get("status", REGISTERED) == REGISTERED
	]
	held = held_mandates.read_held({person for _, person, _ in given})
	is_over = frappe.utils.getdate(kinds.held(election).election_day) < clock.today()
	found = []
	for place, person, mandate in given:
		others = held.of_person((election,), person)
		counted = tuple(other for other in others if not (is_over and other.kind == MEMBER))
		findings = outcomes.check_outcome([Person("", mandate, counted)])
		found += [(place, finding) for finding in findings]
		if not any(finding.severity is Severity.ERROR for finding in findings):
			held.add(election, person, mandate)
	return found


def _imported_mandate(kind: str, register: str, values: Mapping[str, Any]) -> Mandate:
	body = "" if kind == PRESS else values.get("party")
	title = held_mandates.REGISTERS[kind][1]
	return Mandate(kind, str(body or values.get(title) or ""), str(values.get("territory") or ""))


def refuse_imported(election: str, entries: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
	"""The same before they are written. Raises LawBroken with the first error, at `entries[n]`."""
	for place, finding in findings_of_imported(election, entries):
		if finding.severity is Severity.ERROR:
			raise refusal_of_finding(replace(finding, path=f"entries[{place}]"))
