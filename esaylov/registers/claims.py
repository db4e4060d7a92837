"""What granting an appeal would claim, end or rest on (a person in a contest, a seat, a mandate, a party's admission).

Asked before anybody votes or signs; `core.rules.conflicts` says what follows. The unique indexes of `entries.ONCE` and the
locked entries decide at the signature. This forecasts what they will say for many appeals at once, in a number of queries that
does not grow with them; it writes and locks nothing.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.rules.conflicts import Act, Mode, Use, conflicts
from esaylov.elections import statutes
from esaylov.framework import reads
from esaylov.registers import entries, latest_filing, parties, proxies, said_now
from esaylov.registers.grants import answer_at, definition_of

CANDIDATE, LIST, PROXY = "Candidate", "Candidate List", "Proxy"
NOT_ADMITTED = parties.NOT_ADMITTED
WHOLE = "appeal"
"""Path of what is decided as a whole."""
ELSEWHERE, REPLACING = "entry_elsewhere", "replace_candidate"
"""A candidate who is replaced may be another commission's: the seat decides who replaces."""
CERTIFICATE = "Certificate"
OF_APPEAL = ["name", "number", "appeal_type", "type_version", "election", "recipient", "correction"]
OF_BODY = ["applicant_body_type", "applicant_body", "answers"]
WITH_PARTY = ("Party Branch", "Candidate", "Proxy", "Authorized Representative")


@dataclass(frozen=True, slots=True)
class Contest:
	"""Why a row cannot be granted. number: of the appeal that claims the same, where another one does (`entry_claimed`)."""

	path: str
	code: str
	number: str = ""
	article: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
	"""An appeal whose rows (paths) would be granted, with all that its claims are made of."""

	appeal: frappe._dict
	definition: Mapping[str, Any]
	answers: Mapping[str, Any]
	rows: Sequence[tuple[str, Mapping[str, Any]]]
	party: str
	kinds: Mapping[str, str]
	persons: Mapping[str, str]

	def mapped(self, key: str, row: Mapping[str, Any]) -> Any:
		name = self.definition["effect_mapping"].get(key, key)
		return row.get(name) if name in row else self.answers.get(name)

	def person(self, row: Mapping[str, Any]) -> str:
		"""The Person of a row, or the number by which nobody is known yet."""
		told = [str(row[key]) for key in ("pinfl", "passport") if row.get(key)]
		return next((self.persons[value] for value in told if value in self.persons), told[0] if told else "")

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


def claims_anything(appeal: Document | frappe._dict) -> bool:
	"""Whether granting an appeal of this type and version may claim, end or rest on what others may."""
	return definition_of(appeal)["effect"] in _USES


def contests(asked: Mapping[str, Collection[str] | None]) -> dict[str, list[Contest]]:
	"""Before a vote or a signature: appeals to what stands in the way of granting some of their rows, as the registers stand.

	asked: name of an appeal to the paths of the rows to be granted (None: of all), in the order in which they are to be decided: where two
	claim the same, or one rests on what the other ends, the later one is contested. Those that nothing contests are not
	named. Writes and locks nothing; the effect decides.
	"""
	wanted = _asked(asked)
	acts = _acts(wanted)
	found: dict[str, list[Contest]] = defaultdict(list)
	for one in wanted:
		found[one.appeal.name] += _not_admitted(one)
	for name, against in _elsewhere(wanted, acts).items():
		found[name] += against
	able = [act for act in acts if not found[act.name]]
	for name, against_it in conflicts(able, said_now.of(able)).items():
		found[name] += [Contest(one.path, one.code, one.number) for one in against_it]
	return {appeal: contested for appeal, contested in found.items() if contested}


def acts_of(asked: Mapping[str, Collection[str] | None]) -> list[Act]:
	"""What granting these rows would do, for those appeals whose effect claims something; asked: as `contests`."""
	return _acts(_asked(asked))


def _acts(wanted: Sequence[_Asked]) -> list[Act]:
	return [
		Act(
			one.appeal.name,
			one.appeal.number or "",
			tuple(_USES[one.definition["effect"]](one)),
			one.appeal.recipient or "",
		)
		for one in wanted
	]


def _takes(path: str, register: str, key: str, parts: Sequence[str], frees: str = "") -> Use:
	return Use(path, Mode.TAKES, f"{register}|{key}|{'|'.join(parts)}", frees and f"{register}|{frees}")


def _of_candidate(one: _Asked, frees_key: str = "") -> Iterator[Use]:
	admissions: dict[str, str] = {}
	for path, row in one.rows:
		kind, constituency = one.kind(row), str(one.mapped("constituency", row) or "")
		frees = str(one.mapped(frees_key, row) or "") if frees_key else ""
		yield _takes(path, CANDIDATE, "standing_key", (one.appeal.election, kind, one.person(row)), frees)
		if seat := entries.seat_of(constituency, kind):
			yield _takes(path, CANDIDATE, "seat_key", (one.appeal.election, seat, one.party), frees)
		if constituency:
			yield Use(path, Mode.NEEDS, f"{said_now.CONSTITUENCY}|{constituency}")
		if kind not in admissions:
			admissions[kind] = _admission(one, kind)
		if admissions[kind]:
			yield Use(path, Mode.NEEDS, f"{parties.ADMISSION}|{admissions[kind]}")


def _admission(one: _Asked, kind: str) -> str:
	"""The one admission that a nomination rests on, where its type asks for one; of several none is needed for itself."""
	if parties.admission_article(one.definition) is None:
		return ""
	names = parties.admissions(one.party, one.appeal.election, [kind], _place(one))
	return names[0] if len(names) == 1 else ""


def _of_admission(one: _Asked) -> Iterator[Use]:
	for path, row in one.rows:
		parts = (
			one.appeal.election,
			one.kind(row),
			str(one.mapped("party", row) or ""),
			one.appeal.recipient,
		)
		yield _takes(path, parties.ADMISSION, "standing_key", parts)


def _of_replacement(one: _Asked) -> Iterator[Use]:
	"""Who still stands ends with it; who left before, the usual case, is ended no more."""
	replaced = {path: f"{CANDIDATE}|{one.mapped('replaced', row) or ''}" for path, row in one.rows}
	held = said_now.in_force(list(replaced.values()))
	yield from (Use(path, Mode.ENDS, key) for path, key in replaced.items() if key in held)
	yield from _of_candidate(one, "replaced")


def _of_list(one: _Asked) -> Iterator[Use]:
	if one.rows:
		path, row = one.rows[0]
		party = str(one.mapped("party", row) or one.party)
		yield _takes(path, LIST, "standing_key", (one.appeal.election, one.kind(row), party))
	yield from _of_candidate(one)


def _of_proxies(one: _Asked) -> Iterator[Use]:
	is_own = one.appeal.applicant_body_type == CANDIDATE
	is_limited = any(rule["rule"] == proxies.LIMIT_RULE for rule in one.definition["rules"])
	for path, row in one.rows:
		candidate = one.appeal.applicant_body if is_own else str(one.mapped("candidate", row) or "")
		yield Use(path, Mode.NEEDS, f"{CANDIDATE}|{candidate}")
		yield _takes(path, PROXY, "standing_key", (candidate, one.person(row)))
		if is_limited:
			yield Use(path, Mode.FILLS, f"{_limit(one.definition)}|{candidate}")


def _limit(definition: Mapping[str, Any]) -> int:
	rules = (rule for rule in definition["rules"] if rule["rule"] == proxies.LIMIT_RULE)
	return min(statutes.number(rule["parameters"]["statute"]) for rule in rules)


def _of_leaving(one: _Asked) -> Iterator[Use]:
	for path, row in one.rows:
		yield Use(path, Mode.ENDS, f"{CANDIDATE}|{one.mapped('candidate', row) or ''}")
		if registered := one.mapped("list", row):
			yield Use(path, Mode.NEEDS, f"{LIST}|{registered}")


def _of_mandate(one: _Asked) -> Iterator[Use]:
	"""The entry that a certificate belongs to ends; that of a proxy rests on its candidate."""
	for path, row in one.rows:
		register, name = one.entry(row)
		yield Use(path, Mode.ENDS, f"{register}|{name}")
		if register == PROXY:
			candidate = str(frappe.db.get_value(PROXY, name, "candidate") or "")
			yield Use(path, Mode.NEEDS, f"{CANDIDATE}|{candidate}")
			if one.person(row):
				yield _takes(path, PROXY, "standing_key", (candidate, one.person(row)), name)


_USES: Mapping[str, Callable[[_Asked], Iterator[Use]]] = {
	"admit_party": _of_admission,
	"register_candidate": _of_candidate,
	"replace_candidate": _of_replacement,
	"register_list": _of_list,
	"register_proxy": _of_proxies,
	"withdraw_candidate": _of_leaving,
	"revoke_nomination": _of_leaving,
	"exclude_from_list": _of_leaving,
	"replace_proxy": _of_mandate,
	"revoke_mandate": _of_mandate,
	"replace_observer": _of_mandate,
	"replace_media_representative": _of_mandate,
	"replace_authorized_representative": _of_mandate,
}
"""Effects that write what may stand once only, or rest on what others may end, and are asked for by many who do not know of
each other."""


def _place(one: _Asked) -> str:
	return str(frappe.get_cached_value("Election Commission", one.appeal.recipient, "territory") or "")


def _not_admitted(one: _Asked) -> list[Contest]:
	"""The party is not admitted to the election of a row, where the type's rules ask for that."""
	article = parties.admission_article(one.definition)
	if article is None:
		return []
	kinds = {path: one.kind(row) for path, row in one.rows}
	admitted = {
		kind: parties.is_admitted(one.party, one.appeal.election, [kind], _place(one))
		for kind in set(kinds.values())
	}
	return [
		Contest(path, NOT_ADMITTED, article=article) for path, kind in kinds.items() if not admitted[kind]
	]


def _elsewhere(wanted: Sequence[_Asked], acts: Sequence[Act]) -> dict[str, list[Contest]]:
	"""By appeal, the entries that it would end and that another commission wrote: only that one ends them."""
	ended = [
		(act, use)
		for one, act in zip(wanted, acts, strict=True)
		if one.definition["effect"] != REPLACING
		for use in act.uses
		if use.mode is Mode.ENDS
	]
	wrote = said_now.written_by([use.key for _, use in ended])
	found: dict[str, list[Contest]] = defaultdict(list)
	for act, use in ended:
		if wrote.get(use.key, act.commission) != act.commission:
			found[act.name].append(Contest(use.path, ELSEWHERE))
	return found


def _asked(asked: Mapping[str, Collection[str] | None]) -> list[_Asked]:
	"""The appeals whose effect claims something, in the order asked; the others are never read whole."""
	rows = reads.rows("Appeal", {"name": list(asked)}, OF_APPEAL)
	claiming = {row.name: row for row in rows if definition_of(row)["effect"] in _USES}
	if not claiming:
		return []
	bodies = _filed(list(claiming.values()))
	definitions = {name: definition_of(row) for name, row in claiming.items()}
	answers = {name: json.loads(body.answers or "{}") for name, body in bodies.items()}
	granted = {
		name: [
			(path, answer_at(answers[name], path))
			for path in sorted(_all_of(definitions[name], answers[name]) if paths is None else paths)
		]
		for name, paths in asked.items()
		if name in claiming
	}
	party_of, persons = _parties(bodies.values()), _persons(granted)
	kinds = _kinds(definitions, answers)
	return [
		_Asked(
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


def _all_of(definition: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
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


def _parties(bodies: Collection[frappe._dict]) -> dict[tuple[str, str], str]:
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


def _persons(granted: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]) -> dict[str, str]:
	"""PINFLs and passports of the granted rows to the Persons that carry them."""
	told = [row for rows in granted.values() for _, row in rows]
	found: dict[str, str] = {}
	for key in ("passport", "pinfl"):
		values = sorted({str(row[key]) for row in told if row.get(key)})
		if values:
			rows = frappe.get_all(
				"Person", {key: ["in", values]}, ["name", key], order_by="creation desc", limit=0
			)
			found |= {row[key]: row.name for row in rows}
	return found


def _kinds(definitions: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, str]:
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
