"""What the log knows of the table of what is watched: which DocTypes, and what counts of each.

An entry in force about the log itself (`Configuration Change`, `*`) says it, beside what other entries say of documents:
DocType to its watch as JSON. Each release that watches otherwise writes the next one.
"""

import json
from datetime import datetime
from typing import Any, Final

import frappe

from esaylov.framework import clock
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.watched import WATCHED, Watch
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import CHANGE, IN_FORCE, MANY

NOTE: Final = "what is compared"
PAIRS: Final = ("only", "unless")
FLAGS: Final = ("passwords_apart", "of_staff", "is_followed", "in_bulk")
COUNTS: Final = ("fields", "without", "named_by", *PAIRS, *FLAGS)


def known() -> dict[str, Watch]:
	"""DocType to what counted of it when the log last said so; empty before it ever did.

	Whether the entries are whole is for `comparison.log_faults` to say.
	"""
	return {doctype: _watch(said) for doctype, said in _said().items() if said}


def narrowed() -> list[str]:
	"""DocTypes that the log says are compared, and the program does not compare, or compares otherwise; in order.

	A release that means it says so in the log itself (`keep`).
	"""
	return sorted(
		doctype
		for doctype, said in _said().items()
		if said and (doctype not in WATCHED or _text(WATCHED[doctype]) != said)
	)


def since(what: str) -> datetime | None:
	"""When the log first said that something is watched, by its word in `COUNTS`: a release begins with it, and looks no further back."""
	filters = {
		"reference_doctype": CHANGE,
		"reference_name": MANY,
		"action": "Record",
		"status": IN_FORCE,
		"states": ["like", f"%{what}%"],
	}
	begun: datetime | None = frappe.db.get_value(CHANGE, filters, "recorded_at", order_by="recorded_at asc")
	return begun


def changed() -> dict[str, Watch]:
	"""Those of `known` of which something else counts today."""
	return {
		doctype: _watch(text)
		for doctype, text in _said().items()
		if text and doctype in WATCHED and _text(WATCHED[doctype]) != text
	}


def keep(by: str) -> list[str]:
	"""Write what is watched otherwise than the log knows, as one entry in force; its name, or nothing."""
	said = _said()
	new = {doctype: _text(WATCHED[doctype]) for doctype in states.watched()}
	new = {doctype: text for doctype, text in new.items() if said.get(doctype) != text}
	new |= {doctype: "" for doctype, text in said.items() if text and doctype not in WATCHED}
	if not new:
		return []
	row = entries.new(CHANGE, MANY, "Record", {}, {})
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now(), "note": NOTE})
	entries.set_states(row, new)
	entries.insert(row)
	entries.chain(row)
	return [str(row.name)]


def _said() -> dict[str, str]:
	about = {"reference_doctype": CHANGE, "reference_name": MANY, "action": "Record"}
	filters = {**about, "status": IN_FORCE, "states": ["is", "set"]}
	said: dict[str, str] = {}
	for text in frappe.get_all(CHANGE, filters, pluck="states", order_by="recorded_at asc, creation asc"):
		said |= json.loads(text)
	return said


def _text(watch: Watch) -> str:
	values = {key: getattr(watch, key) for key in COUNTS}
	return json.dumps({key: value for key, value in values.items() if value}, sort_keys=True)


def _watch(text: str) -> Watch:
	said: dict[str, Any] = json.loads(text)
	known: dict[str, Any] = {key: tuple(said[key]) for key in COUNTS if key in said and key not in FLAGS}
	known |= {key: bool(said.get(key)) for key in FLAGS}
	for key in PAIRS:
		field, values = said.get(key, ("", ()))
		known[key] = (field, tuple(values))
	return Watch("", **known)
