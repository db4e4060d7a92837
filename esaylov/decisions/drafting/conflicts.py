"""Conflicts of interest (*manfaatlar toʻqnashuvi*): whom an appeal concerns, and who may for that reason neither vote on it nor
decide it alone. Own design.

Whom an item concerns is written down when it goes on the agenda: keyed hashes of the identifiers in the filing, and the
body that filed it. Asking about a member then costs the same few queries for one item and for five hundred.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import persons as appeals_persons
from esaylov.core.records.payload import canonical
from esaylov.framework import clock
from esaylov.identity import answers, bodies
from esaylov.registers.entries import named_entries

ANNULMENT = "annulment"
INTEREST = "Declared Interest"
ENDED_COUNTS = timedelta(days=30)
"""So long an interest counts after it was withdrawn [ours]: nobody withdraws one to decide, and declares it again."""
MISTAKE = timedelta(minutes=10)
"""Who withdraws an interest so soon had declared it by mistake [ours]."""


class Recusal(StrEnum):
	"""Equal to the options of Commission Vote.recusal; a close relative is a kind of Declared Interest as well."""

	DECLARED = "Declared"
	SAME_PERSON = "Same Person"
	CLOSE_RELATIVE = "Close Relative"
	SAME_BODY = "Same Body"


def concerned_text(appeal: Document) -> str:
	"""Whom an appeal concerns, as it is kept with its item: the persons of the form, and of the entries that its answers name."""
	named = appeals_persons.of_filed(appeal.name)
	numbers = {block.identifier for block in named.persons if block.identifier}
	filer = {appeal.applicant_person} - {None, ""}
	numbers |= _numbers_of(filer.union(named_entries.persons_of_entries(named_entries.entries_named(appeal))))
	body = [appeal.applicant_body_type or "", appeal.applicant_body or ""]
	return _text(numbers, body, appeal.applicant_person or "")


def concerned_by_matter(code: str, data: Mapping[str, Any]) -> str:
	"""Whom a matter without an appeal concerns: the persons that it names, and those of the entries that it would write or end.

	That of an annulment concerns whom the annulled decision did.
	"""
	if code == ANNULMENT:
		return _by_annulment(str(data.get("decision") or ""))
	numbers = {
		str(row[key])
		for row in data.get("members") or ()
		for key in ("pinfl", "passport")
		if isinstance(row, Mapping) and row.get(key)
	}
	entries = named_entries.entries_of_matter(code, data)
	return _text(numbers | _numbers_of(named_entries.persons_of_entries(entries)))


def _by_annulment(decision: str) -> str:
	fields = ["appeal", "subject_kind", "subject_data"]
	annulled = frappe.db.get_value("Decision", decision, fields, as_dict=True)
	if not annulled:
		return _text(set())
	if annulled.appeal:
		return concerned_text(frappe.get_doc("Appeal", annulled.appeal))
	return concerned_by_matter(annulled.subject_kind or "", json.loads(annulled.subject_data or "{}"))


def _text(numbers: Collection[str], body: Sequence[str] = ("", ""), applicant: str = "") -> str:
	people = sorted({answers.person_key(number) for number in numbers})
	return canonical({"people": people, "body": list(body), "applicant": applicant}).decode()


def _numbers_of(persons: Collection[str]) -> set[str]:
	"""PINFLs and passports of Persons."""
	if not persons:
		return set()
	known = {"name": ["in", sorted(persons)]}
	rows = frappe.get_all("Person", known, ["pinfl", "passport"], order_by="name asc", limit=0)
	return {number for row in rows for number in (row.pinfl, row.passport) if number}


def of_members(
	items: Sequence[Mapping[str, Any]], persons: Collection[str]
) -> dict[tuple[str, str], Recusal]:
	"""Item and person to the ground for which this person does not vote on it; a few queries, however many of both.

	items: rows with `name` and `concerned`.
	"""
	known = _Known(persons)
	found: dict[tuple[str, str], Recusal] = {}
	for item in items:
		concerned = json.loads(item["concerned"] or "{}")
		for person in persons:
			if ground := known.ground(person, concerned):
				found[item["name"], person] = ground
	return found


def ground_on_appeal(appeal: Document, person: str) -> Recusal | None:
	"""Why a person would be recused from a vote on an appeal, and does not decide it alone either; None where they may."""
	asked = {"name": appeal.name, "concerned": concerned_text(appeal)}
	return of_members([asked], [person]).get((appeal.name, person))


def concerns(decision: str, person: str) -> bool:
	"""Whether a person would be recused from a vote on what a decision was about. No decision concerns nobody."""
	if not decision:
		return False
	asked = {"name": decision, "concerned": _by_annulment(decision)}
	return bool(of_members([asked], [person]))


def is_about(interest: Document, concerned: str | None) -> bool:
	"""Whether a declared interest is in somebody whom an item concerns. concerned: of the item."""
	whom = json.loads(concerned or "{}")
	if interest.kind == Recusal.CLOSE_RELATIVE:
		return bool(interest.relative_key in whom.get("people", ()))
	return bool([interest.body_type, interest.body] == whom.get("body"))


class _Known:
	"""What is known of some people: their own keys, those of relatives they declared, their bodies."""

	def __init__(self, persons: Collection[str]) -> None:
		among = ["in", sorted(persons) or [""]]
		rows = frappe.get_all(
			"Person", {"name": among}, ["name", "pinfl", "passport", "user"], order_by="name asc"
		)
		self.own = {
			row.name: {answers.person_key(value) for value in (row.pinfl, row.passport) if value}
			for row in rows
		}
		self.relatives: dict[str, set[str | None]] = {}
		held = bodies.bodies_of_all([row.user for row in rows])
		self.bodies = {
			row.name: {(body.doctype, body.name) for body in held.get(row.user, ())} for row in rows
		}
		fields = ["person", "kind", "relative_key", "body_type", "body", "declared_at", "ended_at"]
		since = clock.now() - ENDED_COUNTS
		standing: list[list[Any]] = [["ended_at", "is", "not set"], ["ended_at", ">", since]]
		declared = frappe.get_all(
			INTEREST, {"person": among}, fields, or_filters=standing, order_by="name asc"
		)
		for row in declared:
			if row.ended_at and row.ended_at - row.declared_at < MISTAKE:
				continue
			if row.kind == Recusal.CLOSE_RELATIVE:
				self.relatives.setdefault(row.person, set()).add(row.relative_key)
			else:
				self.bodies.setdefault(row.person, set()).add((row.body_type, row.body))

	def ground(self, person: str, concerned: Mapping[str, Any]) -> Recusal | None:
		"""Why this person does not vote on what concerns these, or None."""
		people = set(concerned.get("people", ()))
		if person == concerned.get("applicant") or people & self.own.get(person, set()):
			return Recusal.SAME_PERSON
		if people & self.relatives.get(person, set()):
			return Recusal.CLOSE_RELATIVE
		if tuple(concerned.get("body", ())) in self.bodies.get(person, set()):
			return Recusal.SAME_BODY
		return None
