"""Jobs of certificates: they take names, read the state again, and do nothing when the work is done."""

from collections.abc import Iterable

import frappe

from esaylov import queues
from esaylov.certificates import batches, forming


def order(names: Iterable[str]) -> None:
	"""Have the PDFs of certificates drawn after the commit of this transaction.

	A job for each: one that fails stops no other, and the commission's chain is locked for a moment only and not while
	a hundred pages are drawn.
	"""
	for name in forming.drawable(list(names)):
		frappe.enqueue(
			"esaylov.certificates.jobs.draw",
			queue=queues.DOCUMENTS,
			enqueue_after_commit=True,
			job_id=f"certificate|{name}",
			deduplicate=True,
			certificate=name,
		)


def draw(certificate: str) -> None:
	"""Draw the PDF of a certificate; the framework logs what fails and tries again after a deadlock."""
	forming.complete(certificate)


def order_missing(decision: str) -> int:
	"""For the operator: order the PDFs of a decision that were not drawn; how many."""
	names = frappe.get_all(
		"Certificate", {"decision": decision, "status": "Formed"}, pluck="name", order_by="number"
	)
	order(names)
	return len(names)


def print_batch(name: str) -> None:
	"""Draw the parts of a batch, from where it stands to its end."""
	while batches.step(name):
		frappe.db.commit()  # one part, one transaction: what was drawn stays so when the job is broken off
