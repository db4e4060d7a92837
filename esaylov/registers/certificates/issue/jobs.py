"""Jobs of certificates: they take names, read the state again, and do nothing when the work is done."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import frappe
from frappe.utils import create_batch

from esaylov.framework import queues
from esaylov.framework.errors import NotFound
from esaylov.registers.certificates.issue import batches, forming

AT_ONCE = 50
"""Certificates a job: a few seconds of work. To begin a job takes as long as to draw five of them."""
LATE, OLD = timedelta(minutes=10), timedelta(days=1)
"""From when the scheduler orders once more what was not drawn, and from when it does so once an hour [ours]."""


def order(names: Iterable[str]) -> None:
	"""Have the PDFs of certificates drawn after the commit of this transaction."""
	for part in create_batch(forming.drawable(list(names)), AT_ONCE):
		queues.wake(
			"esaylov.registers.certificates.issue.jobs.draw_all",
			queues.DOCUMENTS,
			key=f"certificates|{part[0]}|{len(part)}",
			certificates=part,
		)


def draw_all(certificates: Sequence[str]) -> None:
	"""Draw one after another, each in a transaction of its own: one that fails is logged and stops no other.

	The commission's chain is locked for a moment only, and not while pages are drawn. After a deadlock the framework begins the
	job again, which finds what is drawn already.
	"""
	for name in certificates:
		try:
			draw(name)
			frappe.db.commit()  # a job: one certificate, one transaction
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			raise
		except Exception:
			frappe.db.rollback()
			frappe.log_error(f"Certificate was not drawn: {name}")
			frappe.db.commit()  # a job: the note stays, and the next one is drawn


def draw(certificate: str) -> None:
	"""Draw the PDF of a certificate, in the caller's transaction."""
	forming.complete(certificate)


def order_undrawn() -> int:
	"""Scheduler: order the PDFs whose job died or failed; how many."""
	now = frappe.utils.now_datetime()  # as rows are made, wherever a demonstration's clock stands
	# the first run of each hour takes the old ones: one that always fails would fill the Error Log
	begin = [["creation", ">=", now - OLD]] if now.minute >= LATE.seconds // 60 else []
	filters: list[list[object]] = [["status", "=", "Formed"], ["creation", "<=", now - LATE], *begin]
	names = frappe.get_all("Certificate", filters, pluck="name", order_by="creation asc", limit=5_000)
	order(names)
	return len(names)


def order_missing(decision: str) -> int:
	"""For the operator: order the PDFs of a decision that were not drawn; how many. Raises NotFound."""
	if not frappe.db.exists("Decision", decision):
		raise NotFound()
	names = frappe.get_all(
		"Certificate", {"decision": decision, "status": "Formed"}, pluck="name", order_by="number"
	)
	order(names)
	return len(names)


def print_batch(name: str) -> None:
	"""Draw the parts of a batch, from where it stands to its end."""
	while batches.step(name):
		frappe.db.commit()  # one part, one transaction: what was drawn stays so when the job is broken off
