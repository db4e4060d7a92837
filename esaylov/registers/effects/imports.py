"""Entries of a first set-up or an import: each names a Decision of the kind Imported Act, with the act's number and date."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.elections import checks, decided
from esaylov.framework import clock, guarded_steps, imported_rows
from esaylov.framework.errors import LawBroken, NotPermitted
from esaylov.framework.persistence import documents
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import memberships
from esaylov.registers.effects import places, proxies
from esaylov.registers.entries import entries, history, people
from esaylov.registers.outcome_rules import imported_outcomes
from esaylov.registers.outcome_rules.joining_members import JoiningMember, find_composition_errors
from esaylov.trust.chains import chain, walking

ACTS = WriteGuard("imported acts")
KIND, IMPORTED = "Imported Act", "decision.imported"
OF_ACT = ("name", "commission", "election", "act_number", "text_uz")
PERSON = "person"
OF_MEMBER = ("commission", "position", "starts_on", "ends_on")


@dataclass(frozen=True)
class Act:
	"""A commission's act on paper that the entries stand on."""

	commission: str
	number: str
	date: date
	election: str
	title: str = ""


def import_entries(act: Act, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
	"""Write entries that stand on an act made outside of the system; their names in the order of the rows.

	rows: register and its values; `person` is a Person's name or the answers of a person block. For Administrator and
	Election Administrator (set-up, imports, demonstration). Writes a Decision of the kind Imported Act and one event
	in the commission's chain. Raises NotPermitted, LawBroken for a DocType that is no register, and where mandates exclude
	each other (`mandate_duplicate`, `mandate_incompatible`).
	"""
	_authority()
	commission = _commission(act)
	decision = _act(act, [_title(values) for _, values in rows])
	persons = _persons(rows)
	imported_outcomes.refuse_imported(
		act.election,
		[
			(register, *_holder(values, persons.get(place, {}), commission.territory))
			for place, (register, values) in enumerate(rows)
		],
	)
	written: list[Document] = []
	with entries.WRITER.writing():
		for place, (register, values) in enumerate(rows):
			if register not in entries.REGISTERS:
				raise LawBroken({"doctype": register})
			entry = frappe.new_doc(register)
			entry.update(
				{
					"election": act.election,
					"commission": commission.name,
					"commission_lft": commission.lft,
					"territory": commission.territory,
					"registered_on": act.date,
					"status": entries.REGISTERED,
					"title": _title(values),
					**values,
					**persons.get(place, {}),
					"decision": decision.name,
					"row_path": f"entries[{place}]",
				}
			)
			entry.flags.imported = True
			written.append(entry.insert(ignore_permissions=True))  # the administrator, asked above
	history.record([history.of_entry(entry, "", decision.name) for entry in written])
	proxies.joined(
		str(values["candidate"])
		for register, values in rows
		if register == proxies.PROXY and values.get("status", entries.REGISTERED) == entries.REGISTERED
	)
	_tell(act, decision, len(written))
	return [str(entry.name) for entry in written]


def import_places(act: Act, doctype: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
	"""Write constituencies or polling stations on an Imported Act; what an earlier act defined is defined anew.

	rows: the name of the one that is there ("" for a new one) and its values, whose links the caller has looked up. The caller
	leaves out what a second administrator must sign (`places_import_closed`). For the
	same users, with the same event. Raises NotPermitted, FormInvalid, LawBroken.
	"""
	_authority()
	if doctype not in (places.CONSTITUENCY, places.STATION):
		raise LawBroken({"doctype": doctype})
	decision, lft = _act(act, [_named(act)]), _commission(act).lft
	mark = f"[law] {act.commission}, {act.number}, {act.date}"
	where = (history.IN_FORCE, decision.name, act.commission, lft)
	stands = [
		{
			**values,
			"decision": decision.name,
			"row_path": f"entries[{place}]",
			"source_mark": mark,
			"is_annulled": 0,
		}
		for place, (_, values) in enumerate(rows)
	]
	with decided.WRITER.writing(), guarded_steps.PROVED.writing():
		fresh = [values for (known, _), values in zip(rows, stands, strict=True) if not known]
		names = iter(imported_rows.insert(doctype, fresh))
	locked = documents.all_locked(doctype, [known for known, _ in rows if known])
	for document in locked:
		documents.stands(document)
	there = {str(document.name): document for document in locked}
	changes = []
	for (known, asked), values in zip(rows, stands, strict=True):
		if not known:
			changes.append(history.Change(doctype, next(names), "", *where))
			continue
		document = there[known]
		was = {field: document.get(field) for field in asked}
		before = _standing(document)
		document.update(values)
		changes.append(history.Change(doctype, known, before, *where, was=was))
	with decided.WRITER.writing(), guarded_steps.PROVED.writing():
		imported_rows.change(locked)
	history.record(changes)
	_tell(act, decision, len(changes))


def import_members(act: Act, rows: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Write memberships on an Imported Act; their names: `person` (answers of a person block), commission, position, starts_on, ends_on.

	For the same users, with the same event, while the holder of the bench lets them (`esaylov_customising` in site_config.json) and two persons have signed that. Raises NotPermitted,
	FormInvalid (a member elsewhere in that time).
	"""
	_authority()
	_require_open()
	_check_compositions(rows)
	decision, lft = _act(act, [_named(act)]), _commission(act).lft
	names = people.find_or_make([_vouched(values[PERSON]) for values in rows])
	appointed_by = f"{act.number}, {act.date:%d.%m.%Y}"
	written = memberships.appoint_all(
		[
			{
				**{field: values.get(field) for field in OF_MEMBER},
				**{"person": person, "appointed_by": appointed_by},
				**{"decision": decision.name, "row_path": f"entries[{place}]"},
			}
			for place, (values, person) in enumerate(zip(rows, names, strict=True))
		]
	)
	where = (history.IN_FORCE, decision.name, act.commission, lft)
	history.record([history.Change("Commission Membership", name, "", *where) for name in written])
	_tell(act, decision, len(written))
	return written


def _vouched(answer: Mapping[str, Any]) -> people.Asked:
	"""A member of a table for which two administrators signed: a new person has the number that the table says."""
	return people.Asked(answer, phone=people.phone_of(answer), is_vouched=True)


def _check_compositions(rows: Sequence[Mapping[str, Any]]) -> None:
	"""The commissions are lawful with these members, on each day from today. Raises FormInvalid."""
	joining = [
		JoiningMember(
			str(values["commission"]),
			str(values["position"]),
			*checks.days_of(values.get("starts_on"), values.get("ends_on")),
			path=f"rows[{place}]",
		)
		for place, values in enumerate(rows)
	]
	checks.refuse(find_composition_errors(joining))


def _require_open() -> None:
	"""An act that one administrator types appoints nobody by itself: two persons sign that the holder of the bench has imports open.

	Raises NotPermitted (`members_import_closed`).
	"""
	if not guarded_steps.is_opened():
		raise NotPermitted(code="members_import_closed")


def _commission(act: Act) -> frappe._dict:
	row = frappe.db.get_value(
		"Election Commission", act.commission, ["name", "lft", "territory"], as_dict=True
	)
	if not row:
		raise LawBroken({"field": "commission"})
	return row


def _standing(document: Document) -> str:
	return history.ANNULLED if document.is_annulled else history.IN_FORCE


def _tell(act: Act, decision: Document, entries_count: int) -> None:
	body = {"decision": decision.name, "entries": entries_count, "sha256": _sha256(decision)}
	chain.record(act.commission, IMPORTED, body, clock.now())


def _sha256(decision: Document) -> str:
	"""Over what an act says; its state is compared with what annulled it."""
	rows = [[row.row_path or "", row.subject or "", row.outcome or ""] for row in decision.rows]
	days = [str(decision.get(field) or "") for field in ("act_date", "decided_on")]
	return sha256_hex(canonical([[str(decision.get(field) or "") for field in OF_ACT], days, rows]))


def not_as_imported() -> list[str]:
	"""Imported Acts of which no chain tells, or that say something else than when they were imported."""
	told: dict[str, str | None] = {}
	for event in walking.walk((IMPORTED,)):
		body = json.loads(event.body)
		told[body["decision"]] = body.get("sha256")  # an event of an earlier version has none
	there = frappe.get_all("Decision", {"kind": KIND}, pluck="name", order_by="name asc", limit=0)
	return [
		name
		for name in there
		if name not in told or told[name] not in (None, _sha256(frappe.get_doc("Decision", name)))
	]


def check_act(decision: Document) -> None:
	"""An Imported Act is written by this module alone, with the number and date of the act. Raises LawBroken."""
	ACTS.check(decision)
	if decision.appeal or not (decision.act_number and decision.act_date):
		raise LawBroken({"field": "act_number"})


def _authority() -> None:
	user = frappe.session.user
	if user != "Administrator" and "Election Administrator" not in frappe.get_roles(user):
		raise NotPermitted()


def _act(act: Act, titles: Sequence[str]) -> Document:
	decision = frappe.new_doc("Decision")
	decision.update(
		{
			"kind": KIND,
			"commission": act.commission,
			"election": act.election,
			"outcome": "Granted",
			"decided_on": act.date,
			"act_number": act.number,
			"act_date": act.date,
			"text_uz": act.title or act.number,
			"rows": [
				{"row_path": f"entries[{place}]", "subject": title, "outcome": "Granted"}
				for place, title in enumerate(titles)
			],
		}
	)
	with ACTS.writing():
		decision.insert(ignore_permissions=True)  # the administrator, asked above
		decision.status = "Signed"
		decision.save(ignore_permissions=True)  # as above
	return decision


def _named(act: Act) -> str:
	"""The one row of an act over many places or members; each of them names the act, so none is looked for in it."""
	return (act.title or act.number)[:140]


def _title(values: Mapping[str, Any]) -> str:
	inner = values.get(PERSON)
	named = inner.get("full_name") if isinstance(inner, Mapping) else values.get("full_name")
	return str(values.get("title") or named or "-")[:140]


def _persons(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[int, dict[str, str]]:
	"""Persons given by their data, found or made; those given by name stay as they are."""
	given = {place: values[PERSON] for place, (_, values) in enumerate(rows) if _is_data(values)}
	names = people.find_or_make([people.Asked(answer) for answer in given.values()])
	return {
		place: {
			PERSON: name,
			"full_name": " ".join(str(answer.get("full_name") or "").split()),
			"phone": people.phone_of(answer),
		}
		for (place, answer), name in zip(given.items(), names, strict=True)
	}


def _holder(
	values: Mapping[str, Any], person: Mapping[str, str], territory: str
) -> tuple[str, Mapping[str, Any]]:
	"""The Person of a row and what it says of a mandate; without a territory that of the commission."""
	return str(person.get(PERSON) or values.get(PERSON) or ""), {"territory": territory, **values}


def _is_data(values: Mapping[str, Any]) -> bool:
	return isinstance(values.get(PERSON), Mapping)
