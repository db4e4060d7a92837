"""The books of an evening: what was answered to those who filed beside what stands in the database."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.core.outbox import Status
from esaylov.integrations.interagency.access import is_enabled
from esaylov.trust.chains import chain

WAITING = (Status.QUEUED.value, Status.SENDING.value)
RECEIVED = "S04"
"""Template of the SMS to whom filed."""
Receipt = Mapping[str, Any]
"""The answer to `appeals.submit`."""


@dataclass(frozen=True, slots=True)
class Line:
	"""One line of the books: what is counted, how many there must be, and how many there are."""

	what: str
	wanted: int
	found: int

	@property
	def is_right(self) -> bool:
		return self.wanted == self.found


def waiting(appeals: Sequence[str]) -> int:
	"""Messages and, where registers are asked, questions to them about these appeals that are still to be worked off."""
	about = {"reference_name": ["in", [*appeals, ""]], "status": ["in", WAITING]}
	owed = {"name": ["in", [*appeals, ""]], "checks_due_at": ["is", "set"]}
	asked = frappe.db.count("Appeal", owed) if is_enabled() else 0
	return frappe.db.count("SMS Message", about) + asked


def balanced(receipts: Sequence[Receipt], key: str, sent: int) -> list[Line]:
	"""All lines. receipts: one for each filing that was answered; key: how the idempotency keys of the evening begin; sent: filings."""
	return list(_lines(receipts, key, sent))


def _lines(receipts: Sequence[Receipt], key: str, sent: int) -> Iterator[Line]:
	names = [receipt["appeal"] for receipt in receipts]
	number = len(names)
	rows = {
		row.name: row
		for row in frappe.get_all(
			"Appeal",
			{"idempotency_key": ["like", f"{key}%"]},
			["name", "number", "recipient", "status", "signature"],
			order_by="name asc",
			limit=0,
		)
	}
	yield Line("filings that were sent have a receipt", sent, number)
	yield Line("receipts name different appeals", number, len(set(names)))
	yield Line("receipts have different numbers", number, len({receipt["number"] for receipt in receipts}))
	yield Line("appeals filed in the evening", number, sum(row.status != "Draft" for row in rows.values()))
	numbers = {name: row.number for name, row in rows.items()}
	same = sum(numbers.get(one["appeal"]) == one["number"] for one in receipts)
	yield Line("receipts whose number is that of the appeal", number, same)
	yield Line("numbers that stand twice", 0, _twice())
	signed = frappe.get_all(
		"Document Signature",
		{"reference_doctype": "Appeal", "reference_name": ["in", [*names, ""]]},
		["name", "reference_name"],
		order_by="name asc",
		limit=0,
	)
	yield Line("signatures", number, len(signed))
	own = {row.name for row in signed}
	yield Line("appeals with their own signature", number, sum(row.signature in own for row in rows.values()))
	hashes = [receipt["event_hash"] for receipt in receipts]
	events = frappe.get_all(
		"Chain Event", {"hash": ["in", [*hashes, ""]]}, ["body"], order_by="hash asc", limit=0
	)
	told = Counter(frappe.parse_json(event.body)["appeal"] for event in events)
	yield Line("events of the chain", number, len(events))
	yield Line("appeals with one event", number, sum(told[name] == 1 for name in set(names)))
	about = {"template": RECEIVED, "reference_doctype": "Appeal", "reference_name": ["in", [*names, ""]]}
	sms = Counter(frappe.get_all("SMS Message", about, pluck="reference_name", order_by="name asc", limit=0))
	yield Line("appeals with one SMS to whom filed", number, sum(sms[name] == 1 for name in set(names)))
	yield Line("messages and questions that wait", 0, waiting(names))
	yield Line(
		"chains that do not verify",
		0,
		sum(not _verifies(name) for name in {row.recipient for row in rows.values()}),
	)


def _twice() -> int:
	appeal = frappe.qb.DocType("Appeal")
	numbers = (
		frappe.qb.from_(appeal).select(appeal.number).where(appeal.number.isnotnull() & (appeal.number != ""))
	)
	return sum(count > 1 for count in Counter(row[0] for row in numbers.run()).values())


def _verifies(commission: str) -> bool:
	try:
		return bool(chain.verify_chain(commission))
	except Exception as broken:
		print(f"{commission}: {broken!r}")
		return False
