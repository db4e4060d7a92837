"""Jobs of decisions: they take names, read the state again, and do nothing when the work is done."""

import frappe

from esaylov.decisions.signatures import bulk_completion, collective, notifications


def complete(name: str) -> None:
	"""Complete the decisions of a run, from where it stands to its end."""
	while bulk_completion.step(name, collective.complete_all):
		frappe.db.commit()  # one slice, one transaction: what is in effect stays so when the job is broken off
		getattr(frappe.local, "request_cache", {}).clear()  # the next one asks anew who listens on this site


def announce(decision: str) -> None:
	"""Tell everybody whom an official announcement concerns, batch by batch."""
	after = notifications.announce(decision, "")
	while after:
		frappe.db.commit()  # who was told stays told when the job is broken off
		after = notifications.announce(decision, after)
	notifications.notify(decision)
	frappe.db.commit()  # the same
