"""Numbers of filings are what the counters gave: each number has one event `appeal.filed`, and no counter was set back.

Practice elections have counters of their own and are left out. The numbers that the release of a restored site left out
(`site.released`) lack no filing.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import frappe
from frappe.utils import get_datetime

from esaylov.framework import clock, practice
from esaylov.trust.chains import chain, walking

COUNTER: Final = "Commission Counter"
FILED, NUMBERS, KIND, RELEASED = "appeal.filed", "appeal", "numbers.changed", "site.released"


def find_faults() -> list[str]:
	"""Job: counters that disagree with the filings that the chains name; recorded once in the chain of their commission."""
	found = counter_faults(_given_numbers())
	if found:
		lines = [f"{commission}: {fault}" for commission, fault in found.items()]
		frappe.log_error("Numbers of filings are not those that were given", "\n".join(lines))
	for commission, fault in found.items():
		if not chain.was_recorded(commission, KIND, fault):
			chain.record(commission, KIND, fault, clock.now())
	return list(found)


def counter_faults(given: Mapping[str, list[int]]) -> dict[str, dict[str, int]]:
	"""Commission to counter, highest number and how many numbers lack or are doubled, where they disagree."""
	columns = ["commission", "value", "creation"]
	rows = frappe.get_all(COUNTER, {"kind": NUMBERS}, columns, order_by="name asc", limit=0)
	skipped = _skipped_numbers({row.commission: row.creation for row in rows})
	counters = {row.commission: int(row.value) for row in rows}
	found = {}
	for commission in sorted({*counters, *given}):
		counter, numbers = counters.get(commission, 0), given.get(commission, [])
		highest = max(numbers, default=0)
		lacking, doubled = counter - skipped[commission] - len({*numbers}), len(numbers) - len({*numbers})
		if counter < highest or lacking or doubled:
			found[commission] = {
				"counter": counter,
				"highest": highest,
				"lacking": lacking,
				"doubled": doubled,
			}
	return found


def _skipped_numbers(begun: Mapping[str, datetime]) -> Counter[str]:
	"""Commission to the count of numbers that releases left out, as the chain says; begun: when each counter began."""
	found: Counter[str] = Counter()
	for event in walking.walk([RELEASED]):
		body, at = json.loads(event.body), get_datetime(event.at)
		for commission, creation in begun.items():
			if creation <= at:
				found[commission] += body["skipped"].get(f"{commission}|{NUMBERS}", body["margin"])
	return found


def _given_numbers() -> dict[str, list[int]]:
	"""Commission to the numbers of its filings, as the chains name them."""
	given: dict[str, list[int]] = defaultdict(list)
	for event in walking.walk([FILED]):
		number = str(json.loads(event.body).get("number") or "")
		last = number.rpartition("-")[2]
		if last.isdecimal() and not number.startswith(practice.MARK):
			given[event.commission].append(int(last))
	return given
