"""The rows of appeals that would be granted, and the facts that claims and rules over the result need; read for many at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import methodcaller
from typing import Any

import frappe

from esaylov.core.people.identity import foreign_passport_key, normal_foreign_passport
from esaylov.core.people.names import search_key
from esaylov.core.rules.registry import born_on
from esaylov.framework.persistence import reads
from esaylov.registers.entries import entries, latest_filing
from esaylov.registers.entries.grants import answer_at, definition_of

WHOLE = "appeal"
"""Path of what is decided as a whole."""
CERTIFICATE = "Certificate"
OF_APPEAL = [
	"name",
	"number",
	"appeal_type",
	"type_version",
	"election",
	"recipient",
	"correction",
	"received_at",
]
OF_BODY = ["applicant_body_type", "applicant_body", "answers"]
WITH_PARTY = ("Party Branch", "Candidate", "Proxy", "Authorized Representative")


@dataclass(frozen=True, slots=True)
class AskedRows:
	"""An appeal whose rows (paths) would be granted, with all that its claims are made of."""

	appeal: frappe._dict
	definition: Mapping[str, Any]
	answers: Mapping[str, Any]
	rows: Sequence[tuple[str, Mapping[str, Any]]]
	party: str
	kinds: Mapping[str, str]
	persons: Mapping[str, str]

	@property
	def day(self) -> date | None:
		"""The day of the filing, whose edition of the law its decision applies too; None for what was not filed."""
		received = self.appeal.received_at
		return frappe.utils.getdate(received) if received else None

	def mapped(self, key: str, row: Mapping[str, Any]) -> Any:
		name = self.definition["effect_mapping"].get(key, key)
		return row.get(name) if name in row else self.answers.get(name)

	def person(self, row: Mapping[str, Any]) -> str:
		"""The Person of a row, or the number by which nobody is known yet."""
		# a passport names nobody beside a PINFL: a rival may have had it entered for another person
		told = str(row.get("pinfl") or row.get("passport") or _foreign_key(row))
		return self.persons.get(told, told)

	def entry(self, row: Mapping[str, Any]) -> tuple[str, str]:
		"""Register and name of the entry that `certificate` names: by its certificate, or the entry itself."""
		value = str(self.mapped("certificate", row) or "")
		name = self.definition["effect_mapping"].get("certificate", "certificate")
		fields = (field for field in self.definition["fields"] if field.get("name") == name)
		link = next((field["link"]["doctype"] for field in fields if field.get("link")), "")
		if link in entries.REGISTERS:
			return link, value
		of_certificate = ["register_doctype", "register_name"]
		return frappe.db.get_value(CERTIFICATE, value, of_certificate) or ("", "")

	def kind(self, row: Mapping[str, Any]) -> str:
		"""The kind of election of a row: of its constituency, else what the answers or the type say."""
		constituency = str(self.mapped("constituency", row) or "")
		if constituency:
			return self.kinds.get(constituency, "")
		if named := self.mapped("election_type", row):
			return str(named)
		of_election = frappe.get_cached_doc("Election", self.appeal.election).election_types
		held = {contest.election_type for contest in of_election}
		fitting = held & set(self.definition["election_types"] or held)
		return fitting.pop() if len(fitting) == 1 else ""


def read_asked(asked: Mapping[str, Collection[str] | None], effects: Collection[str]) -> list[AskedRows]:
	"""The appeals that have one of these effects, in the order asked; the others are never read whole.

	asked: name of an appeal to the paths of the rows to be granted, None for all.
	"""
	rows = reads.rows("Appeal", {"name": list(asked)}, OF_APPEAL)
	claiming = {row.name: row for row in rows if definition_of(row)["effect"] in effects}
	if not claiming:
		return []
	bodies = _filed(list(claiming.values()))
	definitions = {name: definition_of(row) for name, row in claiming.items()}
	answers = {name: json.loads(body.answers or "{}") for name, body in bodies.items()}
	granted = {
		name: [
			(path, answer_at(answers[name], path))
			for path in sorted(row_paths(definitions[name], answers[name]) if paths is None else paths)
		]
		for name, paths in asked.items()
		if name in claiming
	}
	party_of, persons = (
		parties_of(bodies.values()),
		persons_of([row for rows in granted.values() for _, row in rows]),
	)
	kinds = kinds_of(definitions, answers)
	return [
		AskedRows(
			frappe._dict({**claiming[name], **bodies[name]}),
			definitions[name],
			answers[name],
			granted[name],
			party_of.get((bodies[name].applicant_body_type, bodies[name].applicant_body), ""),
			kinds,
			persons,
		)
		for name in asked
		if name in claiming
	]


def row_paths(definition: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
	"""The paths of all rows that are decided: those of the people, or the appeal as a whole."""
	group = str(definition["effect_mapping"].get("rows") or "")
	rows = answers.get(group) if group else None
	return [f"{group}[{place}]" for place in range(len(rows))] if isinstance(rows, list) and rows else [WHOLE]


def _filed(appeals: Sequence[frappe._dict]) -> dict[str, frappe._dict]:
	"""Who filed each appeal, and its answers as they were last filed."""
	names = [row.name for row in appeals]
	found = frappe.get_all(
		"Appeal", {"name": ["in", names]}, ["name", *OF_BODY], order_by="name asc", limit=0
	)
	last = _corrected([row.name for row in appeals if row.correction])
	return {row.name: frappe._dict({**row, "answers": last.get(row.name, row.answers)}) for row in found}


def _corrected(names: Sequence[str]) -> dict[str, str]:
	"""The answers as last filed of appeals that were sent back; no query where none was, the usual case."""
	if not names:
		return {}
	rounds = frappe.get_all(
		latest_filing.CORRECTION,
		{"appeal": ["in", names], "status": latest_filing.FILED},
		["appeal", "answers"],
		order_by="round asc",
		limit=0,
	)
	return {row.appeal: row.answers for row in rounds}


def parties_of(bodies: Collection[frappe._dict]) -> dict[tuple[str, str], str]:
	"""The party of each body that filed, one query for each kind of body."""
	named: dict[str, set[str]] = defaultdict(set)
	for body in bodies:
		named[body.applicant_body_type or ""].add(body.applicant_body or "")
	found = {("Political Party", name): name for name in named.get("Political Party", ())}
	for kind in WITH_PARTY:
		if kind in named:
			rows = frappe.get_all(
				kind, {"name": ["in", sorted(named[kind])]}, ["name", "party"], order_by="name asc"
			)
			found |= {(kind, row.name): row.party or "" for row in rows}
	return found


def persons_of(answered: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	"""PINFLs, passports and keys of foreign passports of answers about people to the Persons that carry them.

	A Person without a PINFL (imported, or entered by a passport) is whoever has that name and day of birth [ours].
	"""
	found: dict[str, str] = {}
	for key in ("passport", "pinfl"):
		values = sorted({str(row[key]) for row in answered if row.get(key)})
		for row in reads.rows("Person", {key: values}, ["name", key], "creation") if values else ():
			found.setdefault(row[key], row.name)
	if from_abroad := list(filter(methodcaller("get", "foreign_passport_no"), answered)):
		found |= _foreigners(from_abroad)
	return found | _namesakes([row for row in answered if row.get("pinfl") and row["pinfl"] not in found])


def _foreigners(answered: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	"""Keys of foreign passports of answers to the Persons without a PINFL who have them; one query."""
	numbers = sorted({normal_foreign_passport(str(row["foreign_passport_no"])) for row in answered})
	fields = ["name", "passport", "citizenship"]
	rows = reads.rows("Person", {"passport": numbers, "pinfl": None}, fields, "creation")
	return {foreign_passport_key(row.citizenship or "", row.passport): row.name for row in rows}


def _foreign_key(row: Mapping[str, Any]) -> str:
	"""By which a foreign passport is sought; empty where a row has none."""
	number = row.get("foreign_passport_no")
	return foreign_passport_key(str(row.get("citizenship") or ""), str(number)) if number else ""


def _namesakes(answered: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	"""PINFLs of answers to the Persons without a PINFL who have that name and day of birth; one query."""
	wanted = {
		(key, born.isoformat()): str(row["pinfl"])
		for row in answered
		if (key := search_key(str(row.get("full_name") or ""))) and (born := born_on(row))
	}
	if not wanted:
		return {}
	unnumbered = {"search_key": sorted({key for key, _ in wanted}), "pinfl": None}
	rows = reads.rows("Person", unnumbered, ["name", "search_key", "birth_date"], "creation")
	return {
		wanted[named]: row.name
		for row in rows
		if (named := (row.search_key, str(row.birth_date or ""))) in wanted
	}


def kinds_of(definitions: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, str]:
	"""The kind of election of each constituency that is answered."""
	named = {
		str(answers[name].get(definition["effect_mapping"].get("constituency", "constituency")) or "")
		for name, definition in definitions.items()
	}
	rows = frappe.get_all(
		"Constituency",
		{"name": ["in", sorted(named)]},
		["name", "election_type"],
		order_by="name asc",
		limit=0,
	)
	return {row.name: row.election_type for row in rows}
