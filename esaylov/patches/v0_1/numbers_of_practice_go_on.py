"""Each practice began at 1, with numbers that appeals, decisions and sessions of the one before have: now they go on from the highest."""

import frappe

from esaylov.framework import practice
from esaylov.trust import service as trust

COUNTER = "Commission Counter"


def execute() -> None:
	"""Safe to repeat."""
	highest: dict[tuple[str, str], int] = {}
	held = {"kind": ["like", "%@%"]}
	for row in frappe.get_all(COUNTER, held, ["commission", "kind", "value"], order_by="name asc"):
		kind, _, election = row.kind.partition("@")
		if kind in ("appeal", "decision", "session") and practice.is_of(election):
			key = (row.commission, practice.COUNTER.format(kind))
			highest[key] = max(highest.get(key, 0), row.value)
	known = frappe.get_all(COUNTER, {"kind": ["like", practice.COUNTER.format("%")]}, ["commission", "kind"])
	for commission, kind in sorted(highest.keys() - {(row.commission, row.kind) for row in known}):
		trust.next_number(commission, kind, highest[commission, kind])
