"""What is decided in many appeals at once, for a table that a person reads: a statement for each table, however many appeals."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import doubts
from esaylov.decisions.drafting import decision_subject, doubted
from esaylov.framework.persistence.documents import read_all
from esaylov.registers.entries import latest_filing


def subjects_of_many(names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
	"""Appeals to the rows that are decided in each, as last filed; see `doubted.shown`.

	The caller has asked who reads them. Statements: one for each table.
	"""
	appeals = {appeal.name: appeal for appeal in read_all("Appeal", names)}
	for correction in _last_corrections([name for name, appeal in appeals.items() if appeal.correction]):
		appeal = appeals[correction.appeal]
		latest_filing.laid_over(appeal, correction, latest_filing.OF_A_FILING)
	said = doubts.answers(list(appeals.values()))
	return {
		name: doubted.shown(decision_subject.subjects_of(appeal), said[name])
		for name, appeal in appeals.items()
	}


def _last_corrections(appeals: Sequence[str]) -> list[Document]:
	"""The last filed round of each of the appeals; none of those that were never corrected."""
	if not appeals:
		return []
	rows = frappe.get_all(
		latest_filing.CORRECTION,
		{"appeal": ["in", list(appeals)], "status": latest_filing.FILED},
		["name", "appeal"],
		order_by="appeal asc, round asc",
		limit=0,
	)
	last = [[*rounds][-1].name for _, rounds in groupby(rows, key=lambda row: row.appeal)]
	return read_all(latest_filing.CORRECTION, last)
