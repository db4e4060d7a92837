import frappe

from esaylov.registers.entries.controller import RegisterEntry


class CampaignMeeting(RegisterEntry):
	"""Meeting of a candidate with voters (saylovchilar bilan uchrashuv); written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Campaign Meeting", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Campaign Meeting", ["election", "meeting_date"], "election_meeting_date_index")
	frappe.db.add_index("Campaign Meeting", ["commission_lft", "status"], "commission_lft_status_index")
