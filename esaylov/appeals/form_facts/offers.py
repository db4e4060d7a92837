"""What a user may file now: the types of their bodies, with the reason where one is closed; and the whole catalogue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from esaylov.appeals.form_facts import applicants, links
from esaylov.appeals.form_facts import facts as facts_of_rules
from esaylov.appeals.types import definitions, windows
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.appeals.types.windows import OpenElection
from esaylov.core import forms, rules
from esaylov.core.elections.calendar import Window
from esaylov.core.findings import Finding
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.identity.bodies import Body, bodies_of

CALENDAR_RULES = frozenset({"inside_window", "observer_notice"})
"""Rules that need the calendar and no answers, so that a closed type is told before anybody fills it in."""

NOT_OPEN_YET = "window_not_open"
ALWAYS = Window()


@dataclass(frozen=True)
class ElectionOffer:
	"""A type in one election: open, or why not, as a finding."""

	election: str
	titles: Mapping[str, str] = field(hash=False)
	why_not: Finding | None = None
	window: Window = ALWAYS
	"""First and last day and hour of filing, as far as the calendar names them."""

	@property
	def is_open(self) -> bool:
		"""True when it may be filed now."""
		return self.why_not is None

	@property
	def may_draft(self) -> bool:
		"""True when a draft may be written now: it is open, or will be."""
		return self.why_not is None or self.why_not.code == NOT_OPEN_YET


@dataclass(frozen=True)
class TypeOffer:
	"""A type of the catalogue as a user may file it."""

	code: str
	titles: Mapping[str, str] = field(hash=False)
	authentication: str
	recipient_level: str
	bodies: tuple[Body, ...]
	"""Bodies of the user that may file it; empty when none may."""
	methods: Mapping[str, str] = field(hash=False)
	"""Name of each of these bodies to how it files: `EDS` or `SMS`."""
	elections: tuple[ElectionOffer, ...]
	slug: str = ""
	effect: str = ""
	why_not: Finding | None = None
	"""Why the type as a whole is closed to the user; None when it is open in at least one election."""

	@property
	def is_open(self) -> bool:
		"""True when it may be filed now in at least one election."""
		return self.why_not is None


@dataclass(frozen=True)
class _Now:
	"""What decides which types are open, read once for all of them."""

	bodies: Sequence[Body]
	elections: Sequence[OpenElection]
	calendars: Mapping[str, Mapping[str, Window]]
	statutes: Mapping[str, int]
	at: datetime
	empty: dict[str, bool] = field(default_factory=dict)
	"""Lists that many types offer, asked once each."""

	def is_empty(self, link: forms.LinkTo) -> bool:
		"""Whether a list holds nothing, whoever asks; False for one that depends on the applicant or the election."""
		if any(isinstance(value, str) and value.startswith(links.SOURCE) for value in link.filters.values()):
			return False
		key = f"{link.doctype} {sorted(link.filters.items())}"
		if key not in self.empty:
			self.empty[key] = not links.holds_any(link)
		return self.empty[key]


def types_for(user: str) -> list[TypeOffer]:
	"""All published types as this user may file them now: bodies, elections, and why not where one is closed."""
	elections = windows.open_elections()
	now = _Now(
		bodies=bodies_of(user),
		elections=elections,
		calendars=windows.calendars(tuple(election.name for election in elections)),
		statutes=statutes.numbers(),
		at=clock.now(),
	)
	return [_offer(version, now) for version in definitions.published()]


def catalogue() -> list[dict[str, object]]:
	"""All published types: titles, applicants, recipient level, fields and rules in words, route, effect; nothing about anybody."""
	return [
		{
			"code": version.code,
			"version": version.version,
			**{
				key: version.data[key]
				for key in ("slug", "titles", "applicant_kinds", "election_types", "recipient_level")
			},
			"authentication": version.data["authentication"],
			"fields": list(_fields(version.form.fields)),
			"rules": [_rule(use) for use in version.form.rules],
			"route": version.data["route"],
			"effect": version.data["effect"],
			"legal_basis": version.data["legal_basis"],
		}
		for version in definitions.published()
	]


def _fields(fields: Sequence[forms.Field], path: str = "") -> Iterator[str]:
	"""Each field in words: `persons.photo: File`; with a star where an answer is required."""
	for item in fields:
		star = " *" if item.required else ""
		register = f" {item.link.doctype}" if item.link else ""
		yield f"{path}{item.name}: {item.kind.value}{register}{star}"
		if item.kind is forms.Kind.GROUP:
			yield from _fields(item.fields, f"{path}{item.name}.")


def _rule(use: forms.RuleUse) -> str:
	"""A rule in words: `list_size(group=candidates) art. 70`."""
	parameters = ", ".join(f"{key}={value}" for key, value in use.parameters.items())
	return f"{use.rule}({parameters})" + (f" art. {use.article}" if use.article else "")


def _offer(version: TypeVersion, now: _Now) -> TypeOffer:
	bodies = tuple(body for body in now.bodies if applicants.fits(body, version))
	elections = tuple(
		_in_election(version, election, now)
		for election in now.elections
		if election.holds(version) and _may_stand(bodies, election)
	)
	return TypeOffer(
		code=version.code,
		titles=version.data["titles"],
		authentication=version.data["authentication"],
		recipient_level=version.data["recipient_level"],
		bodies=bodies,
		methods={body.name: applicants.authentication(version, body) for body in bodies},
		elections=elections,
		slug=version.data["slug"],
		effect=version.data["effect"],
		why_not=_why_not(version, bodies, elections, now),
	)


def _may_stand(bodies: Sequence[Body], election: OpenElection) -> bool:
	"""Whether one of the bodies may file in an election; who stands in one files in that one alone."""
	return not bodies or any(body.election in ("", election.name) for body in bodies)


def _why_not(
	version: TypeVersion, bodies: Sequence[Body], elections: Sequence[ElectionOffer], now: _Now
) -> Finding | None:
	if not bodies:
		of_kind = any(applicants.is_of_kind(body, version) for body in now.bodies)
		return Finding("type_of_other_contest" if of_kind else "type_not_yours")
	if not elections:
		return Finding("no_election")
	if not any(offer.is_open for offer in elections):
		return elections[0].why_not
	return _nothing_to_choose(version, now)


def _nothing_to_choose(version: TypeVersion, now: _Now) -> Finding | None:
	"""A required list of the top level that holds nothing yet: who began could never file."""
	asked = (item for item in version.form.fields if item.required and item.link and item.shown_if is None)
	return next(
		(Finding("nothing_to_choose", item.name) for item in asked if item.link and now.is_empty(item.link)),
		None,
	)


def _in_election(version: TypeVersion, election: OpenElection, now: _Now) -> ElectionOffer:
	uses = [use for use in version.form.rules if use.rule in CALENDAR_RULES]
	try:
		window = windows.of_type(version, election.name, now.calendars.get(election.name, {}))
		facts = rules.Facts(
			today=now.at.date(),
			time_of_day=now.at.time(),
			election_day=election.election_day,
			day_counting=election.day_counting,
			statutes=now.statutes,
			window=window,
		)
		facts_of_rules.check_statutes(rules.needs(uses), now.statutes)
	except SetupMissing as problem:
		return ElectionOffer(
			election.name, election.titles, Finding(problem.code, params=problem.message_params)
		)
	found = rules.run(uses, {}, facts)
	return ElectionOffer(election.name, election.titles, found[0] if found else None, window)
