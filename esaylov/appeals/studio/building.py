"""The verbs of the person who builds appeal types (Election Administrator).

`values` is a type as it stands in a form of the Desk or in a file: fields of Appeal Type by name, saved or not.
"""

from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.studio import link_registers, rehearsal, studio
from esaylov.appeals.studio.rehearsal import Place, Rehearsal
from esaylov.appeals.types import (
	carrying,
	consistency,
	definitions,
	exchange,
	extent,
	field_library,
	finding_words,
	publishing,
	type_statistics,
)
from esaylov.core import rules
from esaylov.core.appeal_types.consistency import EVENT_STATES
from esaylov.core.appeal_types.routes import may_hold
from esaylov.core.findings import Finding
from esaylov.core.forms import library
from esaylov.core.texts import article_words
from esaylov.identity import bodies
from esaylov.messages.texts import naming
from esaylov.registers.entries.keys import EFFECT_KEYS

__all__ = ["Place", "Rehearsal"]

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
statistics = type_statistics.of_type
earlier_drafts = carrying.report


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
	"""What the builder offers: library of fields, rules with parameters, effects with keys, kinds of papers, numbers of the law, stages,
	elections, what is voted on, events of messages with the states in which they happen, texts of messages, registers that a field may
	name, and what is known of an applicant."""
	return {
		"library": field_library.rows(),
		"sections": library.SECTIONS,
		"rules": [rules.describe(name).as_dict() for name in rules.names()],
		"effects": {effect: dict(keys) for effect, keys in sorted(EFFECT_KEYS.items())},
		"columns": {key: finding_words.column_words(key) for key in _effect_keys()},
		"certificates": dict(consistency.world().certificates),
		"papers": frappe.get_all("Certificate Kind", fields=["name", *TITLES], order_by="name asc"),
		"statutes": _statutes(),
		"stages": _rows("Election Stage", "key", ["key", *TITLES]),
		"elections": frappe.get_all(
			"Election", fields=["name", "title_uz", "title_ru", "title_en"], order_by="election_day desc"
		),
		"recipients": sorted(consistency.world().recipients),
		"routes": routes(),
		"sources": identity_sources(),
		"facts": link_registers.facts(),
		"registers": link_registers.registers(),
		"contests": frappe.get_all("Election Type", fields=["name", *TITLES], order_by="name asc"),
		"messages": _usual_messages(),
		"events": events(),
		"templates": _templates(),
		"territory": frappe.db.get_value("Administrative Territory", {"level": "District"}, "name") or "",
	}


def _statutes() -> list[dict[str, Any]]:
	"""The numbers of the law, with what each stands in by the words of the reader's language."""
	rows = _rows("Statute", "key", ["key", "value", "unit", "article", *TITLES])
	language = frappe.local.lang or "uz"
	return [{**row, "law": article_words(row["article"] or "", language)} for row in rows]


def _effect_keys() -> set[str]:
	known = EFFECT_KEYS.values()
	return {key for keys in known for key in (*keys["required"], *keys["optional"])}


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


def events() -> list[dict[str, Any]]:
	"""Each `event` that a message may answer, and the `states` in which it happens, the one that it is called after first."""
	options = extent.columns("Appeal Type Message")["event"].options.split("\n")
	return [
		{
			"event": event,
			"states": sorted(
				HAPPENS_IN.get(event, ()), key=lambda state: (not _is_called(event, state), state)
			),
		}
		for event in options
	]


def _is_called(event: str, state: str) -> bool:
	return state.lower().replace(" ", "_") == event


HAPPENS_IN = {**EVENT_STATES, "received": frozenset({"Registered"})}
"""Event of a message -> the states of an appeal in which it happens; what is not here happens to entries, later."""
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


def _templates() -> list[dict[str, Any]]:
	"""The texts that a message may have: those that are sent, with their places called by words of the language of each."""
	fields = {f"text_{lang}": lang for lang in ("uz", "ru", "en")}
	rows = frappe.get_all(
		"SMS Template", filters={"enabled": 1}, fields=["name", *fields], order_by="name asc"
	)
	for row in rows:
		row.update({field: naming.named_text(row[field] or "", lang) for field, lang in fields.items()})
	return [dict(row) for row in rows]


def identity_sources() -> list[str]:
	"""Facts that may fill a field (`filled_from`)."""
	blank = bodies.Body("", "", "", "", "", "", "")
	return sorted(Applicant("", blank, "", "", "uz").sources())


def _rows(doctype: str, key: str, fields: list[str]) -> list[dict[str, Any]]:
	"""The rows of a register, each key once: a number has a row for each time it held, a stage one for each election."""
	rows = frappe.get_all(doctype, fields=fields, order_by=f"`tab{doctype}`.`{key}` asc")
	return list({row[key]: dict(row) for row in rows}.values())
