"""How an election counts days before its day, and its calendar when that setting changes."""

from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.elections.calendar import DayCounting
from esaylov.core.elections.calendar_shift import Stage, recounted

STAGE = "Election Stage"


def of(election: str) -> DayCounting:
	"""The setting of an election."""
	return _read(frappe.db.get_value("Election", election, "day_counting"))


def _read(stored: str | None) -> DayCounting:
	return DayCounting(stored or DayCounting.CALENDAR)


def recount(election: Document) -> None:
	"""Called from Election.on_update: stages whose dates are those of their rule follow the counting; the others stay."""
	before = election.get_doc_before_save()
	if before is None or before.day_counting == election.day_counting:
		return
	fields = ["name", "rule", "starts_on", "ends_on"]
	rows = frappe.get_all(STAGE, {"election": election.name}, fields, order_by="name asc")
	stages = [Stage(row.name, row.rule or "", row.starts_on, row.ends_on) for row in rows]
	for name, window in recounted(stages, _setting(before), _setting(election)).items():
		stage = frappe.get_doc(STAGE, name, for_update=True)
		stage.update({"starts_on": window.starts_on, "ends_on": window.ends_on})
		stage.save(ignore_permissions=True)  # follows from the election, which this user may write


def _setting(election: Document) -> tuple[date, DayCounting]:
	"""The day from which an election counts, and how."""
	return frappe.utils.getdate(election.election_day), _read(election.day_counting)
