"""Certificates of decisions: formed and numbered in the deciding transaction, drawn by jobs after its commit."""

from collections.abc import Sequence

import frappe

from esaylov.registers.certificates.issue import forming, jobs
from esaylov.registers.effects import effects


def number_for(decisions: Sequence[str]) -> dict[str, list[str]]:
	"""Number the certificates of everything that signed decisions registered and order their PDFs; their names by decision.

	Part of the deciding transaction; the jobs start after its commit. Repeatable: an entry has one certificate. The numbers follow the
	order of the decisions and of their rows.
	"""
	entries = effects.written_by(decisions)
	made = forming.form_all([(entry, decision) for decision in decisions for entry in entries[decision]])
	jobs.order([name for names in made.values() for name in names])
	return {decision: made.get(decision, []) for decision in decisions}


def issue_anew(annulment: str, entries: Sequence[tuple[str, str]]) -> list[str]:
	"""New certificates, with numbers of their own, for entries that an annulment brought back to force; their names.

	What was revoked stays revoked: a paper that was told to be void does not become good again. Part of the annulling
	transaction; otherwise as `number_for`.
	"""
	made = []
	for decision in sorted({_decision_of(*entry) for entry in entries}):
		own = [(entry, annulment) for entry in entries if _decision_of(*entry) == decision]
		made += forming.form_all(own).get(annulment, [])
	jobs.order(made)
	return made


def _decision_of(register: str, name: str) -> str:
	return str(frappe.db.get_value(register, name, "decision"))
