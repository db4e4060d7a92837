"""What is asked of a commission that is formed without an appeal, and how the text of the decision names it (art. 19-25)."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import frappe

from esaylov.appeals.form_facts import commission_work
from esaylov.appeals.types import windows
from esaylov.core import texts as core_texts
from esaylov.core.findings import Finding, Severity
from esaylov.core.people import identity as numbers
from esaylov.core.rules.people import minimum_age
from esaylov.core.rules.registry import Facts
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.registers.claims import claims
from esaylov.registers.outcome_rules import formed_commissions

Values = Mapping[str, Any]
POSITIONS = ("Chair", "Deputy Chair", "Secretary", "Member")


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
	article = commission_work.ARTICLES[formed.level]
	window = windows.of_code(commission_work.type_of(formed), election)
	if window is None:
		return [Finding("forming_not_held", formed.key, article=article)]
	if window.ends_on and commission_work.is_after(window, day):
		params: dict[str, str | int] = {"day": f"{window.ends_on:%d.%m.%Y}"}
		return [Finding("forming_closed", formed.key, article=article, params=params)]
	at_work = commission_work.find(formed, election, day)
	return [replace(at_work, path=formed.key)] if at_work else []


def contests_of_work(asked: Mapping[str, Collection[str] | None]) -> dict[str, claims.Contest]:
	"""Of appeals those that form a commission which has work to finish [ours], to the reason. asked: as `claims.contests`."""
	found = {}
	for appeal, forming in formed_commissions.read_forming_appeals(asked).items():
		formed = forming.formed
		work = commission_work.find(formed, forming.election, clock.today()) if formed else None
		if work:
			found[appeal] = claims.Contest(forming.path, work.code, article=work.article, params=work.params)
	return found


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
