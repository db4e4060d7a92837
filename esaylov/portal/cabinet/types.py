"""What the user may file now, in the reader's words, grouped by dealing and found by a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.appeals.form_facts.offers import ElectionOffer, TypeOffer, types_for
from esaylov.appeals.types import contracts
from esaylov.core.findings import Finding
from esaylov.core.formats import language as languages
from esaylov.core.forms import Field, label
from esaylov.core.forms.tables import key_of
from esaylov.core.texts import finding_text
from esaylov.framework import clock
from esaylov.identity.bodies import Body
from esaylov.portal.texts import Texts
from esaylov.portal.web import PortalRequest

NOT_YOURS = "type_not_yours"
DEALINGS = {
	"candidates": ("cand", "list"),
	"proxies": ("proxy",),
	"observers": ("observer",),
	"media": ("media",),
	"parties": ("party", "signature", "authrep"),
	"commissions": ("tec", "dec", "okr", "pec"),
	"territory": ("okrug", "polling"),
	"complaints": ("complaint",),
}
"""Dealings in their order on the page, with the first words of the slugs of their types; what fits none is `other`."""
ENDING = frozenset({"withdraw_candidate", "revoke_nomination", "exclude_from_list", "revoke_mandate"})
"""Effects that take something away for good: offered last, so that nobody comes upon them first."""
SOON = 3  # days that are shown as urgent


@dataclass(frozen=True)
class Entry:
	"""A type for this user. `election`: the soonest in which it is open, else the soonest in which it will be; `why_not`: a
	sentence where it is open in none.

	closes_on: last day of filing there, where the calendar names one; `deadline` says it in words.
	"""

	code: str
	title: str
	dealing: str
	bodies: tuple[Body, ...]
	election: str
	election_title: str
	why_not: str
	elections: tuple[tuple[str, str, str], ...] = ()
	"""All in which it may be begun, the one above first: code, title, until when it is filed there ("" where it is not open yet)."""
	authentication: str = ""
	methods: tuple[str, ...] = ()
	"""How the user's bodies file it: `EDS`, `SMS`, or both."""
	is_ending: bool = False
	closes_on: date | None = None
	deadline: str = ""
	is_soon: bool = False

	@property
	def may_draft(self) -> bool:
		"""Whether it may be begun: it is open, or its window opens later."""
		return bool(self.election)

	@property
	def is_open(self) -> bool:
		return not self.why_not

	@property
	def fields(self) -> tuple[Field, ...]:
		return contracts.form(self.code).fields


@dataclass(frozen=True)
class Dealing:
	"""Types of one dealing, the open ones first and of these the one that closes soonest."""

	title: str
	entries: Sequence[Entry]

	@property
	def open_count(self) -> int:
		return sum(entry.is_open for entry in self.entries)

	@property
	def only_ends(self) -> bool:
		return all(entry.is_ending for entry in self.entries if entry.is_open)


def entries(request: PortalRequest) -> list[Entry]:
	"""All types that one of the user's bodies may file, open or not; those of others are not shown."""
	offers = types_for(request.user)
	return [_entry(request, offer) for offer in offers if not _is_of_others(offer.why_not)]


def find(request: PortalRequest, code: str) -> Entry:
	"""One of them; raises DoesNotExistError."""
	for entry in entries(request):
		if entry.code == code:
			return entry
	raise frappe.DoesNotExistError


def for_bodies(found: Sequence[Entry], bodies: Sequence[Body]) -> list[Entry]:
	"""Those that one of these bodies files."""
	return [entry for entry in found if set(entry.bodies) & set(bodies)]


def search(found: Sequence[Entry], words: str) -> list[Entry]:
	"""Those whose title has each of the words, in whatever case and with whatever apostrophe."""
	wanted = key_of(words).split()
	return [entry for entry in found if all(word in key_of(entry.title) for word in wanted)]


def by_dealing(request: PortalRequest, found: Sequence[Entry]) -> list[Dealing]:
	"""Dealings that have any, those with something open first."""
	dealings = []
	for key in (*DEALINGS, "other"):
		own = sorted((entry for entry in found if entry.dealing == key), key=_urgency)
		if own:
			dealings.append(Dealing(request.t(f"dealing.{key}"), own))
	return sorted(dealings, key=lambda dealing: (not dealing.open_count, dealing.only_ends))


def dealings(language: str) -> list[dict[str, str | list[str]]]:
	"""Where types may stand: `key`, its `words` in a language, and `starts`, the first words of the short names of its types."""
	t = Texts(languages.known(language) or "uz")
	return [
		{"key": key, "words": t(f"dealing.{key}"), "starts": list(DEALINGS.get(key, ()))}
		for key in (*DEALINGS, "other")
	]


def _urgency(entry: Entry) -> tuple[bool, bool, date, str]:
	return (not entry.is_open, entry.is_ending, entry.closes_on or date.max, entry.title)


def _is_of_others(finding: Finding | None) -> bool:
	return finding is not None and finding.code == NOT_YOURS


def _entry(request: PortalRequest, offer: TypeOffer) -> Entry:
	drafted = sorted((election for election in offer.elections if election.may_draft), key=_is_not_open)
	drafted_in = drafted[0] if drafted else None
	open_in = drafted_in if drafted_in and drafted_in.is_open else None
	closes_on = open_in.window.ends_on if open_in else None
	days = (closes_on - clock.today()).days if closes_on else None
	return Entry(
		code=offer.code,
		title=label(offer.titles, request.t.written),
		dealing=_dealing(offer.slug),
		bodies=offer.bodies,
		election=drafted_in.election if drafted_in and offer.bodies else "",
		election_title=label(drafted_in.titles, request.t.written) if drafted_in else "",
		why_not=finding_text(offer.why_not, request.t.written) if offer.why_not else "",
		elections=tuple(
			(
				one.election,
				label(one.titles, request.t.written),
				deadline(request, one) if one.is_open else "",
			)
			for one in drafted
			if offer.bodies
		),
		authentication=offer.authentication,
		methods=tuple(sorted(set(offer.methods.values()))),
		is_ending=offer.effect in ENDING,
		closes_on=closes_on,
		deadline=deadline(request, open_in) if open_in else "",
		is_soon=days is not None and days <= SOON,
	)


def _is_not_open(offer: ElectionOffer) -> bool:
	return not offer.is_open


def _dealing(slug: str) -> str:
	first = slug.partition("_")[0]
	return next((key for key, starts in DEALINGS.items() if first in starts), "other")


def deadline(request: PortalRequest, offer: ElectionOffer) -> str:
	"""`closes in 5 days (27.10.2024)`; on the last day with the hour, where the calendar has one."""
	last = offer.window.ends_on
	if not last:
		return ""
	day = languages.day(last, request.language)
	days = (last - clock.today()).days
	if days > 0:
		return request.t.count("type.closes", days, day=day)
	if offer.window.ends_at:
		return request.t("type.closes_at", at=f"{offer.window.ends_at:%H:%M}")
	return request.t("type.closes_today")
