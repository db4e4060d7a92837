"""What is decided in many appeals at once, for a table that a person reads: a statement for each table, however many appeals."""

from collections.abc import Sequence
from itertools import groupby

import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import service as people
from esaylov.decisions import decision_subject, doubted
from esaylov.framework.documents import read_all
from esaylov.registers import latest_filing


def subjects_of_many(names: Sequence[str]) -> dict[str, list[dict[str, object]]]:
	"""Appeals to the rows that are decided in each, as last filed: `path`, `title`, and `against`, what registers hold against it.

	The caller has asked who reads them. Statements: one for each table, and those of each appeal that a register speaks against.
	"""
	appeals = {appeal.name: appeal for appeal in read_all("Appeal", names)}
	for correction in _last_corrections([name for name, appeal in appeals.items() if appeal.correction]):
		appeal = appeals[correction.appeal]
		latest_filing.laid_over(appeal, correction, latest_filing.OF_A_FILING)
	doubts = people.doubts(names)
	return {name: _subjects(appeals[name], doubts.get(name, [])) for name in names}


def _subjects(appeal: Document, doubts: Sequence[people.Doubt]) -> list[dict[str, object]]:
	return [
		{
			"path": subject.path,
			"title": subject.title,
			"against": [
				{"check": doubt.check, "result": doubt.result} for doubt in doubted.against(subject, doubts)
			],
		}
		for subject in decision_subject.subjects_of(appeal)
	]


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
