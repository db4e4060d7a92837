"""What the check of an appeal type found, and what changed in one, with values that a person reads: a field by its label, never by a key.

Codes and places stay as they are, for programs; the values of the sentence are put into the reader's words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import frappe
from frappe import _

from esaylov.appeals.types import field_library
from esaylov.core import rules
from esaylov.core.findings import Finding, Param
from esaylov.core.forms import label
from esaylov.core.rules import RuleMisused

LANGUAGES = ("uz", "ru", "en")
ABOUT_THE_NAME = frozenset({"definition_name", "definition_name_twice"})
"""Findings about the name of a field itself, which somebody typed."""
PLACE = re.compile(r"form_fields\[(\d+)\]")
OF_EFFECT = "type_mapping_"
ENGLISH = {
	**{"uz": "Uzbek", "ru": "Russian", "en": "English", "kaa": "Karakalpak"},
	**{"CEC": "Central Election Commission", "REG": "regional commission", "OKR": "constituency commission"},
	**{"DC": "district commission", "PEC": "precinct commission", "ISSUER": "the commission that issued it"},
}
"""Languages and levels of commissions, where the Desk has no other word for them."""
NAMED = frozenset({"effect", "event", "kind", "level", "lang", "language", "route"})
"""Values that the Desk has words for."""
LISTED = frozenset({"route", "authentication", "recipient_level", "effect", "certificate_kind"})
TITLED = frozenset({"review_statute", "window_from_stage", "window_to_stage"})
CONDITIONS = frozenset({"shown_if", "required_if"})
"""Parts of a type: of a list that the Desk has words for, keys of rows that have titles, and conditions."""


def in_words(findings: Iterable[Finding], rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
	"""The findings of a type, their values in the reader's words. rows: its table of fields."""
	return [_worded(finding, rows) for finding in findings]


def column_words(key: str) -> str:
	"""A column of a register, or of a person, in words: as the library of fields calls the one of this name."""
	ready = next((row for row in field_library.rows() if row["field_name"] == key), None)
	return KEYS[key]() if key in KEYS else _label(ready) if ready else words(key)


def changes_in_words(
	changes: Iterable[Finding], fields: Sequence[Mapping[str, Any]], titles: Mapping[str, str]
) -> list[Finding]:
	"""What changed in a type, as `in_words`. fields: of both definitions, each with its groups' own; titles: of the numbers of the law and
	stages of the calendar, by key.
	"""
	labels = {str(item.get("name")): _of_item(item) for item in _flat(fields)}
	return [replace(change, params=_of_change(change, labels, titles)) for change in changes]


def _of_change(change: Finding, labels: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, Param]:
	given = change.params
	part = str(given.get("part", ""))
	found: dict[str, Param] = {}
	for key, value in given.items():
		if not isinstance(value, str) or value in ("", "–"):
			found[key] = value
		elif key in ("old", "new"):
			found[key] = _side(change.code, part, value, labels, titles)
		elif key == "rule":
			found[key] = _of_rule("rule", value, value)
		else:
			found[key] = {"key": column_words, "name": words, "language": words}.get(key, str)(value)
	return found


def _side(code: str, part: str, value: str, labels: Mapping[str, str], titles: Mapping[str, str]) -> str:
	"""The value before or after."""
	if part in CONDITIONS:
		return _("a condition")
	if part in TITLED:
		return titles.get(value, value)
	if part == "recipient_field" or code == "change_mapping":
		return labels.get(value) or column_words(value)
	return words(value) if part in LISTED or code == "change_field_kind" else value


def _flat(fields: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
	for item in fields:
		yield item
		yield from _flat(item.get("fields") or ())


def _of_item(item: Mapping[str, Any]) -> str:
	return label(item.get("label") or {}, frappe.local.lang or "uz") or words(str(item.get("kind") or ""))


def words(value: str) -> str:
	"""A value of a list in the reader's language; in English, whose words the lists have none of, without its underscores."""
	said = str(_(value))
	return ENGLISH.get(value, value.replace("_", " ")) if said == value else said


def _worded(finding: Finding, rows: Sequence[Mapping[str, Any]]) -> Finding:
	if finding.code in ABOUT_THE_NAME:
		return finding
	params: dict[str, Param] = {}
	for key, value in finding.params.items():
		params[key] = _value(key, value, finding, rows) if isinstance(value, str) else value
	return replace(finding, params=params)


def _value(key: str, value: str, finding: Finding, rows: Sequence[Mapping[str, Any]]) -> str:
	if key in ("name", "field"):
		return _field(value, finding, rows)
	if key == "key" and finding.code.startswith(OF_EFFECT):
		return _quoted(column_words(value))
	if key == "template":
		return _of_template(value)
	if key in ("rule", "parameter"):
		return _of_rule(key, value, str(finding.params.get("rule", "")))
	return words(value) if key in NAMED else value


def _field(name: str, finding: Finding, rows: Sequence[Mapping[str, Any]]) -> str:
	place = PLACE.match(finding.path)
	at = rows[int(place[1])] if place and int(place[1]) < len(rows) else None
	row = at if at and at.get("field_name") == name else None
	row = row or next((one for one in rows if one.get("field_name") == name), None)
	if row is None and finding.code.startswith("type_placeholder"):
		return name
	return _quoted(_label(row) if row else _missing(name))


def _label(row: Mapping[str, Any]) -> str:
	texts = {language: str(row.get(f"label_{language}") or "") for language in LANGUAGES}
	return label(texts, frappe.local.lang or "uz") or str(_(str(row.get("kind") or "")))


def _missing(name: str) -> str:
	"""A field that the form does not have: as the library calls it, else as one that was taken out."""
	ready = next((row for row in field_library.rows() if row["field_name"] == name), None)
	return _label(ready) if ready else _("a field that was removed")


def _of_rule(key: str, value: str, rule: str) -> str:
	try:
		found = rules.describe(rule)
	except RuleMisused:
		return value
	if key == "rule":
		return _quoted(label(found.text, frappe.local.lang or "uz"))
	item = next((one for one in found.parameters if one.name == value), None)
	return _quoted(label(item.label, frappe.local.lang or "uz")) if item else value


def _of_template(name: str) -> str:
	"""A template of messages by when it is sent, as its list calls it; one that is not there by its name."""
	sent_when = frappe.db.get_value("SMS Template", name, "trigger_text")
	return _quoted(str(_(sent_when))) if sent_when else name


def _quoted(text: str) -> str:
	"""In the quotation marks of the reader's language."""
	return str(_("“{0}”")).format(text)


KEYS: Mapping[str, Callable[[], str]] = {
	"candidate": lambda: _("Candidate"),
	"certificate": lambda: _("Certificate"),
	"date": lambda: _("Date"),
	"decision_date": lambda: _("Date of the decision"),
	"decision_no": lambda: _("Number of the decision"),
	"leader": lambda: _("Leader"),
	"list": lambda: _("List"),
	"member": lambda: _("Member"),
	"organization": lambda: _("Organization"),
	"participants": lambda: _("Participants"),
	"position": lambda: _("Position"),
	"regions": lambda: _("Regions"),
	"replaced": lambda: _("Who is replaced"),
	"respondent": lambda: _("Respondent"),
	"responsible": lambda: _("Who is responsible"),
	"rows": lambda: _("Entries, one from each row of"),
	"territory": lambda: _("Territory"),
	"time": lambda: _("Time"),
}
"""What a column of a register is called that no ready field is named after."""
