"""What is asked of a commission that is formed without an appeal, and how the text of the decision names it (art. 19-25)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

import frappe

from esaylov.appeals.types import windows
from esaylov.core import texts as core_texts
from esaylov.core.elections.calendar import Window
from esaylov.core.findings import Finding, Severity
from esaylov.core.people import identity as numbers
from esaylov.core.rules.people import minimum_age
from esaylov.core.rules.registry import Facts
from esaylov.elections import serving, statutes
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.registers.claims import claims
from esaylov.registers.outcome_rules import compositions, formed_commissions
from esaylov.registers.outcome_rules.formed_commissions import Formed as FormedCommission

Values = Mapping[str, Any]
IN_SESSION = "commission_in_session"
POSITIONS = ("Chair", "Deputy Chair", "Secretary", "Member")
TYPES: Mapping[str, str] = {"REG": "A12", "DC": "A36", "OKR": "A38", "PEC": "A52"}
"""Level of a commission to the appeal type by which it is formed too: without an appeal it is formed in the same window [ours]."""
ABROAD = "A20"
ARTICLES: Mapping[str, str] = {"REG": "19", "DC": "19", "OKR": "20, 21", "PEC": "20, 23"}


def findings(data: Values, commission: str, election: str, day: date) -> list[Finding]:
	"""What is wrong with the members, the place or the day."""
	return [
		*member_findings(data),
		*(
			formed_commissions.findings(data, commission, election)
			or _time_findings(data, commission, election, day)
		),
	]


def member_findings(data: Values) -> list[Finding]:
	"""What is wrong with the members by themselves. A wrong check digit is an error: no register confirms the number here [ours]."""
	found = []
	for place, member in enumerate(data["members"]):
		path = f"members[{place}]"
		if member["position"] not in POSITIONS:
			found.append(Finding("not_a_choice", f"{path}.position"))
		found += [
			replace(one, severity=Severity.ERROR) for one in numbers.check(member["pinfl"], f"{path}.pinfl")
		]
	return [*found, *_too_young(data)]


def _too_young(data: Values) -> list[Finding]:
	"""Members below the age of the law, by the rule that the forms of new members have."""
	held, today = statutes.read_day(), clock.today()
	facts = Facts(today=today, election_day=today, statutes=held.values, first_days=held.first_days)
	return minimum_age(data, facts, "", statute="commission_member_age", group="members", on="today")


def _time_findings(data: Values, commission: str, election: str, day: date) -> list[Finding]:
	"""`forming_not_held`, `forming_closed`, `commission_at_work`, `commission_in_session`: not in this election, not on this
	day, or not this commission.
	"""
	formed = formed_commissions.read(data, commission, election)
	if formed is None:
		return []
	article = ARTICLES[formed.level]
	window = windows.of_code(_type_of(formed), election)
	if window is None:
		return [Finding("forming_not_held", formed.key, article=article)]
	if window.ends_on and _is_after(window, day):
		params: dict[str, str | int] = {"day": f"{window.ends_on:%d.%m.%Y}"}
		return [Finding("forming_closed", formed.key, article=article, params=params)]
	at_work = _find_work(formed, election, day)
	return [replace(at_work, path=formed.key)] if at_work else []


def contests_of_work(asked: Mapping[str, Collection[str] | None]) -> dict[str, claims.Contest]:
	"""Of appeals those that form a commission which has work to finish [ours], to the reason. asked: as `claims.contests`."""
	found = {}
	for appeal, forming in formed_commissions.read_forming_appeals(asked).items():
		work = _find_work(forming.formed, forming.election, clock.today()) if forming.formed else None
		if work:
			found[appeal] = claims.Contest(forming.path, work.code, article=work.article, params=work.params)
	return found


def _find_work(formed: FormedCommission, election: str, day: date) -> Finding | None:
	"""`commission_at_work`, `commission_in_session` [ours]: what the present composition has to finish before the next one.

	day: of the decision. Where the window of forming was over by then, the commission works in this election itself.
	"""
	if not formed.commission or not compositions.has_members(formed.commission):
		return None
	is_formed = _is_formed_for(formed, election, day)
	if not is_formed and (other := _works_in(formed, election, day)):
		params = {"election": str(frappe.get_cached_value("Election", other, "title_uz") or other)}
		return Finding("commission_at_work", article=ARTICLES[formed.level], params=params)
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


def _works_in(formed: FormedCommission, election: str, day: date) -> str:
	"""Another election that is not over, for which the commission of today is formed already; "" without one."""
	if formed.election:
		return ""
	others = (one for one in serving.elections_held(formed.territory) if one != election)
	return next((one for one in others if _is_formed_for(formed, one, day)), "")


def _is_formed_for(formed: FormedCommission, election: str, day: date) -> bool:
	"""Whether nobody forms this commission for an election any more; also where its calendar has no day for that."""
	try:
		window: Window | None = windows.of_code(_type_of(formed), election)
	except SetupMissing:
		return True
	return window is None or _is_after(window, day)


def _is_after(window: Window, day: date) -> bool:
	"""Whether a window was over when it was decided: now, or on an earlier day, whose hour is not asked any more."""
	now = clock.now()
	return window.after(day, now.time() if day == now.date() else time.min)


def _type_of(formed: FormedCommission) -> str:
	return ABROAD if formed.is_abroad else TYPES[formed.level]


def title(matter: str, data: Values, commission: str, election: str, language: str) -> str:
	"""The title of the matter with the commission, its level and territory, and the election, in the language of the text."""
	formed = formed_commissions.read(data, commission, election)
	if formed is None:
		return matter
	named = {
		"polling_station": ("Polling Station", formed.place),
		"constituency": ("Constituency", formed.place),
		"territory": ("Election Commission", formed.commission),
	}[formed.key]
	level = core_texts.word(formed.level, language)
	territory = _title_of("Administrative Territory", formed.territory, language)
	held = _title_of("Election", election, language)
	return f"{matter}: {_title_of(*named, language)} ({level}, {territory}), {held}"


def _title_of(doctype: str, name: str, language: str) -> str:
	row = frappe.db.get_value(doctype, name, [f"title_{language}", "title_uz"]) or ("", "")
	return str(row[0] or row[1] or name)
