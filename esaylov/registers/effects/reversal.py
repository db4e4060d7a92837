"""Undoing what an annulled decision did: what it wrote ends, what it had ended comes back, and the history keeps both.

Nothing is deleted. What stands on an entry by a later decision (a successor, an elected deputy, a candidate in a
constituency) is not torn down with it: the annulment is refused and says which decision stands in the way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.identity import memberships
from esaylov.registers.effects import (
	announcement,
	candidates,
	counts,
	dependencies,
	members,
	parties,
	places,
	proxies,
)
from esaylov.registers.entries import entries, history
from esaylov.registers.outcome_rules import restored_mandates

Named = tuple[str, str]
ORDER = (
	"Candidate List",
	"Candidate",
	*[name for name in entries.REGISTERS if not name.startswith("Candidate")],
)
"""Lists before their candidates, candidates before their proxies: the order in which they are locked everywhere."""


COUNTED: Mapping[str, tuple[str, Callable[[str], None]]] = {
	proxies.PROXY: ("candidate", proxies.recount),
	candidates.CANDIDATE: ("candidate_list", candidates.recount),
	parties.ADMISSION: ("election", parties.put_in_order),
}
"""Register -> the field of its entries that names where they are counted, and what counts there anew."""


@dataclass(slots=True)
class Undone:
	"""(DocType, name) of the entries that ended with the annulled decision, and of those that came back to force."""

	ended: list[Named] = field(default_factory=list)
	restored: list[Named] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Annulment:
	"""Who undoes what, and why. decision: the annulled one; by: the Decision that annuls it."""

	decision: str
	by: Document
	reason: str


def undo(annulled: str, by: Document, reason: str) -> Undone:
	"""Undo what a decision did, on the authority of the signed Decision that annuls it; called by decisions only.

	What it wrote ends as Annulled, what it had ended comes back to force, memberships and places likewise; each change
	stands in the history. Raises LawBroken, and the caller's transaction then writes nothing: `annulment_built_on` (a later
	decision stands on it), `entry_exists` (somebody else holds the place now), `entry_ended`, `proxies_too_many`, and as
	`restored_mandates` where a person is by now what excludes the mandate that comes back.
	"""
	act, undone = Annulment(annulled, by, reason), Undone()
	for register in ORDER:
		for name in _names(register, {"decision": annulled}):
			_end(register, name, act, undone)
	_undo_places(act)
	_undo_announcement(act)
	counts.take_back(act.decision)
	_annul_members(act, undone)
	restored_mandates.refuse_incompatible(annulled)
	for register in ORDER:
		for name in _names(register, {"end_decision": annulled}):
			_restore(register, name, act, undone)
	_restore_members(act, undone)
	_recount(undone)
	return undone


def _end(register: str, name: str, act: Annulment, undone: Undone) -> None:
	entry = frappe.get_doc(register, name, for_update=True)
	if entry.status != entries.REGISTERED:
		dependencies.refuse_successor(entry)
		return  # it is out of force already; a later annulment of its end finds this decision annulled
	dependencies.refuse_dependents(entry)
	entries.end_by(entry, entries.ANNULLED, act.by.name, act.reason)
	undone.ended.append((register, name))
	if register == candidates.CANDIDATE:
		undone.ended += [(proxies.PROXY, proxy) for proxy in proxies.end_of(name, act.by.name)]


def _restore(register: str, name: str, act: Annulment, undone: Undone) -> None:
	if register == proxies.PROXY:
		candidate = frappe.db.get_value(register, name, "candidate")
		frappe.db.get_value(proxies.CANDIDATE, candidate, "name", for_update=True)  # candidates first
	entry = frappe.get_doc(register, name, for_update=True)
	if entry.end_decision != act.decision:
		return
	if frappe.db.get_value("Decision", entry.decision, "status", for_update=True) != "Signed":
		# what had registered it was annulled meanwhile: there is nothing to come back to
		entries.end_by(entry, entries.ANNULLED, act.by.name, act.reason)
		return
	dependencies.refuse_without_ground(entry)
	entries.revive(entry, act.by.name, act.reason)
	undone.restored.append((register, name))


def _annul_members(act: Annulment, undone: Undone) -> None:
	for name in _names(members.MEMBERSHIP, {"decision": act.decision}):
		member = frappe.get_doc(members.MEMBERSHIP, name, for_update=True)
		dependencies.refuse_next_member(member)
		if member.end_decision or in_office.last_day(member) < clock.today():
			continue
		memberships.annul(name, act.by.name, act.reason)
		members.note(member, history.IN_FORCE, history.ANNULLED, act.by.name, act.reason)
		undone.ended.append((members.MEMBERSHIP, name))


def _restore_members(act: Annulment, undone: Undone) -> None:
	before = history.values_before(act.decision, members.MEMBERSHIP)
	for name in _names(members.MEMBERSHIP, {"end_decision": act.decision}):
		member = frappe.get_doc(members.MEMBERSHIP, name, for_update=True)
		ends_on = before.get(name, {}).get("ends_on")
		memberships.restore(name, frappe.utils.getdate(ends_on) if ends_on else None)
		members.note(member, history.ENDED, history.IN_FORCE, act.by.name, act.reason)
		undone.restored.append((members.MEMBERSHIP, name))


def _undo_places(act: Annulment) -> None:
	for doctype in (places.STATION, places.CONSTITUENCY):
		before = history.values_before(act.decision, doctype)
		for name in dict.fromkeys([*before, *_names(doctype, {"decision": act.decision})]):
			_undo_place(frappe.get_doc(doctype, name, for_update=True), before.get(name, {}), act)


def _undo_place(place: Document, was: Mapping[str, Any], act: Annulment) -> None:
	"""A place that is new is marked; one that was defined anew says again what it said before."""
	if place.decision != act.decision:
		raise dependencies.in_the_way(place.decision)
	is_back = bool(was) and not was.get("is_annulled")
	if not is_back:
		dependencies.refuse_occupied(place)
	place.update(dict(was) if is_back else {"is_annulled": 1})
	places.save(place)
	after = history.IN_FORCE if is_back else history.ANNULLED
	places.record(place, history.IN_FORCE, after, act.by, act.reason)


def _undo_announcement(act: Annulment) -> None:
	decision = frappe.db.get_value("Decision", act.decision, ["subject_kind", "election"], as_dict=True)
	if decision and decision.subject_kind == announcement.MATTER:
		announcement.take_back(decision.election)


def _recount(undone: Undone) -> None:
	"""Numbers that stand on other entries: proxies of a candidate, candidates of a list, the order of admissions."""
	changed: dict[str, list[str]] = {}
	for register, name in undone.ended + undone.restored:
		changed.setdefault(register, []).append(name)
	for register, (parent, recount) in COUNTED.items():
		key = {"name": ["in", changed.get(register) or [""]]}
		rows = frappe.get_all(register, key, pluck=parent, order_by="name asc")
		for name in sorted({row for row in rows if row}):
			recount(name)


def _names(register: str, key: Mapping[str, str]) -> list[str]:
	return list(frappe.get_all(register, dict(key), pluck="name", order_by="creation asc, name asc"))
