"""What keeps a commission from being formed anew: the election in which its present composition works, and what it has to finish.

No source says whether another open election forbids it; that it does is our own choice [ours].
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

import frappe

from esaylov.appeals.types import windows
from esaylov.core.elections.calendar import Window
from esaylov.core.findings import Finding, Severity
from esaylov.elections import serving
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.registers.outcome_rules import compositions, formed_commissions
from esaylov.registers.outcome_rules.formed_commissions import Formed

TYPES: Mapping[str, str] = {"REG": "A12", "DC": "A36", "OKR": "A38", "PEC": "A52"}
"""Level of a commission to the appeal type by which it is formed too: without an appeal it is formed in the same window [ours]."""
ABROAD = "A20"
ARTICLES: Mapping[str, str] = {"REG": "19", "DC": "19", "OKR": "20, 21", "PEC": "20, 23"}
AT_WORK, IN_SESSION = "commission_at_work", "commission_in_session"


def warn_of_work(commission: str, election: str, path: str) -> list[Finding]:
	"""The warning `commission_at_work` for an appeal that is filed: by the day of its decision the other election may be over."""
	formed = formed_commissions.read_existing(commission)
	found = find(formed, election, clock.today()) if formed else None
	if found is None or found.code != AT_WORK:
		return []
	return [replace(found, path=path, severity=Severity.WARNING)]


def find(formed: Formed, election: str, day: date) -> Finding | None:
	"""`commission_at_work`, `commission_in_session` [ours]: what the present composition has to finish before the next one.

	day: of the decision. Where the window of forming was over by then, the commission works in this election itself.
	"""
	if not formed.commission or not compositions.has_members(formed.commission):
		return None
	is_formed = _is_formed_for(formed, election, day)
	if not is_formed and (other := _works_in(formed, election, day)):
		params = {"election": str(frappe.get_cached_value("Election", other, "title_uz") or other)}
		return Finding(AT_WORK, article=ARTICLES[formed.level], params=params)
	return Finding(IN_SESSION) if _is_in_session(formed.commission) else None


def _is_in_session(commission: str) -> bool:
	"""Whether a session of the commission goes on, or something that it adopted waits for its signatures."""
	held = {"commission": commission, "status": ["in", ("Open", "Recess")]}
	if frappe.db.exists("Commission Session", held):
		return True
	adopted = {"commission": commission, "status": "Adopted"}
	if frappe.db.exists("Agenda Item", {**adopted, "decision": ["is", "not set"]}):
		return True
	drafts = {"commission": commission, "status": "Draft", "agenda_item": ["is", "set"]}
	unsigned = frappe.get_all("Decision", drafts, pluck="name", order_by="name asc", limit=0)
	return bool(unsigned and frappe.db.exists("Agenda Item", {**adopted, "decision": ["in", unsigned]}))


def _works_in(formed: Formed, election: str, day: date) -> str:
	"""Another election that is not over, for which the commission of today is formed already; "" without one."""
	if formed.election:
		return ""
	others = (one for one in serving.elections_held(formed.territory) if one != election)
	return next((one for one in others if _is_formed_for(formed, one, day)), "")


def _is_formed_for(formed: Formed, election: str, day: date) -> bool:
	"""Whether nobody forms this commission for an election any more; also where its calendar has no day for that."""
	try:
		window: Window | None = windows.of_code(type_of(formed), election)
	except SetupMissing:
		return True
	return window is None or is_after(window, day)


def is_after(window: Window, day: date) -> bool:
	"""Whether a window was over when it was decided: now, or on an earlier day, whose hour is not asked any more."""
	now = clock.now()
	return window.after(day, now.time() if day == now.date() else time.min)


def type_of(formed: Formed) -> str:
	return ABROAD if formed.is_abroad else TYPES[formed.level]
