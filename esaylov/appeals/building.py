"""The verbs of the person who builds appeal types (Election Administrator); part of the door `appeals.service`.

`values` is a type as it stands in a form of the Desk or in a file: fields of Appeal Type by name, saved or not.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import frappe

from esaylov.appeals import consistency, definitions, exchange, extent, publishing, rehearsal, studio
from esaylov.appeals.applicants import Applicant
from esaylov.appeals.rehearsal import Place, Rehearsal
from esaylov.core import rules
from esaylov.core.appeal_types.routes import may_hold
from esaylov.core.findings import Finding
from esaylov.core.forms import library
from esaylov.identity import service as identity
from esaylov.registers import service as registers

__all__ = ["Place", "Rehearsal"]

LIBRARY = Path(__file__).parent / "field_library.json"
TITLES = ("title_uz", "title_ru", "title_en")

publish = publishing.publish
unpublish = publishing.unpublish
history = publishing.history
compare = publishing.compare
export = exchange.export
take_in = exchange.take_in
copy = exchange.copy
opened = studio.opened
save = studio.save


def check(values: Mapping[str, Any]) -> list[Finding]:
	"""What does not hold together in a type, errors first. Raises FormInvalid for values of a wrong shape."""
	return consistency.check(exchange.unsaved(values))


def rehearse(values: Mapping[str, Any], place: Place, answers: Mapping[str, Any] | None) -> Rehearsal:
	"""A dry run with answers, or with sample answers without; nothing is written. Raises FormInvalid, NotFound."""
	return rehearsal.run(exchange.unsaved(values), place, answers)


def empty(values: Mapping[str, Any], place: Place) -> Rehearsal:
	"""The form as an applicant finds it before typing; nothing is written. Raises FormInvalid, NotFound."""
	return rehearsal.empty(exchange.unsaved(values), place)


def workbench() -> dict[str, Any]:
	"""What the builder offers: library of fields, rules with parameters, effects with keys, numbers of the law, stages,
	elections."""
	return {
		"library": library_rows(),
		"sections": library.SECTIONS,
		"rules": [rules.describe(name).as_dict() for name in rules.names()],
		"effects": {effect: dict(keys) for effect, keys in sorted(registers.EFFECT_KEYS.items())},
		"certificates": dict(consistency.world().certificates),
		"statutes": _rows("Statute", "key", ["key", "value", "unit", "article", *TITLES]),
		"stages": _rows("Election Stage", "key", ["key", *TITLES]),
		"elections": frappe.get_all(
			"Election", fields=["name", "title_uz", "title_ru", "title_en"], order_by="election_day desc"
		),
		"recipients": sorted(consistency.world().recipients),
		"routes": routes(),
		"sources": identity_sources(),
		"messages": _usual_messages(),
		"territory": frappe.db.get_value("Administrative Territory", {"level": "District"}, "name") or "",
	}


def routes() -> dict[str, list[dict[str, str]]]:
	"""Route to the steps that an appeal of it can take, by the Workflow: `state`, `next_state`; what it never comes to is left out."""
	known = consistency.world()
	options = extent.columns(definitions.TYPE)["route"].options.split("\n")
	return {
		route: [
			{"state": row.start, "next_state": row.end}
			for row in known.transitions
			if row.start in known.states(route) and may_hold(row.condition, route)
		]
		for route in options
	}


USUAL = {
	"appeal_received": "received",
	"appeal_returned": "returned",
	"appeal_in_review": "in_review",
	"appeal_approved": "granted",
	"appeal_refused": "refused",
	"appeal_withdrawn": "withdrawn",
}
"""Short name of an SMS template to the event that it usually answers."""


def _usual_messages() -> dict[str, str]:
	"""Event to the template that every type may start with."""
	filters = {"slug": ["in", list(USUAL)], "enabled": 1}
	rows = frappe.get_all("SMS Template", filters=filters, fields=["name", "slug"], order_by="name asc")
	return {USUAL[row.slug]: row.name for row in rows}


def identity_sources() -> list[str]:
	"""Facts that may fill a field (`filled_from`)."""
	blank = identity.Body("", "", "", "", "", "", "")
	return sorted(Applicant("", blank, "", "", "uz").sources())


@cache
def library_rows() -> list[dict[str, Any]]:
	"""Ready fields: rows of Appeal Field, each with its `section`, a group with the names of its `columns`."""
	rows: list[dict[str, Any]] = json.loads(LIBRARY.read_text(encoding="utf-8"))
	return rows


def _rows(doctype: str, key: str, fields: list[str]) -> list[dict[str, Any]]:
	"""The rows of a register, each key once: a number has a row for each time it held, a stage one for each election."""
	rows = frappe.get_all(doctype, fields=fields, order_by=f"`tab{doctype}`.`{key}` asc")
	return list({row[key]: dict(row) for row in rows}.values())
