"""States that no signature covers are what the chains say: of filings with their time limits, items of sessions, decisions and certificates.

Each leaves an event `record.changed` in the chain of its commission, and a line for the operator in the Error Log, as `signed_rows`.
"""

import json
import time
from itertools import groupby
from operator import attrgetter
from typing import Final

import frappe

from esaylov.appeals.review import chained
from esaylov.core.procedure.appeal_events import KINDS, Said
from esaylov.decisions.sessions.records.chained import not_as_chained
from esaylov.decisions.signatures import invariants
from esaylov.registers.certificates.issue import chained as certificates_chained
from esaylov.registers.effects import imports
from esaylov.setup.operating.comparisons import chain_rows, signed_rows
from esaylov.trust.chains import walking

BATCH: Final = 500
TURN_SECONDS: Final = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
REACHED: Final = "esaylov_states_compared_to"

Changed = tuple[str, str]
"""DocType and name."""


def find_changes() -> list[Changed]:
	"""Job: what stands otherwise than the chains say, as far as a night reaches."""
	found = [("Decision", name) for name in {*invariants.not_as_decided(), *imports.not_as_imported()}]
	found += [("Certificate", name) for name in certificates_chained.not_as_chained()]
	found += [("Agenda Item", name) for name in not_as_chained()]
	found += [*chain_rows.unsigned(), *chain_rows.untold()]
	return signed_rows.tell([*found, *of_appeals(time.monotonic() + TURN_SECONDS)])


def of_appeals(ends: float) -> list[Changed]:
	"""Appeals whose state, decision or time limit is not what their chain says; chain by chain until a moment of the process's clock."""
	found: list[str] = []
	said: dict[str, Said] = {}
	reached = str(frappe.db.get_global(REACHED) or "")
	for commission, events in groupby(walking.walk(KINDS, reached), attrgetter("commission")):
		for event in events:
			body = json.loads(event.body)
			said[body["appeal"]] = said.get(body["appeal"], Said()).after(event.kind, body)
		if len(said) >= BATCH:  # of many commissions with few appeals together
			found, said = [*found, *chained.not_as_chained(said)], {}
			frappe.db.set_global(REACHED, commission)
			if time.monotonic() >= ends:
				break
	else:
		frappe.db.set_global(REACHED, "")
	return [("Appeal", name) for name in [*found, *chained.not_as_chained(said)]]
