"""Memberships that a decision gave: begun and ended by the effect of a decision only."""

from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence import documents, reads
from esaylov.framework.persistence.write_guard import WriteGuard

WRITER = WriteGuard("decided memberships")
MEMBERSHIP = "Commission Membership"
FREE = frozenset(
	{"user", "person_name", "commission_level", "certificate", "is_synthetic", "absent_from", "absent_until"}
)
"""Copies and marks that are no part of what was decided."""
PERSON = ["name", "user", "full_name"]
DAYS = ["commission", *in_office.DAYS]


@dataclass(frozen=True, slots=True)
class _Held:
	"""What was read once for many new memberships: the locked persons' users, and where they are members."""

	users: Mapping[str, str | None]
	memberships: dict[str, list[frappe._dict]]


_held: ContextVar[_Held | None] = ContextVar("memberships read once", default=None)


def appoint(person: str, commission: str, position: str, starts_on: date, act: Mapping[str, object]) -> str:
	"""Write a membership that a decision gives; its name. Called by registers only.

	act: `appointed_by`, `decision`, `row_path`, `appeal`. Raises FormInvalid where the person is a member elsewhere.
	"""
	membership = frappe.new_doc(MEMBERSHIP)
	membership.update(
		{**act, "person": person, "commission": commission, "position": position, "starts_on": starts_on}
	)
	with WRITER.writing(), PROVED.writing():
		membership.insert(ignore_permissions=True)  # the effect of a decision; no commission role may appoint
	return str(membership.name)


def appoint_all(rows: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Write new memberships that one act gives, with statements that do not grow with them; their names, in the order of the rows.

	rows: `person`, `commission`, `position`, `starts_on`, `ends_on`, and what `appoint` calls `act`. For imports, by registers only; the
	caller has looked at the links. Raises FormInvalid where a person is a member elsewhere, in an earlier row too.
	"""
	people = {
		row.name: row
		for row in reads.rows("Person", {"name": sorted({row["person"] for row in rows})}, PERSON, lock=True)
	}
	levels = dict(
		frappe.get_all(
			"Election Commission",
			{"name": ["in", sorted({row["commission"] for row in rows})]},
			["name", "level"],
			order_by="name asc",
			as_list=True,
		)
	)
	made = []
	for row in rows:
		membership = frappe.new_doc(MEMBERSHIP)
		copies = {
			"person_name": people[row["person"]].full_name,
			"commission_level": levels[row["commission"]],
		}
		membership.update({**row, **copies})
		made.append(membership)
	token = _held.set(_Held({name: row.user for name, row in people.items()}, _memberships_of(people)))
	try:
		with WRITER.writing(), PROVED.writing():
			documents.insert(made)
	finally:
		_held.reset(token)
	return [str(membership.name) for membership in made]


def user_of(person: str) -> str | None:
	"""The user of a person, whose row stays locked until the transaction ends."""
	if (held := _held.get()) and person in held.users:
		return held.users[person]
	found: str | None = frappe.db.get_value("Person", person, "user", for_update=True)
	return found


def others_of(membership: Document) -> list[frappe._dict]:
	"""Where else the person of a membership is or was a member, Staff left out: DAYS."""
	held = _held.get()
	if held and membership.is_new() and membership.person in held.users:
		before = held.memberships.setdefault(membership.person, [])
		found = list(before)
		before.append(frappe._dict({field: membership.get(field) for field in DAYS}))  # before the next row
		return found
	others = {"person": membership.person, "position": ["!=", "Staff"], "name": ["!=", membership.name or ""]}
	return frappe.get_all(MEMBERSHIP, others, DAYS, order_by="starts_on asc")


def _memberships_of(persons: Collection[str]) -> dict[str, list[frappe._dict]]:
	asked = {"person": ["in", sorted(persons)], "position": ["!=", "Staff"]}
	found: dict[str, list[frappe._dict]] = {}
	for row in frappe.get_all(MEMBERSHIP, asked, ["person", *DAYS], order_by="starts_on asc"):
		found.setdefault(row.person, []).append(row)
	return found


def release(membership: str, day: date, decision: str, reason: str) -> None:
	"""End a membership by a decision that takes effect on a day, see `in_office`. Called by registers only."""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.ends_on = in_office.end_of(document, day)
	document.end_decision = decision
	document.end_reason = reason[:500]
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def annul(membership: str, decision: str, reason: str) -> None:
	"""End a membership whose decision is annulled today. Called by registers only."""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.ends_on = in_office.end_of(document, clock.today())
	document.update({"is_annulled": 1, "end_decision": decision, "end_reason": reason[:500]})
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def restore(membership: str, ends_on: date | None) -> None:
	"""Bring back a membership whose end was annulled, up to the last day it had before. Called by registers only.

	Raises FormInvalid where the person is a member elsewhere by now.
	"""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.update({"ends_on": ends_on, "end_decision": None, "end_reason": None})
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def check_decided(membership: Document) -> None:
	"""What a decision gave or took changes by a decision only. Raises LawBroken."""
	before = membership.get_doc_before_save()
	acts = [membership.decision, membership.end_decision]
	acts += [before.decision, before.end_decision] if before else []
	if any(acts) and (before is None or _facts(before) != _facts(membership)):
		WRITER.check(membership)


def refuse_removal(membership: Document) -> None:
	"""A membership by decision is ended, never removed. Raises LawBroken."""
	if membership.decision or membership.end_decision:
		WRITER.check(membership)


def _facts(membership: Document) -> dict[str, object]:
	values = membership.get_valid_dict(convert_dates_to_str=True)
	left_out = FREE | {"modified", "modified_by", "idx"}
	return {
		key: value or None for key, value in values.items() if key not in left_out and not key.startswith("_")
	}
