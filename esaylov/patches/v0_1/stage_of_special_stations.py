"""Polling stations abroad and in special places have a last day of their own (art. 10), which calendars made earlier lack.

The election of 2024 is left to the loader of shipped data.
"""

import frappe
from frappe.utils import getdate

from esaylov.core.calendar import stage_dates
from esaylov.elections import service as ground

STAGE, KEY, RULE = "Election Stage", "special_stations_deadline", "by 7 days"
BESIDE = "polling_stations_deadline"
"""A calendar with this stage is one of an election with stations; others have nobody to file for them."""
TITLES = {
	"title_uz": "Xorijdagi, harbiy qismlardagi, borish qiyin boʻlgan va boshqa alohida joylardagi saylov uchastkalarini tuzish muddati",
	"title_ru": "Срок образования избирательных участков за рубежом, в воинских частях, в отдалённых и иных особых местах",
	"title_en": "Last day to form polling stations abroad, in the army, in remote and other special places",
	"source_mark": "[derived] from 7 days [old: art. 10]",
}


def execute() -> None:
	"""Safe to repeat: an election that has the stage is left alone."""
	having = set(frappe.get_all(STAGE, {"key": KEY}, pluck="election", order_by="name asc"))
	shipped = frappe.get_all("Shipped Record", {"reference_doctype": "Election"}, pluck="reference_name")
	for election in frappe.get_all(STAGE, {"key": BESIDE}, pluck="election", order_by="name asc"):
		if election not in having.union(shipped):
			_add(election)


def _add(election: str) -> None:
	day = getdate(frappe.db.get_value("Election", election, "election_day"))
	last = stage_dates(RULE, day, ground.day_counting(election)).ends_on
	stage = frappe.new_doc(STAGE)
	stage.update({"election": election, "key": KEY, "rule": RULE, "starts_on": last, "ends_on": last})
	stage.update(TITLES)
	stage.insert(ignore_permissions=True)  # a patch: no user is at work
