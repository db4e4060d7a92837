"""How an election counts days before its day, and its calendar when that setting changes."""

import frappe
from frappe.model.document import Document

from esaylov.core.calendar import DayCounting
from esaylov.core.calendar_shift import Stage, recounted

STAGE = "Election Stage"


def of(election: str) -> DayCounting:
	"""The setting of an election."""
	return DayCounting(frappe.db.get_value("Election", election, "day_counting") or DayCounting.CALENDAR)


def recount(election: Document) -> None:
	"""Called from Election.on_update: stages whose dates are those of their rule follow the counting; the others stay."""
	before = election.get_doc_before_save()
	if before is None or before.day_counting == election.day_counting:
		return
	fields = ["name", "rule", "starts_on", "ends_on"]
	rows = frappe.get_all(STAGE, {"election": election.name}, fields, order_by="name asc")
	stages = [Stage(row.name, row.rule or "", row.starts_on, row.ends_on) for row in rows]
	old, new = (DayCounting(document.day_counting) for document in (before, election))
	for name, window in recounted(stages, frappe.utils.getdate(election.election_day), old, new).items():
		stage = frappe.get_doc(STAGE, name, for_update=True)
		stage.update({"starts_on": window.starts_on, "ends_on": window.ends_on})
		stage.save(ignore_permissions=True)  # follows from the election, which this user may write
