"""What granting a nomination would claim (a person in a contest, a seat, a party's admission), asked before anybody votes or signs.

The unique indexes of `entries.ONCE` decide at the signature. This forecasts what they will say for many appeals at once, in
a number of queries that does not grow with them; it writes and locks nothing.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.registers import entries, latest_filing, parties
from esaylov.registers.grants import answer_at, definition_of

CANDIDATE, LIST, PROXY = "Candidate", "Candidate List", "Proxy"
ENTRY_EXISTS, CLAIMED, NOT_ADMITTED = "entry_exists", "entry_claimed", parties.NOT_ADMITTED
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
class _Claim:
	"""What one entry in force may say only once. frees: the entry that the same decision ends before."""

	path: str
	register: str
	key: str
	value: str
	frees: str = ""


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


def contests(asked: Mapping[str, Collection[str]]) -> dict[str, list[Contest]]:
	"""Before a vote or a signature: appeals to what stands in the way of granting some of their rows, as the registers stand.

	asked: name of an appeal to the paths of the rows to be granted, in the order in which they are to be decided: where two
	claim the same, the later one is contested. Those that nothing contests are not named. Writes and locks nothing; the
	effect decides.
	"""
	wanted = _asked(asked)
	claims = {one.appeal.name: list(_CLAIMS[one.definition["effect"]](one)) for one in wanted}
	taken = _taken([claim for held in claims.values() for claim in held])
	found: dict[str, list[Contest]] = defaultdict(list)
	first: dict[tuple[str, str, str], frappe._dict] = {}
	for one in wanted:
		found[one.appeal.name] += _not_admitted(one)
		for claim in claims[one.appeal.name]:
			key = (claim.register, claim.key, claim.value)
			earlier = first.setdefault(key, one.appeal)
			if taken.get(key, claim.frees) != claim.frees:
				found[one.appeal.name].append(Contest(claim.path, ENTRY_EXISTS))
			elif earlier.name != one.appeal.name:
				found[one.appeal.name].append(Contest(claim.path, CLAIMED, earlier.number))
	return {appeal: contested for appeal, contested in found.items() if contested}


def _of_candidate(one: _Asked, frees_key: str = "") -> Iterator[_Claim]:
	for path, row in one.rows:
		kind, constituency = one.kind(row), str(one.mapped("constituency", row) or "")
		frees = str(one.mapped(frees_key, row) or "") if frees_key else ""
		standing = (one.appeal.election, kind, one.person(row))
		yield _Claim(path, CANDIDATE, "standing_key", "|".join(standing), frees)
		if constituency:
			seat = (one.appeal.election, constituency, one.party)
			yield _Claim(path, CANDIDATE, "seat_key", "|".join(seat), frees)


def _of_replacement(one: _Asked) -> Iterator[_Claim]:
	return _of_candidate(one, "replaced")


def _of_list(one: _Asked) -> Iterator[_Claim]:
	if one.rows:
		path, row = one.rows[0]
		party = str(one.mapped("party", row) or one.party)
		yield _Claim(path, LIST, "standing_key", "|".join((one.appeal.election, one.kind(row), party)))
	yield from _of_candidate(one)


def _of_proxies(one: _Asked) -> Iterator[_Claim]:
	is_own = one.appeal.applicant_body_type == CANDIDATE
	for path, row in one.rows:
		candidate = one.appeal.applicant_body if is_own else str(one.mapped("candidate", row) or "")
		yield _Claim(path, PROXY, "standing_key", f"{candidate}|{one.person(row)}")


_CLAIMS: Mapping[str, Callable[[_Asked], Iterator[_Claim]]] = {
	"register_candidate": _of_candidate,
	"replace_candidate": _of_replacement,
	"register_list": _of_list,
	"register_proxy": _of_proxies,
}
"""Effects that write what may stand once only, and are asked for by many who do not know of each other."""


def _not_admitted(one: _Asked) -> list[Contest]:
	"""The party is not admitted to the election of a row, where the type's rules ask for that."""
	article = parties.admission_article(one.definition)
	if article is None:
		return []
	kinds = {path: one.kind(row) for path, row in one.rows}
	place = frappe.get_cached_value("Election Commission", one.appeal.recipient, "territory") or ""
	admitted = {
		kind: parties.is_admitted(one.party, one.appeal.election, [kind], place)
		for kind in set(kinds.values())
	}
	return [
		Contest(path, NOT_ADMITTED, article=article) for path, kind in kinds.items() if not admitted[kind]
	]


def _asked(asked: Mapping[str, Collection[str]]) -> list[_Asked]:
	"""The appeals whose effect claims something, in the order asked; the others are never read whole."""
	rows = frappe.get_all("Appeal", {"name": ["in", [*asked, ""]]}, OF_APPEAL, order_by="name asc", limit=0)
	claiming = {row.name: row for row in rows if definition_of(row)["effect"] in _CLAIMS}
	if not claiming:
		return []
	bodies = _filed(list(claiming.values()))
	definitions = {name: definition_of(row) for name, row in claiming.items()}
	answers = {name: json.loads(body.answers or "{}") for name, body in bodies.items()}
	granted = {
		name: [(path, answer_at(answers[name], path)) for path in sorted(asked[name])] for name in claiming
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


def _filed(appeals: Sequence[frappe._dict]) -> dict[str, frappe._dict]:
	"""Who filed each appeal, and its answers as they were last filed."""
	names = [row.name for row in appeals]
	found = frappe.get_all(
		"Appeal", {"name": ["in", names]}, ["name", *OF_BODY], order_by="name asc", limit=0
	)
	corrected = [row.name for row in appeals if row.correction]
	rounds = frappe.get_all(
		latest_filing.CORRECTION,
		{"appeal": ["in", [*corrected, ""]], "status": latest_filing.FILED},
		["appeal", "answers"],
		order_by="round asc",
		limit=0,
	)
	last = {row.appeal: row.answers for row in rounds}
	return {row.name: frappe._dict({**row, "answers": last.get(row.name, row.answers)}) for row in found}


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


def _taken(claims: Sequence[_Claim]) -> dict[tuple[str, str, str], str]:
	"""What entries in force say already, to the entry that says it; one query for each register and key."""
	wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
	for claim in claims:
		wanted[claim.register, claim.key].add(claim.value)
	found: dict[tuple[str, str, str], str] = {}
	for (register, key), values in wanted.items():
		said = {key: ["in", sorted(values)], "status": entries.REGISTERED}
		rows = frappe.get_all(register, said, ["name", key], order_by="name asc", limit=0)
		found |= {(register, key, row[key]): row.name for row in rows}
	return found
