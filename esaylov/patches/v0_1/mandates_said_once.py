"""Mandates of observers and of the press in force carry the key by which the database refuses a second one."""

import frappe

STATEMENTS = (
	"""update `tabObserver` entry join (
		select min(name) name from `tabObserver` where status = 'Registered'
		group by election, territory, person having max(standing_key) is null
	) first on first.name = entry.name
	set entry.standing_key = concat_ws('|', ifnull(election, ''), ifnull(territory, ''), ifnull(person, ''))""",
	"""update `tabMedia Representative` entry join (
		select min(name) name from `tabMedia Representative` where status = 'Registered'
		group by election, person, organization_title having max(standing_key) is null
	) first on first.name = entry.name
	set entry.standing_key = concat_ws('|', ifnull(election, ''), ifnull(person, ''), ifnull(organization_title, ''))""",
)
"""The keys as `registers.entries.ONCE` makes them."""


def execute() -> None:
	"""Safe to repeat. Where a person has several, the first one carries it: which of them goes is the commission's to decide."""
	for statement in STATEMENTS:
		frappe.db.sql(statement)
