"""Items whose draft grants everything from before it was noted whether somebody chose that: nobody is taken to have chosen."""

import frappe

WAITING = ("Planned", "Not Adopted")


def execute() -> None:
	"""Safe to repeat. Where registers speak against a row of theirs, it is chosen before the next vote."""
	item = frappe.qb.DocType("Agenda Item")
	update = frappe.qb.update(item).set(item.is_unseen, 1)
	update = update.where(item.status.isin(WAITING) & item.appeal.isnotnull() & (item.appeal != ""))
	update.where(item.draft_rows.not_like('%"Refused"%')).run()
