"""One message to many people, started by two persons, as an entry of the log: proposed by one, sent when another signs.

The second person signs what the receivers will read, in each language, and who they are. Whatever changes of it meanwhile, in the campaign or
in its template, ends the proposal. Campaigns of the calendar start by themselves: they say what two persons have signed already.
"""

import json
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import WrongState, shown
from esaylov.identity.logins import step_up
from esaylov.messages.announcing import campaigns
from esaylov.permissions.configuration.rules import approvers
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import CHANGE, DECLINED, PROPOSED, SUPERSEDED

START: Final = "Start"
CAMPAIGN: Final = "SMS Campaign"
COUNTED: Final = "total"
"""How many receivers there are may change by the hour; who they are may not."""


def propose(campaign: str, language: str) -> str:
	"""Propose to start a campaign; the entry that another person signs (`changes.confirm`). A newer proposal supersedes an older one.

	language: of what is said of a campaign that is not whole. Raises NotFound, WrongState, FormInvalid as its start would.
	"""
	said = campaigns.describe(campaign, language)
	with shown():
		step_up.require()
	_end_proposals(campaign, SUPERSEDED)
	row = entries.new(CAMPAIGN, campaign, START, {}, {})
	row.update({"status": PROPOSED, "after": frappe.as_json(said)})  # in clear: everybody will read it
	change = entries.insert(row)
	words = frappe.utils.escape_html(approvers.waiting_words(str(frappe.session.user)))
	frappe.msgprint(words, title=frappe._("Proposed"), indicator="blue")
	return change


def stop(campaign: str, language: str) -> dict[str, Any]:
	"""Stop a campaign and give its progress; a proposal to start it is withdrawn. Raises as `messages.campaign_step`."""
	stopped = campaigns.step(campaign, "stop", language)
	_end_proposals(campaign, DECLINED)
	return stopped


def _end_proposals(campaign: str, status: str) -> None:
	about = {"reference_doctype": CAMPAIGN, "reference_name": campaign, "status": PROPOSED}
	for name in frappe.get_all(CHANGE, about, pluck="name", order_by="creation asc"):
		entries.close(frappe.get_doc(CHANGE, name), status, str(frappe.session.user))


def put_in_force(change: Document) -> None:
	"""Start the campaign that two persons signed. Raises WrongState (`configuration_moved`) where it says something else by now."""
	name = str(change.reference_name)
	now, signed = campaigns.describe(name), json.loads(change.after)
	if {**now, COUNTED: 0} != {**signed, COUNTED: 0}:
		raise WrongState({"status": change.status}, code="configuration_moved")
	campaigns.step(name, "start")
