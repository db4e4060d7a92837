"""Which mandates of an election exclude each other, as data: kinds, scope, severity, article, and where it is known from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from esaylov.core.findings import Severity

OBSERVER: Final = "observer"
PROXY: Final = "proxy"
CANDIDATE: Final = "candidate"
MEMBER: Final = "commission_member"
PRESS: Final = "press"
REPRESENTATIVE: Final = "authorized_representative"
PARTY_HEAD: Final = "party_head"
HOKIM: Final = "hokim"
ADMINISTRATOR: Final = "system_administrator"
DUPLICATE, INCOMPATIBLE = "mandate_duplicate", "mandate_incompatible"
OTHER_PARTY = "candidate_of_other_party"
BESIDE = "mandate_beside"
"""Two mandates of which no source says whether they go together."""


class Scope(StrEnum):
	"""Between which two mandates of one person in one election an exclusion holds."""

	ELECTION = "election"
	SAME_PLACE = "same_place"
	"""Both are for the same territory."""
	SAME_BODY = "same_body"
	"""Both are of the same party, outlet, organization or commission."""
	OTHER_BODY = "other_body"


@dataclass(frozen=True, slots=True)
class Mandate:
	"""What makes a person somebody in an election. body: party, outlet, organization or commission; place: territory.

	is_elsewhere: it is of another election whose voters vote on the same day.
	"""

	kind: str
	body: str = ""
	place: str = ""
	is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
	"""Two kinds that one person does not hold at once. mark: as in the domain files."""

	kind: str
	other: str
	scope: Scope
	code: str = INCOMPATIBLE
	severity: Severity = Severity.ERROR
	article: str = ""
	mark: str = "[ours]"

	def is_about(self, one: Mandate, other: Mandate) -> bool:
		"""Whether two mandates of a person are these kinds, in either order, within the scope.

		One person cannot be two things on one day, so what is incompatible is so across elections of a day [ours]. Of a member
		the elections that the commission serves count, which are asked for by name.
		"""
		is_of_member = MEMBER in (one.kind, other.kind)
		if (one.is_elsewhere or other.is_elsewhere) and (self.code != INCOMPATIBLE or is_of_member):
			return False
		if (one.kind, other.kind) not in ((self.kind, self.other), (self.other, self.kind)):
			return False
		if self.scope is Scope.SAME_PLACE:
			return bool(one.place) and one.place == other.place
		if self.scope is Scope.SAME_BODY:
			return one.body == other.body
		return self.scope is Scope.ELECTION or one.body != other.body


EXCLUSIONS: tuple[Exclusion, ...] = (
	Exclusion(OBSERVER, OBSERVER, Scope.SAME_PLACE, DUPLICATE),
	Exclusion(OBSERVER, OBSERVER, Scope.OTHER_BODY),
	Exclusion(OBSERVER, OBSERVER, Scope.ELECTION, DUPLICATE, Severity.WARNING),
	Exclusion(OBSERVER, PROXY, Scope.ELECTION),
	Exclusion(OBSERVER, CANDIDATE, Scope.ELECTION),
	Exclusion(OBSERVER, MEMBER, Scope.ELECTION),
	Exclusion(OBSERVER, PRESS, Scope.ELECTION),
	Exclusion(PROXY, MEMBER, Scope.ELECTION, article="43", mark="[law: msk.sosgroup.uz]"),
	Exclusion(CANDIDATE, MEMBER, Scope.ELECTION, article="25", mark="[old: art. 25]"),
	Exclusion(
		CANDIDATE,
		CANDIDATE,
		Scope.OTHER_BODY,
		OTHER_PARTY,
		article="70, 91",
		mark="[derived: a nominee belongs to the party or to none]",
	),
	Exclusion(REPRESENTATIVE, MEMBER, Scope.ELECTION, article="25", mark="[old: art. 25-26]"),
	Exclusion(
		REPRESENTATIVE,
		OBSERVER,
		Scope.OTHER_BODY,
		article="34",
		mark="[derived: a member or supporter of its party; that an observer serves one body is ours]",
	),
	Exclusion(
		REPRESENTATIVE,
		CANDIDATE,
		Scope.OTHER_BODY,
		article="34",
		mark="[derived: a member or supporter of its party]",
	),
	Exclusion(
		REPRESENTATIVE,
		REPRESENTATIVE,
		Scope.OTHER_BODY,
		article="34",
		mark="[derived: a member or supporter of its party]",
	),
	Exclusion(MEMBER, MEMBER, Scope.OTHER_BODY, article="25", mark="[law: ishtixon.uz]"),
	Exclusion(
		PARTY_HEAD,
		MEMBER,
		Scope.ELECTION,
		article="25",
		mark="[law: ishtixon.uz: no members of parties; derived: its head is one]",
	),
	Exclusion(HOKIM, MEMBER, Scope.ELECTION, article="25", mark="[law: ishtixon.uz]"),
	Exclusion(ADMINISTRATOR, MEMBER, Scope.ELECTION, BESIDE, Severity.WARNING),
	Exclusion(PRESS, PRESS, Scope.SAME_BODY, DUPLICATE),
	Exclusion(PRESS, PRESS, Scope.OTHER_BODY, severity=Severity.WARNING),
	*(
		Exclusion(PRESS, other, Scope.ELECTION, BESIDE, Severity.WARNING)
		for other in (CANDIDATE, PROXY, MEMBER, REPRESENTATIVE)
	),
	# art. 43, as far as it is known, bars members of commissions alone, so that the commission decides of these
	*(Exclusion(PROXY, other, Scope.ELECTION, BESIDE, Severity.WARNING) for other in (CANDIDATE, PROXY)),
)
"""Of two mandates the first row that is about them decides."""

_ABOUT: Mapping[str, tuple[Exclusion, ...]] = {
	kind: tuple(one for one in EXCLUSIONS if kind in (one.kind, one.other))
	for kind in {name for one in EXCLUSIONS for name in (one.kind, one.other)}
}
"""Kind of mandate to the exclusions that name it."""


def exclusion_of(mandate: Mandate, held: Mandate) -> Exclusion | None:
	"""The first exclusion of the table that is about the two."""
	return next((one for one in _ABOUT.get(mandate.kind, ()) if one.is_about(mandate, held)), None)
