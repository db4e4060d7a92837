"""The official announcement of results (*natijalarning rasman eʼlon qilinishi*): its day stands on the election."""

from collections.abc import Sequence
from datetime import date

import frappe

from esaylov.framework.guarded_steps import PROVED
from esaylov.registers.entries.grants import Grant
from esaylov.registers.outcome_rules import outcome_checks
from esaylov.registers.results.outcome import announcing

ELECTION, MATTER = "Election", "announcement"


def announce(grants: Sequence[Grant]) -> None:
	"""Effect `announce_results`: the election has its day of announcement, once. Raises LawBroken as `results.announcement_findings` say."""
	for grant in grants:
		election = frappe.get_doc(ELECTION, grant.appeal.election, for_update=True)
		day = date.fromisoformat(str(grant.needed("announced_on")))
		for finding in announcing.findings(election.name, day):
			raise outcome_checks.refusal_of_finding(finding)
		_save(election.name, day)


def take_back(election: str) -> None:
	"""The announcement was annulled: the election waits for another one."""
	frappe.db.get_value(ELECTION, election, "name", for_update=True)
	_save(election, None)


def _save(election: str, day: object) -> None:
	document = frappe.get_doc(ELECTION, election, for_update=True)
	document.official_announcement_on = day
	with PROVED.writing():
		document.save(
			ignore_permissions=True,  # the effect of a decision; no commission role may edit an election
		)
