"""What a signed decision grants: its granted rows beside the answers they stand for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache

from esaylov import filings
from esaylov.errors import LawBroken

PATH = re.compile(r"^(?P<group>[a-z_0-9]+)\[(?P<index>\d+)\]$")


@dataclass(frozen=True)
class Grant:
	"""One granted row of a signed decision."""

	decision: Document
	appeal: Document
	definition: Mapping[str, Any]
	answers: Mapping[str, object]
	path: str
	row: Mapping[str, object]

	def mapped(self, key: str) -> object:
		"""The answer that the type's mapping feeds into a field of the effect, from the row first; None without one."""
		name = self.definition["effect_mapping"].get(key, key)
		return self.row.get(name) if name in self.row else self.answers.get(name)


def definition_of(appeal: Document | Mapping[str, Any]) -> dict[str, Any]:
	"""The type as it was when the appeal was signed: fields, effect, effect_mapping, certificate_kind; LawBroken without."""
	stored = _stored(appeal.appeal_type, appeal.type_version)
	if not stored:
		raise LawBroken({"doctype": "Appeal Type Version"})
	return {"effect": "", "effect_mapping": {}, "certificate_kind": "", **stored}


@request_cache
def _stored(appeal_type: str, version: int) -> dict[str, Any] | None:
	"""A frozen version; it never changes, so a list of a hundred people reads it once."""
	key = {"appeal_type": appeal_type, "version": version}
	return frappe.parse_json(frappe.db.get_value("Appeal Type Version", key, "definition"))


def of_decision(name: str) -> list[Grant]:
	"""The grants of a decision in the order of its rows. Raises LawBroken unless it is signed and has an appeal."""
	decision = frappe.get_doc("Decision", name)
	if decision.status != "Signed" or not decision.appeal:
		raise LawBroken({"decision": name})
	appeal = filings.last(frappe.get_doc("Appeal", decision.appeal))
	definition = definition_of(appeal)
	answers = frappe.parse_json(appeal.answers) or {}
	return [
		Grant(decision, appeal, definition, answers, row.row_path, _answer_at(answers, row.row_path))
		for row in decision.rows
		if row.outcome == "Granted"
	]


def _answer_at(answers: Mapping[str, object], path: str) -> Mapping[str, object]:
	found = PATH.match(path)
	if not found:
		return answers
	row = answers[found["group"]][int(found["index"])]
	inner = row.get("person")
	return inner if isinstance(inner, Mapping) else row
