"""The check of an appeal type against the site: what the law, the calendar, the registers and the messages have."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.types import definitions, finding_words, law_numbers, recipient
from esaylov.core import appeal_types
from esaylov.core.appeal_types.context import EffectKeys, Template
from esaylov.core.findings import Finding, Severity
from esaylov.core.formats import placeholders, sms
from esaylov.core.forms.row_places import in_rows
from esaylov.framework.errors import FormInvalid
from esaylov.registers.entries.keys import EFFECT_KEYS

LANGUAGES = ("uz", "ru", "en")
LIMIT_UNIT = "days"
"""Unit of a Statute that can be the limit of a review."""


def check(document: Document) -> list[Finding]:
	"""All findings of an appeal type as it stands, saved or not, with values in the reader's words; errors first. Writes nothing."""
	try:
		definition = definitions.definition_of(document)
	except FormInvalid as refusal:  # its JSON columns or its groups cannot be read: that comes first
		return list(refusal.findings)
	found = [
		*law_numbers.missing_numbers(definition),
		*appeal_types.check(with_messages(definition, document), world()),
	]
	rows = [row.as_dict() for row in document.form_fields]
	return finding_words.in_words(in_rows(found, rows), rows)


def check_publishing(document: Document) -> None:
	"""Raises FormInvalid with the errors of a type that is being published; warnings stop nothing."""
	wrong = [finding for finding in check(document) if finding.severity is Severity.ERROR]
	if wrong:
		raise FormInvalid(wrong)


def with_messages(definition: Mapping[str, Any], document: Document) -> dict[str, Any]:
	"""The definition with the messages, which no version freezes: a better text serves open appeals too."""
	rows = [{"event": row.event or "", "sms_template": row.sms_template or ""} for row in document.messages]
	return {**definition, "messages": rows}


def world() -> appeal_types.World:
	"""What a type may name on this site today; one query a register."""
	return appeal_types.World(
		effects={
			effect: EffectKeys(frozenset(keys["required"]), frozenset(keys["optional"]))
			for effect, keys in EFFECT_KEYS.items()
		},
		statutes=frozenset(_column("Statute", "key")),
		limits=frozenset(frappe.get_all("Statute", {"unit": LIMIT_UNIT}, pluck="key", order_by="name asc")),
		stages=frozenset(_column("Election Stage", "key")),
		templates=_templates(),
		placeholders=frozenset(sms.LIMITS),
		certificates=_certificates(),
		recipients=frozenset(recipient.LEADS),
		transitions=_transitions(),
	)


def _column(doctype: str, field: str) -> list[str]:
	return frappe.get_all(doctype, pluck=field, distinct=True, order_by=f"`tab{doctype}`.`{field}` asc")


def _templates() -> dict[str, Template]:
	texts = [f"text_{language}" for language in LANGUAGES]
	rows = frappe.get_all("SMS Template", fields=["name", "enabled", *texts], order_by="name asc")
	return {
		row.name: Template(
			bool(row.enabled),
			frozenset(name for text in texts for name in placeholders.names(row[text] or "")),
		)
		for row in rows
	}


def _certificates() -> dict[str, str]:
	rows = frappe.get_all("Certificate Kind", fields=["name", "register_doctype"], order_by="name asc")
	return {row.name: row.register_doctype or "" for row in rows}


def _transitions() -> list[appeal_types.Transition]:
	"""Rows of the active Workflow of appeals; none while the site is being set up."""
	names = frappe.get_all(
		"Workflow", filters={"document_type": "Appeal", "is_active": 1}, pluck="name", order_by="name asc"
	)
	rows = frappe.get_all(
		"Workflow Transition",
		filters={"parenttype": "Workflow", "parent": ["in", names]},
		fields=["state", "next_state", "condition"],
		order_by="idx asc",
	)
	return [appeal_types.Transition(row.state, row.next_state, row.condition or "") for row in rows]
