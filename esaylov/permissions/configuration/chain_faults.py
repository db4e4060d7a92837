"""Chains that do not hold, as findings of the log: auditors and administrators are notified, and two persons may accept one."""

import json
from collections.abc import Collection
from typing import Final

import frappe

from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.comparison import CHAIN
from esaylov.permissions.configuration.waiting import notices
from esaylov.permissions.configuration.waiting.entries import CHANGE, UNEXPLAINED

TITLE: Final = "A chain of events does not hold"
OPEN: Final = {"status": UNEXPLAINED, "reference_doctype": CHAIN}


def record_chain_faults(commissions: Collection[str], is_complete: bool) -> list[str]:
	"""Keep each new fault of these chains as a finding with an event, and notify; the new findings.

	is_complete: these are all chains with a fault, so that findings about other chains are closed. One row of the Error Log names
	all new faults.
	"""
	different = [comparison.chain_difference(name) for name in sorted(commissions)]
	if is_complete:
		comparison.close_restored(different, comparison.list_chain_entries())
	new, found = comparison.keep_new(different, {})
	if found:
		notices.tell(found, "chain_found")
		lines = [f"{one.name}: compare it with the backup and the published heads" for one in new]
		frappe.log_error(TITLE, "\n".join(lines[: comparison.LINES]))
	return found


def has_open_chain_faults() -> bool:
	"""Whether a chain does not hold and nobody has accepted why."""
	return bool(frappe.db.exists(CHANGE, OPEN))


def list_broken_chains() -> list[str]:
	"""Commissions whose chains do not hold, in order, as the last comparison found them."""
	rows = frappe.get_all(CHANGE, OPEN, pluck="states", order_by="name asc", limit=0)
	return sorted({name for states in rows for name in json.loads(states or "{}")})
