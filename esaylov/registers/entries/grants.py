"""What a signed decision grants: its granted rows beside the answers they stand for."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, table_cache
from esaylov.registers.entries import ex_officio_acts, latest_filing

PATH = re.compile(r"^(?P<group>[a-z_0-9]+)\[(?P<index>\d+)\]$")
GRANTING = ("Granted", "Acknowledged")
Asked = tuple[Document | frappe._dict, dict[str, Any], dict[str, Any]]
"""What an appeal, or a decision without one, asks: itself, its definition and its answers."""
COMMISSION_FIELDS = ["name", "level", "lft", "territory"]


@dataclass(frozen=True)
class Grant:
	"""One granted row of a signed decision. `commission` holds COMMISSION_FIELDS of the deciding commission."""

	decision: Document
	appeal: Document | frappe._dict
	definition: Mapping[str, Any]
	answers: Mapping[str, object]
	path: str
	row: Mapping[str, object]
	commission: Mapping[str, Any]

	def mapped(self, key: str) -> Any:
		"""The answer that the type's mapping feeds into a key of the effect, from the row first; None without one."""
		name = self.definition["effect_mapping"].get(key, key)
		return self.row.get(name) if name in self.row else self.answers.get(name)

	def needed(self, key: str) -> Any:
		"""The same; raises LawBroken (`effect_incomplete`) without an answer."""
		value = self.mapped(key)
		if value in (None, ""):
			raise LawBroken({"answer": key}, code="effect_incomplete")
		return value

	def link_of(self, key: str) -> str:
		"""The DocType that the Link field of a key leads to; "" where the key has none."""
		name = self.definition["effect_mapping"].get(key, key)
		found = (field for field in self.definition["fields"] if field.get("name") == name)
		return next((field["link"]["doctype"] for field in found if field.get("link")), "")

	def people_group(self) -> str:
		"""The group whose rows are decided one by one; "" for an appeal that is decided as a whole."""
		return str(self.definition["effect_mapping"].get("rows") or "")


def definition_of(appeal: Document | frappe._dict) -> dict[str, Any]:
	"""The type as it was when the appeal was signed: fields, effect, effect_mapping, certificate_kind; LawBroken without."""
	stored = _stored(appeal.appeal_type, appeal.type_version)
	if not stored:
		raise LawBroken({"doctype": "Appeal Type Version"})
	empty = {"effect": "", "effect_mapping": {}, "certificate_kind": "", "election_types": [], "rules": []}
	return {**empty, **stored}


@table_cache.cached("Appeal Type Version")
def _stored(appeal_type: str, version: int) -> dict[str, Any] | None:
	"""A frozen version; it never changes, so a list of a hundred people reads it once."""
	key = {"appeal_type": appeal_type, "version": version}
	row = reads.row("Appeal Type Version", key, ["definition"])
	stored: dict[str, Any] | None = frappe.parse_json(row.definition) if row else None
	return stored


def of_decision(name: str) -> list[Grant]:
	"""The grants of a decision in the order of its rows. Raises LawBroken unless it is signed and grants something."""
	return of_signed([frappe.get_doc("Decision", name)])


def of_signed(decisions: Sequence[Document], appeals: Mapping[str, Document] | None = None) -> list[Grant]:
	"""The grants of decisions, decision by decision. appeals: those that are at hand, by name. Raises as `of_decision`."""
	for decision in decisions:
		if decision.status != "Signed" or not (decision.appeal or decision.subject_kind):
			raise LawBroken({"decision": decision.name})
	return decided_by(decisions, appeals)


def decided_by(decisions: Sequence[Document], appeals: Mapping[str, Document] | None = None) -> list[Grant]:
	"""What decisions grant, or would grant once they are signed, decision by decision in the order of their rows."""
	commissions = _commissions({decision.commission for decision in decisions})
	found = []
	for decision in decisions:
		if decision.commission not in commissions:
			raise LawBroken({"doctype": "Election Commission", "name": decision.commission})
		appeal, definition, answers = _asked(decision, appeals or {}) if decision.appeal else _own(decision)
		found += [
			Grant(
				decision,
				appeal,
				definition,
				answers,
				row.row_path,
				answer_at(answers, row.row_path),
				commissions[decision.commission],
			)
			for row in decision.rows
			if row.outcome in GRANTING
		]
	return found


def _commissions(names: Collection[str]) -> dict[str, frappe._dict]:
	# not from the cache: the tree may have grown by this very transaction
	rows = reads.rows("Election Commission", {"name": sorted(names)}, COMMISSION_FIELDS)
	return {row.name: row for row in rows}


def _asked(decision: Document, appeals: Mapping[str, Document]) -> Asked:
	"""Appeal, definition and answers of a decision about an appeal."""
	appeal = latest_filing.last(appeals.get(decision.appeal) or frappe.get_doc("Appeal", decision.appeal))
	return appeal, definition_of(appeal), frappe.parse_json(appeal.answers) or {}


def _own(decision: Document) -> Asked:
	"""The same of a decision without an appeal: its data stand in the place of answers."""
	definition = ex_officio_acts.definition_of(decision.subject_kind)
	return ex_officio_acts.appeal_of(decision), definition, ex_officio_acts.answers_of(decision)


def answer_at(answers: Mapping[str, Any], path: str) -> Mapping[str, object]:
	"""The answers of a row with those of its person among them; all answers for an appeal without rows."""
	found = PATH.match(path)
	if not found:
		return answers
	row: Mapping[str, Any] = answers[found["group"]][int(found["index"])]
	inner = row.get("person")
	return {**row, **inner} if isinstance(inner, Mapping) else row
