"""Observers get the states and columns that all registers share: Active is Registered, Ended is Revoked."""

import frappe

STATES = {"Active": "Registered", "Ended": "Revoked"}


def execute() -> None:
	"""Safe to run twice: rows of the new form are not touched."""
	observer = frappe.qb.DocType("Observer")
	for before, now in STATES.items():
		frappe.qb.update(observer).set(observer.status, now).where(observer.status == before).run()
	frappe.qb.update(observer).set(observer.title, observer.full_name).where(observer.title.isnull()).run()
