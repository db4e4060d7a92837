"""The books of the rehearsal find each fault that they are there for."""

import sys
from pathlib import Path

import frappe
import pytest
from factories import appeals as filing

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))

from last_hour_books import balanced  # the path is set above

WAITS = "messages and questions that wait"


def wrong(receipts: list[dict], key: str, sent: int) -> set[str]:
	"""What does not balance; that messages wait is so in a test, where nobody sends them."""
	return {line.what for line in balanced(receipts, key, sent) if not line.is_right} - {WAITS}


@pytest.fixture
def evening():
	"""Two filings with their receipts, and how their keys begin."""
	key = f"books-{frappe.generate_hash(length=8)}"
	receipts = [filing.submit(filing.draft(), key=f"{key}-{number}").as_dict() for number in range(2)]
	return receipts, key


def test_what_was_filed_once_balances(evening):
	receipts, key = evening
	assert wrong(receipts, key, 2) == set()


def test_messages_that_wait_are_seen(evening):
	receipts, key = evening
	(line,) = (line for line in balanced(receipts, key, 2) if line.what == WAITS)
	assert line.found >= 2


@pytest.mark.parametrize(
	("doctype", "change", "found"),
	[
		("Document Signature", None, {"signatures", "appeals with their own signature"}),
		("Chain Event", None, {"events of the chain", "appeals with one event", "chains that do not verify"}),
		("SMS Message", None, {"appeals with one SMS to whom filed"}),
		("Appeal", {"number": "26-0"}, {"receipts whose number is that of the appeal"}),
		("Appeal", {"status": "Draft"}, {"appeals filed in the evening"}),
	],
)
def test_what_is_missing_or_other_than_the_receipt_says_is_found(evening, doctype, change, found):
	receipts, key = evening
	about = {
		"Chain Event": {"hash": receipts[0]["event_hash"]},
		"Appeal": {"name": receipts[0]["appeal"]},
	}.get(doctype, {"reference_name": receipts[0]["appeal"]})
	if change:
		frappe.db.set_value(doctype, about, change, update_modified=False)
	else:
		frappe.db.delete(doctype, about)
	assert wrong(receipts, key, 2) == found


def test_an_appeal_that_was_filed_twice_or_not_at_all_is_found(evening):
	receipts, key = evening
	assert "filings that were sent have a receipt" in wrong(receipts, key, 3)
	assert "receipts name different appeals" in wrong([receipts[0], receipts[0]], key, 2)
	assert "appeals filed in the evening" in wrong(receipts[:1], key, 1)
