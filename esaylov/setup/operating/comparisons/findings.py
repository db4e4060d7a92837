"""What a night finds about signed records: one row of the Error Log for all of it, one event for each record in the chain of its commission."""

import json
from collections.abc import Sequence
from typing import Final

import frappe

from esaylov.framework import clock
from esaylov.trust.chains import chain

LINES: Final = 100
"""Records that the row of the Error Log names; the chains name all."""
Found = tuple[str, str, str]
"""Commission ("" where none has a chain for it), DocType and name."""


def tell(title: str, kind: str, found: Sequence[Found]) -> None:
	"""Tell the operator of all records that were found, and the chain of each commission once of each of its own.

	title: of the row of the Error Log. kind: of the event, whose body names DocType and document.
	"""
	told = sorted(set(found))
	if not told:
		return
	lines = [f"{doctype} {name}" for _, doctype, name in told[:LINES]]
	lines += [f"and {len(told) - LINES} more"] if len(told) > LINES else []
	frappe.log_error(title, "\n".join(lines))
	known = _recorded(kind, sorted({commission for commission, _, _ in told}))
	chain.record_all(
		[
			chain.NewEvent(commission, kind, {"document_type": doctype, "document": name})
			for commission, doctype, name in told
			if commission and (commission, doctype, name) not in known
		],
		clock.now(),
	)


def _recorded(kind: str, commissions: Sequence[str]) -> set[Found]:
	"""What the chains of these commissions have told already."""
	filters = {"kind": kind, "commission": ["in", commissions]}
	rows = frappe.get_all("Chain Event", filters, ["commission", "body"], order_by="name asc", limit=0)
	bodies = [(str(row.commission), json.loads(row.body)) for row in rows]
	return {(commission, body["document_type"], body["document"]) for commission, body in bodies}
