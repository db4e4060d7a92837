"""What a signed decision tells besides its outcome: whom it registered, refused or ended, and what follows from that.

The appeal's type names the templates (Appeal Type Message). An entry that has a certificate was told with it, when it was
numbered (`certificates`); here come the others, and the applicant's side.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.people.names import surname_and_initials
from esaylov.elections import in_office, statutes
from esaylov.framework import clock
from esaylov.messages import notices
from esaylov.messages.notices import Notice
from esaylov.messages.texts import receivers, templates, values
from esaylov.messages.texts.receivers import Receiver
from esaylov.messages.texts.values import Value

PEOPLE = ("Candidate", "Proxy", "Authorized Representative", "Media Representative", "Observer")
MATTERS = ("Party Admission", "Campaign Meeting", "Complaint Outcome")
PLACES = ("Constituency", "Polling Station")
MEMBERSHIP = "Commission Membership"
PROXIES: Mapping[str, str] = {
	"PRES": "proxies_president",
	"LC_SMD": "proxies_lc",
	"LC_PL": "proxies_lc",
	"JK": "proxies_regional",
	"REG": "proxies_regional",
	"DC": "proxies_district",
}
"""Election type to the Statute that says how many proxies a candidate may have (art. 43)."""
CAMPAIGN = "campaign_period"
Given = Mapping[str, Value]


class Entries:
	"""What several decisions wrote and ended, and the people in it: each table is read once for all of them, when it is asked for."""

	def __init__(self, decisions: Sequence[str]) -> None:
		self._decisions = list(decisions)
		self._rows: dict[tuple[str, str], dict[str, list[frappe._dict]]] = {}
		self._people: dict[str, Receiver] = {}
		self._stages: dict[str, frappe._dict | None] = {}
		self._counts: dict[str, Counter[str]] = {}

	def rows(self, doctype: str, field: str, decision: str) -> list[frappe._dict]:
		"""Rows of a register that name a decision in a field, in the order in which they were written."""
		if (doctype, field) not in self._rows:
			found: dict[str, list[frappe._dict]] = {}
			named = {field: ["in", self._decisions]}
			for row in frappe.get_all(doctype, named, ["*"], order_by="creation asc, name asc", limit=0):
				found.setdefault(row[field], []).append(row)
			self._rows[doctype, field] = found
			people = {row.person for rows in found.values() for row in rows if row.get("person")}
			self._people |= receivers.of_entries(people) if people else {}
		return self._rows[doctype, field].get(decision, [])

	def count(self, doctype: str, decision: str) -> int:
		"""How many rows of a table a decision wrote."""
		if doctype not in self._counts:
			wrote = {"decision": ["in", self._decisions]}
			names = frappe.get_all(doctype, wrote, pluck="decision", order_by="creation asc", limit=0)
			self._counts[doctype] = Counter(names)
		return self._counts[doctype][decision]

	def people(self, names: Sequence[str]) -> dict[str, Receiver]:
		"""Persons as receivers, by name."""
		if unknown := set(names) - self._people.keys():
			self._people |= receivers.of_entries(unknown)
		return {name: self._people[name] for name in names if name in self._people}

	def campaign(self, election: str) -> frappe._dict | None:
		"""The days of an election's campaign."""
		if election not in self._stages:
			key = {"election": election, "key": CAMPAIGN}
			days = ["starts_on", "ends_on"]
			self._stages[election] = frappe.db.get_value("Election Stage", key, days, as_dict=True)
		return self._stages[election]


@dataclass(frozen=True, slots=True)
class Outcome:
	"""A decision with what its messages share. reasons: path of a refused row to its reason."""

	decision: Document
	appeal: Document
	applicant: Receiver | None
	reasons: Mapping[str, str]
	entries: Entries

	def notice(self, receiver: Receiver, doctype: str, name: str, given: Given, key: str = "") -> Notice:
		"""A message about one thing of the decision."""
		place = values.commission_of(self.appeal)
		return Notice(
			receiver,
			doctype,
			name,
			key or self.decision.name,
			place["commission"],
			place["commission_lft"],
			{
				"n": self.appeal.number,
				"q": self.decision.number,
				"d": self.decision.decided_on,
				**values.of_election(self.appeal.election, receiver.language),
				"comm": values.short_title(
					"Election Commission", self.decision.commission, receiver.language
				),
				**given,
			},
			group=self.decision.name,
		)

	def rows(self, doctype: str, field: str = "decision") -> list[frappe._dict]:
		"""Rows of a register that this decision wrote, or ended."""
		return self.entries.rows(doctype, field, self.decision.name)


@dataclass(frozen=True, slots=True)
class Decided:
	"""A signed decision on an appeal. reasons: path of a refused row to its reason in the applicant's language, as short as it goes."""

	decision: Document
	appeal: Document
	reasons: Mapping[str, str]


def tell(decided: Sequence[Decided]) -> int:
	"""What signed decisions tell besides their outcome; how many messages are new. To be called after their effects.

	Persons and matters that they registered without a certificate, proxies, invitations, the dates of the campaign, each
	refused row and each ended entry, by the templates that the appeals' types name.
	"""
	if not decided:
		return 0
	entries = Entries([one.decision.name for one in decided])
	applicants = receivers.of_all([one.appeal for one in decided])
	outcomes = [
		Outcome(one.decision, one.appeal, next(iter(applicants[one.appeal.name]), None), one.reasons, entries)
		for one in decided
	]
	return sum(_put(event, find, outcomes) for event, find in FINDERS.items())


def _put(event: str, find: "Finder", outcomes: Sequence[Outcome]) -> int:
	found: dict[str, list[Notice]] = {}
	for outcome in outcomes:
		if template := templates.for_event(event, outcome.appeal.appeal_type):
			found.setdefault(template.name, []).extend(find(outcome))
	return sum(notices.put(name, of_template) for name, of_template in found.items() if of_template)


def _registered(outcome: Outcome) -> Iterator[Notice]:
	yield from _matters(outcome)
	yield from _places(outcome)
	yield from _foreign(outcome)


def _matters(outcome: Outcome) -> Iterator[Notice]:
	"""Admissions of parties, meetings, upheld complaints: to the applicant, and to whom else they are about."""
	for doctype in MATTERS:
		for row in outcome.rows(doctype):
			for receiver in _concerned(outcome, doctype, row):
				yield outcome.notice(receiver, doctype, row.name, _of_matter(doctype, row, receiver.language))


def _concerned(outcome: Outcome, doctype: str, row: frappe._dict) -> list[Receiver]:
	persons = {outcome.applicant.person} if outcome.applicant else set()
	if doctype == "Campaign Meeting" and row.candidate:
		persons |= {frappe.db.get_value("Candidate", row.candidate, "person")}
		proxies = {"candidate": row.candidate, "status": "Registered"}
		persons |= set(frappe.get_all("Proxy", proxies, pluck="person", order_by="name asc"))
	elif doctype == "Complaint Outcome":
		chairs = {"commission": row.respondent, "position": "Chair", "starts_on": ["<=", clock.today()]}
		found = frappe.get_all(MEMBERSHIP, chairs, ["person", *in_office.DAYS], order_by="name asc")
		persons |= {one.person for one in found if in_office.holds(one, clock.today())}
	elif doctype == "Party Admission":
		own = {"party": row.party, "election": row.election, "status": "Registered"}
		persons |= set(frappe.get_all("Authorized Representative", own, pluck="person", order_by="name asc"))
	return list(receivers.of_entries(persons - {None, ""}).values())


def _of_matter(doctype: str, row: frappe._dict, language: str) -> dict[str, Any]:
	if doctype == "Campaign Meeting":
		return {"d": row.meeting_date, "t": row.meeting_time or "-", "place": row.place or "-"}
	if doctype == "Complaint Outcome":
		return {"result": frappe._("Granted", values.WORDING.get(language, "uz"))}
	return {"party": values.short_title("Political Party", row.party, language)}


def _places(outcome: Outcome) -> Iterator[Notice]:
	"""Constituencies or stations that it formed: one message with their number, to the body that asked."""
	for doctype in PLACES:
		count = outcome.entries.count(doctype, outcome.decision.name)
		if count and outcome.applicant:
			yield outcome.notice(outcome.applicant, "Decision", outcome.decision.name, {"k": count})


def _foreign(outcome: Outcome) -> Iterator[Notice]:
	"""Foreign observers: one message with their number to the contact at the Ministry, none to each."""
	rows = [row for row in outcome.rows("Observer") if row.kind == "foreign"]
	if rows and outcome.applicant:
		given = {"k": len(rows), "org": rows[0].organization_title or rows[0].country or "-"}
		yield outcome.notice(outcome.applicant, "Decision", outcome.decision.name, given)


def _proxies(outcome: Outcome) -> Iterator[Notice]:
	"""S32: the candidate learns of each proxy, and how many more there may be."""
	for row in outcome.rows("Proxy"):
		candidate = frappe.db.get_value("Candidate", row.candidate, ["person", "proxies_count"], as_dict=True)
		if not candidate or not candidate.person:
			continue
		left = max(0, _most_proxies(row.election_type) - candidate.proxies_count)
		given = {"name": surname_and_initials(row.full_name), "k": left}
		yield outcome.notice(
			receivers.of_entries([candidate.person])[candidate.person], "Proxy", row.name, given
		)


def _invitations(outcome: Outcome) -> Iterator[Notice]:
	"""S26: each new candidate is invited to name proxies."""
	for row, receiver in _candidates(outcome):
		yield outcome.notice(receiver, "Candidate", row.name, {"max": _most_proxies(row.election_type)})


def _campaign(outcome: Outcome) -> Iterator[Notice]:
	"""S27: who is registered while the campaign runs learns its dates at once; the others when it begins (`calendar`)."""
	stage = outcome.entries.campaign(outcome.appeal.election)
	if not stage or not stage.starts_on < clock.today() <= (stage.ends_on or stage.starts_on):
		return
	for row, receiver in _candidates(outcome):
		given = {"d1": stage.starts_on, "d2": stage.ends_on or stage.starts_on}
		yield outcome.notice(receiver, "Candidate", row.name, given)


def _candidates(outcome: Outcome) -> Iterator[tuple[frappe._dict, Receiver]]:
	rows = outcome.rows("Candidate")
	people = outcome.entries.people([row.person for row in rows])
	return ((row, people[row.person]) for row in rows if row.person in people)


def _most_proxies(election_type: str) -> int:
	return statutes.number(PROXIES.get(election_type, "proxies_district"))


def _refused(outcome: Outcome) -> Iterator[Notice]:
	"""S17, S25, S33, S41: the applicant learns of each person or matter that was refused, and why."""
	refused = [row for row in outcome.decision.rows if row.outcome == "Refused"]
	if not outcome.applicant or not refused:
		return
	language = outcome.applicant.language
	party = frappe.db.get_value("Party Branch", outcome.appeal.applicant_body, "party")
	for row in refused:
		given = {
			"name": surname_and_initials(row.subject or "") or outcome.appeal.number,
			"reason": outcome.reasons.get(row.row_path) or row.reason or "-",
			"party": values.short_title("Political Party", party, language) or "-",
		}
		yield outcome.notice(
			outcome.applicant,
			"Decision",
			outcome.decision.name,
			given,
			f"{outcome.decision.name}|{row.row_path}",
		)


def _ended(outcome: Outcome) -> Iterator[Notice]:
	"""S15, S29, S30, S34, S42, S44: the person whose status ended, and the body or candidate that it stood for."""
	template = templates.for_event("ended", outcome.appeal.appeal_type)
	if not template:
		return
	of_both = "," in (template.recipient_text or "")
	for doctype in (*PEOPLE, MEMBERSHIP):
		for row in outcome.rows(doctype, "end_decision"):
			persons = [row.person]
			if of_both and outcome.applicant:
				persons.append(outcome.applicant.person)
			for receiver in outcome.entries.people(sorted({person for person in persons if person})).values():
				yield outcome.notice(receiver, doctype, row.name, _of_ended(outcome, row, receiver.language))


def _of_ended(outcome: Outcome, row: frappe._dict, language: str) -> dict[str, Any]:
	name = row.full_name or row.person_name or frappe.db.get_value("Person", row.person, "full_name") or ""
	return {
		"name": surname_and_initials(name),
		"d": row.ended_on or row.ends_on or outcome.decision.decided_on,
		"party": values.short_title("Political Party", row.get("party"), language) or "-",
		"reason": row.end_reason or "-",
	}


Finder = Callable[[Outcome], Iterator[Notice]]
FINDERS: Mapping[str, Finder] = {
	"registered": _registered,
	"registered_applicant": _proxies,
	"proxies_invited": _invitations,
	"campaign_dates": _campaign,
	"row_refused": _refused,
	"ended": _ended,
}
"""Event that a type may name a template for -> what there is to tell of a decision."""
