"""Errors and warnings about members who join commissions without a decision: by configuration or an import.

A membership that begins later counts too: somebody who joins today would hold the position of somebody who begins tomorrow.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.rules.result_rules import outcomes
from esaylov.core.rules.result_rules.mandates import MEMBER, Mandate
from esaylov.core.rules.result_rules.outcome_values import Composition, Member, Person
from esaylov.elections import checks, in_office, statutes
from esaylov.framework import clock
from esaylov.framework.errors import finding_words
from esaylov.framework.guarded_steps import PROVED, SETTING_UP
from esaylov.registers.entries import held_mandates
from esaylov.registers.outcome_rules import compositions
from esaylov.registers.outcome_rules.compositions import MEMBERSHIP, STAFF

PREFIX: Final = "joining_"
"""Prefix of codes whose texts tell an administrator, and not a commission, what to do."""


@dataclass(frozen=True, slots=True)
class JoiningMember:
	"""A member who would join a commission.

	first, last: days in office. path: the field that findings name. name: of the membership, "" for a new one.
	"""

	commission: str
	position: str
	first: date
	last: date
	person: str = ""
	path: str = "position"
	name: str = ""

	def is_in_office(self, day: date) -> bool:
		"""Whether the membership would hold on a day."""
		return self.first <= day <= self.last


def find_composition_errors(members: Collection[JoiningMember], lock: bool = False) -> list[Finding]:
	"""Findings about the commissions with these members, on each day from today on which somebody begins; staff do not count.

	lock: the members are read as the last commit left them, and locked.
	"""
	joining = defaultdict[str, list[JoiningMember]](list)
	for one in members:
		if one.position != STAFF and one.first <= one.last >= clock.today():
			joining[one.commission].append(one)
	if not joining:
		return []
	known = compositions.members_from_today(sorted(joining), lock)
	named, numbers = {one.name for one in members}, statutes.read_day()
	values = []
	for commission, joined in joining.items():
		others = [row for row in known.get(commission, ()) if row.name not in named]
		for rows in _list_compositions(joined, others):
			last = next(row.path for row in reversed(rows) if row.path)
			level = compositions.read_level(commission)
			values.append(Composition(level, rows, numbers.values, path=last, first_days=numbers.first_days))
	found = {(one.code, one.path): one for one in outcomes.check_outcome(values)}
	return list(found.values())


def _list_compositions(
	joined: Sequence[JoiningMember], others: Sequence[frappe._dict]
) -> Iterator[tuple[Member, ...]]:
	"""The members on each day on which the composition changes and one of those who join is in office."""
	today = clock.today()
	days = {max(row, today) for row in (*(one.first for one in joined), *(one.starts_on for one in others))}
	for day in sorted(days):
		new = [Member(one.position, one.path) for one in joined if one.is_in_office(day)]
		if new:
			held = [
				Member(row.position, organization=row.recommended_by or "")
				for row in others
				if in_office.holds(row, day)
			]
			yield (*held, *new)


def _find_mandates_against(one: JoiningMember) -> list[Finding]:
	"""Findings about mandates that the person has in the elections in which the commission works."""
	held = held_mandates.read_held({one.person})
	mandates = held.of_person(compositions.elections_of_commission(one.commission), one.person)
	return outcomes.check_outcome([Person("person", Mandate(MEMBER, one.commission), mandates)])


def refuse_unlawful_membership(membership: Document, event: str = "") -> None:
	"""Event `validate` of Commission Membership when administrators propose or confirm it. Raises FormInvalid with the errors.

	Decisions and imports, which ran the same rules before, write as proved; nobody decides on the set-up of a site.
	"""
	if not (PROVED.is_writing or SETTING_UP.is_writing) and _adds_to_stored(membership):
		checks.refuse(_find_membership_errors(read_joining_member(membership), lock=True))


def words_about_proposal(change: Document) -> list[str]:
	"""The errors and warnings about a proposed membership, as sentences for its second person; errors refuse the signature."""
	if change.reference_doctype != MEMBERSHIP or change.status != "Proposed":
		return []
	if not frappe.db.exists(MEMBERSHIP, change.reference_name):
		return []
	membership = frappe.get_doc(MEMBERSHIP, change.reference_name)
	stored = read_joining_member(membership)
	membership.update(json.loads(change.proposed or "{}"))
	wanted = read_joining_member(membership)
	return (
		[finding_words(finding) for finding in _find_membership_errors(wanted)]
		if _adds_to(wanted, stored)
		else []
	)


def read_joining_member(membership: Document) -> JoiningMember:
	"""The member that a membership would make."""
	first, last = checks.days_of(membership.starts_on, in_office.last_day(membership))
	name = str(membership.name or "")
	return JoiningMember(
		membership.commission, membership.position, first, last, membership.person, name=name
	)


def _adds_to_stored(membership: Document) -> bool:
	stored = membership.get_doc_before_save()
	return stored is None or _adds_to(read_joining_member(membership), read_joining_member(stored))


def _adds_to(wanted: JoiningMember, stored: JoiningMember) -> bool:
	"""Whether a member is in office on other days than before, or in another position."""
	return wanted.position != stored.position or wanted.first < stored.first or wanted.last > stored.last


def _find_membership_errors(one: JoiningMember, lock: bool = False) -> list[Finding]:
	if one.position == STAFF or not one.first <= one.last >= clock.today():
		return []
	of_commission = [
		replace(finding, code=f"{PREFIX}{finding.code}") for finding in find_composition_errors([one], lock)
	]
	return [*of_commission, *_find_mandates_against(one)]
