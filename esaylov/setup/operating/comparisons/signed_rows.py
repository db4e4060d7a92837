"""What was signed is compared with what stands: filings with their receipts, decisions and protocols with their signatures,
mandates with their tokens, entries of registers with their history, ballots, counts and turnout. Who writes in the database itself is found within a day.

The bytes that people or the server signed stand beside the rows; whoever changes a row, its bytes, or the signature leaves a
difference, for none of them can make a signature anew. Each leaves an event `record.changed` in the chain of its commission.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils import create_batch

from esaylov.appeals.filing import receipts
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import cast_votes
from esaylov.decisions.sessions.steps import attending
from esaylov.decisions.signatures import invariants
from esaylov.registers.certificates.issue import forming
from esaylov.registers.entries import entries, recorded
from esaylov.registers.results.counting import comparison
from esaylov.setup.operating.comparisons import findings

KIND: Final = "record.changed"
BATCH: Final = 200
TURN_SECONDS: Final = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
REACHED: Final = "esaylov_signed_compared_to"


@dataclass(frozen=True, slots=True)
class Signed:
	"""Documents that somebody signed. commission: the column of the chain that tells; filters: which; holds: whether one is what was signed."""

	commission: str
	filters: Mapping[str, Any]
	holds: Callable[[Document], bool]


OF_DECISIONS: Final = {"signature": ["is", "set"], "status": ["!=", "Draft"]}
SIGNED: Final[Mapping[str, Signed]] = {
	"Appeal": Signed("recipient", {"receipt": ["is", "set"]}, receipts.is_as_filed),
	"Appeal Correction": Signed("commission", {"receipt": ["is", "set"]}, receipts.is_as_corrected),
	"Certificate": Signed("issuer_commission", {"token": ["is", "set"]}, forming.is_as_signed),
	"Commission Session": Signed("commission", {"protocol": ["is", "set"]}, protocol.is_as_signed),
	"Decision": Signed("commission", OF_DECISIONS, invariants.is_as_signed),
	**{name: Signed("commission", {}, recorded.is_as_recorded) for name in entries.REGISTERS},
	"Register Event": Signed("commission", {}, recorded.is_event_as_written),
	"Commission Vote": Signed("commission", {}, cast_votes.is_as_cast),
	"Session Attendance": Signed("commission", {}, attending.is_as_attended),
	"Count Protocol": Signed("commission", {"status": ["!=", "Draft"]}, comparison.is_as_counted),
	"Turnout Report": Signed("commission", {}, comparison.is_as_reported),
}
"""In the order of a night."""


def find_changes() -> list[tuple[str, str]]:
	"""Job: DocType and name of what is not what was signed, as far as a night reaches; told to the operator and in the chain."""
	ends, (doctype, after) = time.monotonic() + TURN_SECONDS, _reached()
	found: list[tuple[str, str]] = []
	for kind in list(SIGNED)[list(SIGNED).index(doctype) :]:
		for name in _changed(kind, after if kind == doctype else ""):
			if name:
				found.append((kind, name))
			if time.monotonic() >= ends:
				return tell(found)
	frappe.db.set_global(REACHED, "")
	return tell(found)


def is_changed(doctype: str, name: str) -> bool:
	"""Whether a document is not what was signed."""
	return not SIGNED[doctype].holds(frappe.get_doc(doctype, name))


def _changed(doctype: str, after: str) -> Iterator[str]:
	"""Names of what is changed, in order; "" after each batch, where the place is kept."""
	signed = SIGNED[doctype]
	while names := frappe.get_all(
		doctype, {**signed.filters, "name": [">", after]}, pluck="name", order_by="name asc", limit=BATCH
	):
		yield from (name for name in names if is_changed(doctype, name))
		after = str(names[-1])
		frappe.db.set_global(REACHED, f"{doctype}|{after}")
		yield ""


def _reached() -> tuple[str, str]:
	doctype, _, name = str(frappe.db.get_global(REACHED) or "").partition("|")
	return (doctype, name) if doctype in SIGNED else (next(iter(SIGNED)), "")


def tell(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
	"""Tell the operator, and the chain of its commission once, of each that is found (DocType, name); gives the same."""
	names: dict[str, set[str]] = defaultdict(set)
	for doctype, name in found:
		names[doctype].add(name)
	told = [
		(commission, doctype, name)
		for doctype, asked in names.items()
		for name, commission in _commissions(doctype, sorted(asked)).items()
	]
	findings.tell("A signed record is not what was signed", KIND, told)
	return found


def _commissions(doctype: str, names: list[str]) -> dict[str, str]:
	"""Name to commission of each of these documents; "" of one that is gone."""
	column, known = _column(doctype), dict.fromkeys(names, "")
	for part in create_batch(names, BATCH):
		rows = frappe.get_all(doctype, {"name": ["in", part]}, ["name", column], order_by="name asc", limit=0)
		known.update({str(row.name): str(row[column] or "") for row in rows})
	return known


def _column(doctype: str) -> str:
	"""The field with the commission whose chain tells."""
	return SIGNED[doctype].commission if doctype in SIGNED else "commission"
