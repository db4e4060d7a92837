"""Elections that were prepared while "N days before" was D-N for all of them: they go on counting so.

Before the schema: the new column would come with the setting of new elections in every row. The election of 2024 gets its
own setting from its loader, where nobody changed it here.
"""

import frappe

from esaylov.core.calendar import DayCounting


def execute() -> None:
	"""Safe to repeat, also where it was broken off: the column commits by itself, its values come after it."""
	if not frappe.db.has_column("Election", "day_counting"):
		frappe.db.sql_ddl("alter table `tabElection` add column `day_counting` varchar(140)")
	election = frappe.qb.DocType("Election")
	counted = frappe.qb.update(election).set(election.day_counting, DayCounting.CALENDAR.value)
	counted.where(election.day_counting.isnull() | (election.day_counting == "")).run()
