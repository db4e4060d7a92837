"""What stands on a ballot and who decides on a seat, contest by contest (`contests.json`): data, not code by kind of election."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import frappe

from esaylov.core.people.names import uzbek_letters
from esaylov.elections import kinds
from esaylov.framework.errors import NotFound

HERE = Path(__file__).parent
CONSTITUENCY, LIST, ONE, NONE = "constituency", "list", "one", "none"
ANSWERS = (("yes", "Ha · Да"), ("no", "Yoʻq · Нет"))
"""The lines of a referendum's ballot."""


@dataclass(frozen=True, slots=True)
class Contest:
	"""ballot: `candidates`, `parties` or `answers`; seats: by `constituency`, by `list`, `one` or `none`; share: a Statute key."""

	ballot: str
	seats: str
	share: str = ""


@dataclass(frozen=True, slots=True)
class Line:
	"""A line of the ballot: the name of the candidate, party or answer, and what is printed."""

	name: str
	title: str


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, Contest], frozenset[str]]:
	read = json.loads((HERE / "contests.json").read_text(encoding="utf-8"))
	contests = {code: Contest(**row) for code, row in read["contests"].items()}
	return contests, frozenset(read["without_turnout"])


def contest(election_type: str) -> Contest:
	"""The contest of an Election Type. Raises NotFound for a type that is counted as another (`BY`)."""
	found = _data()[0].get(election_type)
	if found is None:
		raise NotFound({"doctype": "Election Type"})
	return found


def is_counted(election_type: str) -> bool:
	"""Whether an Election Type has a ballot of its own."""
	return election_type in _data()[0]


def held(election: str) -> list[str]:
	"""The contests of an election that are counted, in the order of its rows."""
	rows = frappe.get_all("Election Contest", {"parent": election}, pluck="election_type", order_by="idx asc")
	return [code for code in rows if is_counted(code)]


def level(election_type: str) -> str:
	"""The level of the commissions that decide on the result: those that register the candidates."""
	return str(frappe.get_cached_value("Election Type", election_type, "registering_level") or "")


def needs_turnout(election: str) -> bool:
	"""Whether a least turnout is asked: of a repeat voting it is not [old: art. 59]."""
	kind = kinds.of_election(election)
	return kind is None or kind.name not in _data()[1]


def ballot(election: str, election_type: str, constituency: str | None) -> list[Line]:
	"""The lines of a ballot in their order: candidates by name, parties as the register orders them. Those who left do not stand."""
	kind = contest(election_type).ballot
	if kind == "answers":
		return [Line(*row) for row in ANSWERS]
	return (
		_parties(election, election_type)
		if kind == "parties"
		else _candidates(election, election_type, constituency)
	)


def _candidates(election: str, election_type: str, constituency: str | None) -> list[Line]:
	where = {"election": election, "election_type": election_type, "status": "Registered"}
	if constituency:
		where["constituency"] = constituency
	rows = frappe.get_all(
		"Candidate", where, ["name", "full_name"], order_by="full_name asc, name asc", limit=0
	)
	return [Line(row.name, uzbek_letters(row.full_name or row.name)) for row in rows]


def _parties(election: str, election_type: str) -> list[Line]:
	where = {"election": election, "election_type": election_type, "status": "Registered"}
	names = frappe.get_all("Candidate List", where, pluck="party", order_by="name asc", limit=0)
	fields = ["name", "title_uz"]
	rows = frappe.get_all(
		"Political Party", {"name": ["in", names or [""]]}, fields, order_by="ballot_order asc, name asc"
	)
	return [Line(row.name, row.title_uz) for row in rows]


def names_of_gone(names: Sequence[str]) -> dict[str, str]:
	"""What people call those who do not stand: the names of candidates and parties among these; others are left out."""
	known = {"name": ["in", list(names) or [""]]}
	people = frappe.get_all("Candidate", known, ["name", "full_name"], order_by="name asc", limit=0)
	parties = frappe.get_all("Political Party", known, ["name", "title_uz"], order_by="name asc", limit=0)
	return {row.name: row.full_name for row in people} | {row.name: row.title_uz for row in parties}
