"""Jobs of sessions: the decisions of a long list of adopted items, drafted one by one."""

import frappe

from esaylov.errors import EsaylovError
from esaylov.sessions import counting


def adopt(items: list[str]) -> None:
	"""Draft what is not drafted yet. Broken off and run again, it goes on with the next one; one refusal stops no other."""
	for name in items:
		try:
			counting.adopt(name)
		except EsaylovError:
			frappe.db.rollback()
			frappe.log_error("draft of an adopted item")
		frappe.db.commit()  # one decision, one transaction: what was drafted stays so when the job is broken off


def resume() -> int:
	"""Scheduler: put in line adopted items whose decision was never drafted; how many."""
	items = counting.undrafted()
	if items:
		counting.order_drafts(items)
	return len(items)
