"""Scan of a paper protocol and photographs of observers' copies, beside the numbers: added, never taken away."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.identity import positions
from esaylov.registers.results.counting.steps import PAPERS_OPEN
from esaylov.registers.results.outcome.writing import locked, save

PAPER_KINDS = ("scan", "photograph")
"""Of the protocol itself; of a copy that an observer has."""
MOST_PAPERS = 20
"""Files of a protocol [ours]."""

Row = dict[str, Any]


def add_paper(name: str, kind: str, store: Callable[[str], Row]) -> str:
	"""Add a file to a protocol that was not taken in yet; the name of the File. For members of the precinct and the commission above.

	kind: one of PAPER_KINDS. store: stores the file for a field and gives the row of its table. Raises NotFound, NotPermitted, WrongState,
	FormInvalid (`not_a_choice`, `too_many_rows`, and what `store` raises).
	"""
	document = locked(name, *PAPERS_OPEN)
	commissions = (document.commission, document.receiver)
	if not any(one.commission in commissions for one in positions.positions_of(frappe.session.user)):
		raise NotPermitted()
	if kind not in PAPER_KINDS:
		raise FormInvalid([Finding("not_a_choice", "kind")])
	if len(document.papers) >= MOST_PAPERS:
		raise FormInvalid([Finding("too_many_rows", "papers", params={"limit": MOST_PAPERS})])
	row = store(f"{kind}_{len(document.papers) + 1}")
	document.append("papers", row)
	document.flags.ignore_links = (
		True  # names files of calls at the same moment, which this transaction does not see
	)
	save(document)
	return str(row["file"])


def papers_of(document: Document) -> list[Row]:
	"""The files of a protocol: `kind`, `file`, `file_name`, and `url`, where those who may read the protocol fetch it."""
	named = {"name": ["in", [row.file for row in document.papers] or [""]]}
	urls = dict(frappe.get_all("File", named, ["name", "file_url"], as_list=True, order_by="name asc"))
	return [
		{
			"kind": row.field.partition("_")[0],
			"file": row.file,
			"file_name": row.file_name,
			"url": urls.get(row.file, ""),
		}
		for row in document.papers
	]
