"""What a case of a type says, and the words the tables of cases share."""

from dataclasses import dataclass, field
from typing import Any

DC = "DC-1726277"
REGIONS = [
	"1703",
	"1706",
	"1708",
	"1710",
	"1712",
	"1714",
	"1718",
	"1722",
	"1724",
	"1726",
	"1727",
	"1730",
	"1733",
	"1735",
]
CHILD = "@child"
POSITIONS = ["Chair", "Deputy Chair", "Secretary", *["Member"] * 20]


@dataclass(frozen=True)
class Broken:
	"""Answers that break rules, and the finding of each: (rule or "", code, path)."""

	values: dict[str, Any]
	findings: tuple[tuple[str, str, str], ...]
	rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
	"""A filing of a type. taken_note: the commission acknowledges it at once. row_paper: an optional file of a row.

	leaver: who files the good one, where it ends the login's own status.
	"""

	login: str
	election: str
	recipient: str
	broken: Broken
	values: dict[str, Any] = field(default_factory=dict)
	rows: dict[str, int] = field(default_factory=dict)
	taken_note: bool = False
	row_paper: str = ""
	leaver: str = ""


def one(rule: str, code: str, path: str, rows: dict[str, int] | None = None, **values: Any) -> Broken:
	"""One rule broken. Names of values are paths with `__` for the dot."""
	typed = {name.replace("__", "."): value for name, value in values.items()}
	return Broken(typed, ((rule, code, path),), rows or {})


def too_young(path: str) -> Broken:
	return Broken({path.replace("[0]", ""): CHILD}, (("minimum_age", "person_too_young", path),))


def known_person(rule: str, code: str, path: str, who: str, rows: dict[str, int] | None = None) -> Broken:
	"""A person of whom a register knows something, typed by number and name."""
	group, _, name = path.replace("[0]", "").rpartition(".")
	typed = {name: f"@{who}", "full_name": f"@{who}.name"}
	values = {f"{group}.{key}": [value] for key, value in typed.items()} if group else typed
	return Broken(values, ((rule, code, path),), rows or {})


def repeated(group: str, rows: int = 2) -> Broken:
	values = {f"{group}.pinfl": ["@taken.member"] * rows}
	return Broken(values, (("unique_persons", "person_repeated", f"{group}[1].pinfl"),), {group: rows})


MEMBER = ("not_commission_member", "person_is_commission_member")
CANDIDATE = ("not_candidate", "person_is_candidate")
CONVICTED = ("not_convicted", "person_convicted")
INCAPABLE = ("legally_capable", "person_incapable")
NEITHER = ("not_candidate_or_member", "person_is_commission_member")
TOO_SHORT = one("", "too_short", "reason", reason="a")
FUTURE = one("not_after", "date_in_future", "party_decision_date", party_decision_date="@today+1")
OTHER_PARTY = one("no_other_party", "other_party_member", "party_membership", party_membership="Other party")
NEW = {"new_person": 1}


def signatures(each: int) -> dict[str, Any]:
	rows = {"signatures_by_region.region": REGIONS, "signatures_by_region.signatures": [each] * 14}
	return {**rows, "signatures_total": each * 14}


def candidate(kind: str, **more: Any) -> dict[str, Any]:
	return {"constituency": f"@okrug.{kind}.nomination", **more}


def proxies(number: int) -> Broken:
	return one("proxy_limit", "proxies_too_many", "proxies", {"proxies": number + 1})


MEMBERS = {"persons.proposed_position": POSITIONS}
SAME_POSITION = {"new_person.proposed_position": "Member"}
"""The members of the catalogue's commissions who are replaced are members, and nothing else."""
EQUAL = {"constituencies.voters_count": 1000}
SCOPE = {"district_scope": "@district"}
ADMISSION = {"justice_registration_date": "2000-01-01"}
CONTESTED = "contested_decision_date"
OF_ACTION = {"contested_decision_no": None}
"""A notice of a violation about an action: a decision that is named must exist."""
TOO_LATE = Broken(
	{CONTESTED: "@today-6"},
	(("filed_within", "filed_too_late", CONTESTED), ("court_decides", "court_time_over", CONTESTED)),
)
