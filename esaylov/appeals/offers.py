"""What a user may file now: the types of their bodies, with the reason where one is closed; and the whole catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import frappe

from esaylov import clock, statutes
from esaylov.appeals import applicants, definitions, windows
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import rules
from esaylov.core.findings import Finding
from esaylov.errors import SetupMissing
from esaylov.identity import service as identity

CALENDAR_RULES = frozenset({"inside_window", "observer_notice"})
"""Rules that need the calendar and no answers, so that a closed type is told before anybody fills it in."""


@dataclass(frozen=True)
class ElectionOffer:
	"""A type in one election: open, or why not, as a finding."""

	election: str
	titles: Mapping[str, str] = field(hash=False)
	why_not: Finding | None = None

	@property
	def is_open(self) -> bool:
		"""True when it may be filed now."""
		return self.why_not is None


@dataclass(frozen=True)
class TypeOffer:
	"""A type of the catalogue as a user may file it."""

	code: str
	titles: Mapping[str, str] = field(hash=False)
	authentication: str
	recipient_level: str
	bodies: tuple[identity.Body, ...]
	"""Bodies of the user that may file it; empty when none may."""
	methods: Mapping[str, str] = field(hash=False)
	"""Name of each of these bodies to how it files: `EDS` or `SMS`."""
	elections: tuple[ElectionOffer, ...]
	why_not: Finding | None = None
	"""Why the type as a whole is closed to the user; None when it is open in at least one election."""

	@property
	def is_open(self) -> bool:
		"""True when it may be filed now in at least one election."""
		return self.why_not is None


def types_for(user: str) -> list[TypeOffer]:
	"""See service.types_for."""
	return [_offer(version, user) for version in definitions.published()]


def catalogue() -> list[dict[str, object]]:
	"""See service.catalogue."""
	return [
		{
			"code": version.code,
			"version": version.version,
			**{
				key: version.data[key]
				for key in ("slug", "titles", "applicant_kinds", "election_types", "recipient_level")
			},
			"authentication": version.data["authentication"],
			"route": version.data["route"],
			"legal_basis": version.data["legal_basis"],
		}
		for version in definitions.published()
	]


def _offer(version: TypeVersion, user: str) -> TypeOffer:
	bodies = tuple(applicants.fitting(user, version))
	elections = tuple(_in_election(version, name) for name in windows.elections_of(version))
	return TypeOffer(
		code=version.code,
		titles=version.data["titles"],
		authentication=version.data["authentication"],
		recipient_level=version.data["recipient_level"],
		bodies=bodies,
		methods={body.name: applicants.authentication(version, body) for body in bodies},
		elections=elections,
		why_not=_why_not(bodies, elections),
	)


def _why_not(bodies: tuple[identity.Body, ...], elections: tuple[ElectionOffer, ...]) -> Finding | None:
	if not bodies:
		return Finding("type_not_yours")
	if not elections:
		return Finding("no_election")
	if any(offer.is_open for offer in elections):
		return None
	return elections[0].why_not


def _in_election(version: TypeVersion, election: str) -> ElectionOffer:
	titles = ["election_day", "title_uz", "title_uz_cyrl", "title_ru", "title_en"]
	row = frappe.get_cached_value("Election", election, titles, as_dict=True)
	now = clock.now()
	try:
		facts = rules.Facts(
			today=now.date(),
			time_of_day=now.time(),
			election_day=row.election_day,
			statutes=statutes.numbers(now.date()),
			window=windows.of_type(version, election),
		)
	except SetupMissing as problem:
		return ElectionOffer(election, _titles(row), Finding(problem.code, params=problem.message_params))
	uses = [use for use in version.form.rules if use.rule in CALENDAR_RULES]
	found = rules.run(uses, {}, facts)
	return ElectionOffer(election, _titles(row), found[0] if found else None)


def _titles(row: Mapping[str, object]) -> dict[str, str]:
	return {
		"uz": str(row["title_uz"] or ""),
		"uz-Cyrl": str(row["title_uz_cyrl"] or ""),
		"ru": str(row["title_ru"] or ""),
		"en": str(row["title_en"] or ""),
	}
