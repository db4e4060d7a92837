"""Rows of Count Entry: what one person typed of one protocol in one round. No role may read them, and this package alone writes them."""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.results import FIELDS
from esaylov.core.results.double_entry import STATION
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.framework.persistence.write_guard import WriteGuard

ENTRY = "Count Entry"
PERSONS = 2
ENTRIES = WriteGuard("entries of counts")


def check_entry(row: Document) -> None:
	"""Called from Count Entry.validate. Raises LawBroken: only this module writes."""
	ENTRIES.check(row)


def own_entry(document: Document, person: str, locking: bool = False) -> frappe._dict | None:
	"""What a person typed in this round: `name`, `typed`, `place` (0 until it is finished). locking: as `finished_entries`."""
	if not person:
		return None
	key, fields = {**_round_key(document), "person": person}, ["name", "typed", "place"]
	return frappe.db.get_value(ENTRY, key, fields, as_dict=True, for_update=locking)


def own_open_entry(document: Document, person: str) -> Document:
	"""The caller's entry of this round, new if there is none. Raises WrongState (`entry_own_finished`)."""
	known = own_entry(
		document, person, locking=True
	)  # two calls of one person at a moment: the second sees the first
	if known and known.place:
		raise WrongState({"status": document.status}, code="entry_own_finished", article="58, 94")
	if known:
		return frappe.get_doc(ENTRY, known.name)
	row = frappe.new_doc(ENTRY)
	row.update({**_round_key(document), "person": person})
	return row


def finished_entries(document: Document, locking: bool = False) -> list[frappe._dict]:
	"""The finished entries of this round, in their order. locking: for a step, which must see an entry that ended a moment ago."""
	fields = ["name", "person", "place", "typed", "finished_at"]
	where = {**_round_key(document), "place": [">", 0]}
	rows = frappe.db.get_values(
		ENTRY, where, fields, as_dict=True, for_update=locking, order_by="place asc", limit=PERSONS
	)
	return list(rows)


def _round_key(document: Document) -> dict[str, Any]:
	return {"protocol": document.name, "round": document.entry_round}


def persons_of(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	"""Who finished an entry, and when: nothing of their numbers."""
	persons = {"name": ["in", [row.person for row in rows] or [""]]}
	names = dict(frappe.get_all("Person", persons, ["name", "full_name"], as_list=True, order_by="name asc"))
	return [
		{"person": row.person, "name": names.get(row.person, ""), "at": row.finished_at.isoformat()}
		for row in rows
	]


def save_entry(row: Document) -> None:
	"""Insert or save an entry."""
	with ENTRIES.writing():
		if row.is_new():
			row.insert(ignore_permissions=True)  # the position of the caller was asked before
		else:
			row.save(ignore_permissions=True)  # as above


def known_numbers(typed: Mapping[str, Any]) -> dict[str, Any]:
	"""Of what was sent the station, the numbers and the votes; what is empty is left out."""
	keys = (STATION, *FIELDS, "votes")
	return {key: typed.get(key) for key in keys if typed.get(key) not in (None, "", {})}


def typed_in(row: Document | frappe._dict) -> dict[str, Any]:
	"""The numbers of an entry."""
	typed: dict[str, Any] = json.loads(row.typed or "{}")
	return typed


def revise_entry(name: str, typed: Mapping[str, Any]) -> None:
	"""Put new numbers into a finished entry; the former ones stay in it."""
	row = frappe.get_doc(ENTRY, name)
	earlier = [*json.loads(row.earlier or "[]"), {"typed": typed_in(row), "until": str(clock.now())}]
	row.update(
		{"typed": json.dumps(typed, ensure_ascii=False), "earlier": json.dumps(earlier, ensure_ascii=False)}
	)
	save_entry(row)
