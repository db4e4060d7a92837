"""Rows of an appeal that state registers speak against: nobody grants them beforehand, who decides chooses."""

from collections.abc import Sequence

import frappe

from esaylov.appeals.state_registers import service as people
from esaylov.appeals.state_registers.service import Doubt
from esaylov.decisions import decision_subject
from esaylov.decisions.rows import WHOLE, Subject


def rows(appeals: Sequence[str]) -> dict[str, list[str]]:
	"""Appeals to the paths of their rows that state registers speak against now; appeals without one are left out.

	For `sessions`, which has asked who acts.
	"""
	found = {}
	for name, doubts in people.doubts(appeals).items():
		subjects = decision_subject.subjects_of(frappe.get_doc("Appeal", name))
		found[name] = [subject.path for subject in subjects if against(subject, doubts)]
	return {name: paths for name, paths in found.items() if paths}


def against(subject: Subject, doubts: Sequence[Doubt]) -> list[Doubt]:
	"""What speaks against one row: what is held against the persons in it; against any, where an appeal is decided as a whole."""
	return [
		doubt for doubt in doubts if subject.path == WHOLE or f"{doubt.path}.".startswith(f"{subject.path}.")
	]
