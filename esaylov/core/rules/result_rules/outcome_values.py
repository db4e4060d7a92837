"""What rules over the result look at: a composition, a list, a contest, places or a person's mandates, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from esaylov.core.rules import registry
from esaylov.core.rules.result_rules.mandates import Mandate
from esaylov.core.rules.usage import RuleUse


class Kind(StrEnum):
	"""What a rule over the result looks at."""

	COMPOSITION = "composition"
	LIST = "list"
	CONTEST = "contest"
	PERSON = "person"
	STATION = "station"
	CONSTITUENCIES = "constituencies"
	SUCCESSION = "succession"


@dataclass(frozen=True, slots=True)
class Member:
	"""A member of the resulting composition. path: the row that appoints the member; "" for one who is a member already."""

	position: str
	path: str = ""
	organization: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
	"""A commission after a decision or an import.

	numbers: the Statutes of the day; first_days: the ISO first days of those that have one. is_formed: the decision names the
	whole composition. former: the position of the member who is replaced, "" without one; former_organization: the organization
	that recommended that member; begins_on: the day on which that membership begins, "" where it has begun. path: of the decision
	as a whole.
	"""

	level: str
	members: tuple[Member, ...]
	numbers: Mapping[str, int]
	is_formed: bool = False
	former: str = ""
	former_organization: str = ""
	begins_on: str = ""
	path: str = ""
	first_days: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CandidateList:
	"""A list without the candidates that were refused, or who leave it. rules: those of its form; answers: with the rows that remain.

	prefix: of the codes of its findings.
	"""

	rules: tuple[RuleUse, ...]
	answers: Mapping[str, Any]
	facts: registry.Facts
	path: str = ""
	prefix: str = "result_"


@dataclass(frozen=True, slots=True)
class Nomination:
	"""A row that makes somebody a candidate. seat: "" on a list."""

	path: str
	person: str
	party: str
	seat: str


@dataclass(frozen=True, slots=True)
class Contest:
	"""The nominations of one decision in one contest."""

	nominations: tuple[Nomination, ...]


@dataclass(frozen=True, slots=True)
class Person:
	"""A mandate that a row gives, beside those that the person holds.

	is_numbered: it names a citizen by PINFL, or a foreigner.
	"""

	path: str
	mandate: Mandate
	held: tuple[Mandate, ...] = ()
	is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class StationObservers:
	"""The observers of one party at a polling station, and the most that the law allows.

	path: the last row that adds one. limit_from: ISO first day of the limit, "" where it has none.
	"""

	path: str
	number: int
	limit: int
	limit_from: str = ""


@dataclass(frozen=True, slots=True)
class Constituencies:
	"""The constituencies of one council after a decision.

	path: the group of the rows. taken: path of each row whose number a constituency in force has, to that number. limit: the most
	that the law allows, None where it names none; limit_from: its ISO first day, "" where it has none.
	"""

	path: str
	taken: Mapping[str, int]
	number: int
	limit: int | None
	limit_from: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePlace:
	"""Where somebody is a candidate. constituency: "" without one; list_position: 0 without one."""

	party: str
	election_type: str
	constituency: str
	list_position: int


@dataclass(frozen=True, slots=True)
class Succession:
	"""A new candidate instead of one who left. is_replaced: another one took the place of the same candidate before."""

	path: str
	former: CandidatePlace
	named: CandidatePlace
	is_replaced: bool


Value = Composition | CandidateList | Contest | Person | StationObservers | Constituencies | Succession
KINDS: Mapping[type, Kind] = {
	Composition: Kind.COMPOSITION,
	CandidateList: Kind.LIST,
	Contest: Kind.CONTEST,
	Person: Kind.PERSON,
	StationObservers: Kind.STATION,
	Constituencies: Kind.CONSTITUENCIES,
	Succession: Kind.SUCCESSION,
}
