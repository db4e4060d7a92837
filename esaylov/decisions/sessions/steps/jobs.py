"""Jobs of sessions: the decisions of a long list of adopted items, drafted one by one."""

import time

import frappe

from esaylov.decisions.sessions.steps import counting
from esaylov.framework.errors import EsaylovError

TELL_SECONDS = 1.0
"""Open screens hear of the drafts this often, not once for each: every word makes every screen read the session anew."""


def adopt(items: list[str]) -> None:
	"""Draft what is not drafted yet. Broken off and run again, it goes on with the next one; one refusal stops no other."""
	told = time.monotonic()
	for name in items:
		try:
			counting.adopt(name)
		except EsaylovError:
			frappe.db.rollback()
			frappe.log_error("draft of an adopted item")
		if name == items[-1] or time.monotonic() - told >= TELL_SECONDS:
			counting.tell_drafted(items)
			told = time.monotonic()
		frappe.db.commit()  # one decision, one transaction: what was drafted stays so when the job is broken off


def resume_drafts() -> int:
	"""Scheduler: put in line adopted items whose decision was never drafted; how many."""
	items = counting.undrafted()
	if items:
		counting.order_drafts(items)
	return len(items)
