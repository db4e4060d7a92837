"""Open appeals beside one that is about to be signed: the same filing twice, and others that claim the same. Own design.

Both are asked about, never a block: nobody but the commission says who is right. Of another one's appeal the applicant
learns that there is one, not whose.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import frappe
from frappe.model.document import Document
from pypika import CustomFunction
from pypika.queries import QueryBuilder

from esaylov.appeals import facts, nominees
from esaylov.appeals.applicants import APPEAL
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.findings import Finding, Severity
from esaylov.core.lifecycle import State
from esaylov.core.payload import canonical
from esaylov.framework import reads
from esaylov.registers import service as registers

OPEN = nominees.OPEN
"""States in which an appeal is filed and not decided."""
MOST = nominees.MOST
"""Open appeals that are looked at: of one body and type, or of one commission."""
INSTR = CustomFunction("instr", ["text", "part"])
FILED_ALREADY, CLAIMED = "filed_already", "claimed_already"
NAMED = frozenset({*registers.REGISTERS, "Certificate", "Constituency", "Commission Membership"})
"""Records that say what a filing is about, as its people do."""


def of_draft(appeal: Document, version: TypeVersion) -> list[Finding]:
	"""Warnings for a draft as it is stored; params of `filed_already`: number, day and name of the first filing."""
	if appeal.status != State.DRAFT or not appeal.recipient:
		return []
	twin = _twin(appeal, version)
	if twin:
		params = {"number": twin.number, "day": twin.received_at.date().isoformat(), "appeal": twin.name}
		return [Finding(FILED_ALREADY, severity=Severity.WARNING, params=params)]
	return [
		Finding(CLAIMED, "" if path == "appeal" else path, Severity.WARNING)
		for path in dict.fromkeys(path for path, _ in claimed(appeal))
	]


def claimed(
	appeal: Document | frappe._dict, first: Mapping[str, Collection[str]] | None = None
) -> list[tuple[str, str]]:
	"""Rows of a stored appeal with the number of each open one that claims the same, or ends what the row rests on.

	first: appeals that were adopted, of whichever commission, with the paths that they claim. Of the others those of the
	recipient are looked at, the newest first.
	"""
	if not registers.claims_anything(appeal):
		return []
	adopted = first or {}
	open_here = {
		"recipient": appeal.recipient,
		"status": ["in", OPEN],
		"election": appeal.election,
		"name": ["not in", [appeal.name, *adopted]],
	}
	names = frappe.get_all(APPEAL, open_here, pluck="name", order_by="received_at desc, name asc", limit=MOST)
	return registers.rivals(appeal.name, {**adopted, **dict.fromkeys(names)})


def _twin(appeal: Document, version: TypeVersion) -> frappe._dict | None:
	"""The last open appeal of the same body and type, to the same commission, about the same."""
	answers = json.loads(appeal.answers or "{}")
	# whoever is about the same people names the first of them, as JSON writes it
	first = json.dumps(min(facts.identifiers(answers), default=""), ensure_ascii=False)[1:-1]
	asked = [appeal.recipient, *OPEN, appeal.appeal_type, appeal.election]
	asked += [appeal.applicant_body_type, appeal.applicant_body, appeal.name, first]
	rows = reads.run(_of_body(len(OPEN)), asked)
	own = _about(version, answers) if rows else frozenset()
	return next((row for row in rows if _about(version, json.loads(row.answers or "{}")) == own), None)


@reads.statement
def _of_body(states: int) -> QueryBuilder:
	"""Other appeals of a body to a commission in some states, of one type in one election, the newest first: of MOST those whose answers hold a text."""
	other = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(other).select(other.name, other.number, other.received_at, other.answers)
	query = query.where((other.recipient == reads.one()) & other.status.isin(reads.many(states)))
	query = query.where((other.appeal_type == reads.one()) & (other.election == reads.one()))
	query = query.where(
		(other.applicant_body_type == reads.one())
		& (other.applicant_body == reads.one())
		& (other.name != reads.one())
	)
	newest = (
		query.orderby(other.received_at, order=frappe.qb.desc).orderby(other.name).limit(MOST).as_("newest")
	)
	found = frappe.qb.from_(newest).select(newest.name, newest.number, newest.received_at, newest.answers)
	found = found.where(INSTR(newest.answers, reads.one()) > 0)
	return found.orderby(newest.received_at, order=frappe.qb.desc).orderby(newest.name)


def _about(version: TypeVersion, answers: Mapping[str, Any]) -> frozenset[str]:
	"""What a filing is about: its people and records; all that was typed, where it names none."""
	links = {
		f"{use.field.link.doctype}|{use.value}"
		for use in forms.links_in(version.form, answers)
		if use.field.link
	}
	people = {*facts.identifiers(answers), *_foreign(answers)}
	if people or any(link.partition("|")[0] in NAMED for link in links):
		return frozenset(links | people)
	files = {use.value for use in forms.files_in(version.form, answers)}
	typed = {key: value for key, value in answers.items() if not (isinstance(value, str) and value in files)}
	return frozenset({canonical(typed).decode()})


def _foreign(answers: Any) -> Iterator[str]:
	"""Foreign passports wherever they stand."""
	if isinstance(answers, Mapping):
		if number := answers.get("foreign_passport_no"):
			yield f"{answers.get('citizenship')} {number}"
		answers = list(answers.values())
	if isinstance(answers, list):
		for item in answers:
			yield from _foreign(item)
