"""What the chains tell of is there: who deletes a filing, a decision, a mandate, a protocol, or makes it look unsigned, leaves the event.

Each leaves an event `record.missing` in the same chain; one row of the Error Log tells the operator of all.
"""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import frappe

from esaylov.setup.operating.comparisons import findings
from esaylov.setup.operating.comparisons.findings import Found
from esaylov.setup.operating.comparisons.signed_rows import SIGNED
from esaylov.trust.chains import walking

KIND: Final = "record.missing"
BATCH: Final = 500
TURN_SECONDS: Final = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
REACHED: Final = "esaylov_events_compared_to"
NAMED: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
	"appeal.filed": ("Appeal", "appeal", ("number",)),
	"appeal.corrected": ("Appeal Correction", "correction", ()),
	"decision.signed": ("Decision", "decision", ("number",)),
	"decision.imported": ("Decision", "decision", ()),
	"certificate.formed": ("Certificate", "certificate", ("decision",)),
	"session.closed": ("Commission Session", "session", ()),
	"session.attended": ("Session Attendance", "attendance", ()),
	"vote.cast": ("Commission Vote", "ballot", ()),
	"count.signed": ("Count Protocol", "protocol", ("version",)),
	"turnout.reported": ("Turnout Report", "report", ("hour", "election")),
}
"""Kind of an event to the DocType that it tells of, the key of its body with the name, and fields that both have."""

BARE: Final[Mapping[str, Mapping[str, Any]]] = {"decision.imported": {"status": ["!=", "Draft"]}}
"""Kinds whose documents nobody signed."""
UNSIGNED: Final[Mapping[str, Mapping[str, Any]]] = {
	"Appeal": {"status": ["!=", "Draft"], "receipt": ["is", "not set"]},
	"Certificate": {"token": ["is", "not set"]},
	"Commission Session": {"status": ["in", ["Closed", "Protocol Signed"]], "protocol": ["is", "not set"]},
}
"""Rows that stand as what is signed always, without the signature."""
TOLD_ALWAYS: Final = ("decision.signed", "session.closed", "session.attended", "turnout.reported")
"""Kinds of NAMED without which no such row comes to be."""


def find_missing() -> list[Found]:
	"""Job: what events tell of and is not there as something signed, or has another number, as far as a night reaches."""
	ends, reached = time.monotonic() + TURN_SECONDS, str(frappe.db.get_global(REACHED) or "")
	found: list[Found] = []
	while events := _after(reached):
		found += missing(events)
		reached = events[-1].name
		if time.monotonic() >= ends:
			break
	frappe.db.set_global(REACHED, reached if events else "")
	findings.tell("A signed record is gone", KIND, found)
	return found


def missing(events: Sequence[Any]) -> list[Found]:
	"""Of events (`commission`, `kind`, `body`) what is not there; one query for each DocType."""
	found = []
	for kind in sorted({event.kind for event in events}):
		doctype, key, same = NAMED[kind]
		told: dict[str, tuple[str, list[str]]] = {}
		for event in events:
			if event.kind == kind:
				body = json.loads(event.body)
				told[str(body.get(key))] = event.commission, [str(body.get(field)) for field in same]
		there = _there(doctype, list(told), same, BARE.get(kind))
		found += [(told[name][0], doctype, name) for name in sorted(told) if there.get(name) != told[name][1]]
	return found


def unsigned() -> list[tuple[str, str]]:
	"""DocType and name of rows that somebody planted without what only the server or a signer makes."""
	return [
		(doctype, str(name))
		for doctype, filters in UNSIGNED.items()
		for name in frappe.get_all(doctype, filters, pluck="name", order_by="name asc", limit=0)
	]


def untold() -> list[tuple[str, str]]:
	"""DocType and name of rows that look signed, or count, and of which no event tells: planted, be it with a signer's help."""
	told: dict[str, set[str]] = {kind: set() for kind in TOLD_ALWAYS}
	for event in walking.walk(TOLD_ALWAYS):
		told[event.kind].add(str(json.loads(event.body).get(NAMED[event.kind][1])))
	return [
		(NAMED[kind][0], name)
		for kind in TOLD_ALWAYS
		for name in _signed(NAMED[kind][0])
		if name not in told[kind]
	]


def _signed(doctype: str) -> list[str]:
	filters = SIGNED[doctype].filters if doctype in SIGNED else {}
	return [
		str(name) for name in frappe.get_all(doctype, filters, pluck="name", order_by="name asc", limit=0)
	]


def _there(
	doctype: str, names: list[str], fields: Sequence[str], of_kind: Mapping[str, Any] | None
) -> dict[str, list[str]]:
	filters = of_kind or (SIGNED[doctype].filters if doctype in SIGNED else {})
	rows = frappe.get_all(doctype, {**filters, "name": ["in", names]}, ["name", *fields], order_by="name asc")
	return {str(row.name): [str(row[field]) for field in fields] for row in rows}


def _after(name: str) -> list[Any]:
	filters = {"name": [">", name], "kind": ["in", list(NAMED)]}
	columns = ["name", "commission", "kind", "body"]
	return frappe.get_all("Chain Event", filters, columns, order_by="name asc", limit=BATCH)
