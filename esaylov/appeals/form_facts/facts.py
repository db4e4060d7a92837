"""What the rules of a form may know besides the answers: only what they ask for, each look-up once for all rows."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_encryption_key
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from esaylov.appeals.form_facts import checked_people, nominees
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types import windows
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import forms, rules
from esaylov.core.elections.calendar import DayCounting
from esaylov.core.people.identity import foreign_passport_key
from esaylov.core.procedure.people import Block, blocks
from esaylov.core.records.payload import canonical
from esaylov.core.rules import CONTEST
from esaylov.core.rules.registry import IDENTIFIERS
from esaylov.elections import in_office, statutes
from esaylov.elections import kinds as elections_kinds
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.framework.persistence import reads
from esaylov.identity import answers as identity_answers
from esaylov.identity import bodies
from esaylov.identity.answers import Check, RegisterAnswers, Result
from esaylov.registers.effects import parties, places
from esaylov.registers.entries import entries, entry_classification
from esaylov.registers.outcome_rules import outcome_checks

WINDOW, STATUTE = "window", "statute:"
STATIONS = "station_numbers_taken"
PRESIDENT = "PRES"
"""The contest whose one seat has no constituency."""
REGISTERED = "Registered"
SAME = ("recipient", "appeal_type", "election", "applicant_body_type", "applicant_body")
"""What two filings of the same have in common besides their answers."""
RECORDS = frozenset({*entries.REGISTERS, "Certificate", "Constituency", "Commission Membership"})
"""Records that say what a filing is about, as its people do."""
OF_REGISTERS: Mapping[str, Callable[[RegisterAnswers], frozenset[str]]] = {
	"convicted": lambda found: found.having(Check.CRIMINAL_RECORD, Result.FOUND),
	"criminal_record_known": lambda found: found.known(Check.CRIMINAL_RECORD),
	"incapable": lambda found: found.having(Check.LEGAL_CAPACITY, Result.FOUND),
	"capacity_known": lambda found: found.known(Check.LEGAL_CAPACITY),
}
"""Look-ups that the answers of state registers give."""
COUNTED = frozenset(
	{
		*("proxies_registered", "party_candidates_in_constituency", "voters_total", "voters_in_country"),
		*("voters_elsewhere", "constituencies_elsewhere", "party_admissions"),
		*nominees.COUNTED,
	}
)
"""Needs that `_counts` answers."""
NOMINEES = frozenset(nominees.COUNTED)


def of(
	version: TypeVersion,
	election: str,
	answers: Mapping[str, Any],
	applicant: Applicant,
	received_at: datetime | None = None,
	formed: str = "",
	is_complete: bool = False,
) -> rules.Facts:
	"""The facts for the rules of a type: today's registers, and the moment at which an appeal came in, or now.

	formed: the commission that the appeal forms anew; its members of today may be named again. is_complete: for the commission;
	an applicant learns what registers know of those persons alone whose number and name they typed (`WITHHELD` has the others).
	A filing was in time or not when it came in; correcting it later changes nothing about that. Raises SetupMissing where
	the site lacks a stage, a number of the law or the number of voters that a rule needs.
	"""
	needs = version.rules.needs
	now = received_at or clock.now()
	held = elections_kinds.held(election)
	numbers = (
		statutes.read_day(now.date()) if version.needed_statutes else statutes.NONE
	)  # a filing is measured by the law of its day
	if version.needed_statutes - numbers.values.keys():
		check_statutes(needs, numbers.values)
	return rules.Facts(
		today=now.date(),
		time_of_day=now.time(),
		election_day=held.election_day,
		day_counting=DayCounting(held.day_counting or DayCounting.CALENDAR),
		statutes=numbers.values,
		first_days=numbers.first_days,
		window=windows.of_type(version, election) if WINDOW in needs else None,
		stages=windows.stages(election, version) if version.needed_stages else {},
		people=_people(version, election, answers, formed, None if is_complete else applicant.person)
		| _stations(needs, election, answers, applicant.body.territory),
		counts=_counts(needs, version, election, answers, applicant) if needs & COUNTED else {},
		contest=entry_classification.contest_of(version.data, election, answers)
		if CONTEST in needs
		else None,
	)


def identifiers(answers: Any, is_of_anybody: bool = False) -> Iterator[str]:
	"""PINFLs and passports wherever they stand. is_of_anybody: of people of other countries too, with their citizenship."""
	if isinstance(answers, Mapping):
		if is_of_anybody and (number := answers.get("foreign_passport_no")):
			yield foreign_passport_key(str(answers.get("citizenship") or ""), str(number))
		for key, value in answers.items():
			if key in IDENTIFIERS and isinstance(value, str) and value:
				yield value
			else:
				yield from identifiers(value, is_of_anybody)
	elif isinstance(answers, list):
		for item in answers:
			yield from identifiers(item, is_of_anybody)


def about_key(appeal: Document | frappe._dict, version: TypeVersion) -> str:
	"""What tells filings of the same from others: HMAC-SHA-256 with the site's encryption key, in hex, so that nobody's number can be guessed
	from it, over who asks which commission for what, and about whom: people and records; all that was typed, where it names none.
	"""
	answers = json.loads(appeal.answers or "{}")
	about = set(identifiers(answers, is_of_anybody=True))
	is_named = bool(about)
	for use in forms.links_in(version.form, answers):
		if link := use.field.link:
			about.add(f"{link.doctype}|{use.value}")
			is_named = is_named or link.doctype in RECORDS
	if not is_named:
		files = {use.value for use in forms.files_in(version.form, answers)}
		typed = {
			key: value for key, value in answers.items() if not (isinstance(value, str) and value in files)
		}
		about = {canonical(typed).decode()}
	said = json.dumps([*map(appeal.get, SAME), *sorted(about)])
	return hmac.new(get_encryption_key().encode(), said.encode(), hashlib.sha256).hexdigest()


def check_statutes(needs: frozenset[str], held: Mapping[str, int]) -> None:
	"""Raise SetupMissing (`statute_missing`) for a number of the law that a rule needs and the site lacks."""
	for need in sorted(needs):
		if need.startswith(STATUTE) and need.removeprefix(STATUTE) not in held:
			raise SetupMissing({"key": need.removeprefix(STATUTE)}, code="statute_missing")


def _people(
	version: TypeVersion, election: str, answers: Mapping[str, Any], formed: str, reader: str | None
) -> dict[str, frozenset[str]]:
	"""PINFLs and passports of the answers, by what is needed of them: whose persons stand in a register's entries, one query for the
	persons and one for all look-ups of NAMED; and of whom state registers say something.

	reader: the applicant's Person; None for the commission.
	"""
	needs = version.rules.needs
	in_entries, of_registers = needs & NAMED.keys(), needs & OF_REGISTERS.keys()
	is_asked = bool(in_entries or of_registers) or version.data["effect"] in outcome_checks.EXCLUDING
	asked = sorted(set(identifiers(answers))) if is_asked else []
	named = blocks(version.form, answers) if asked and reader is not None else []
	if asked and reader is not None and not checked_people.count_checked(reader, asked, named):
		named = []
	# most who are named stand in no register: that is one look at two indexes
	persons = checked_people.read_persons(asked)
	people = _in_entries(needs, persons, election, formed)
	if in_entries:
		people[KNOWN] = _numbers(persons)
	if of_registers:
		said = identity_answers.of(asked)
		people |= {need: OF_REGISTERS[need](said) for need in of_registers}
	return people if reader is None else _told(reader, named, people, persons)


def _in_entries(
	needs: frozenset[str], persons: Sequence[frappe._dict], election: str, formed: str
) -> dict[str, frozenset[str]]:
	"""Numbers of persons by each of NAMED that is needed."""
	day, found = clock.today(), {need: set[str]() for need in NAMED if need in needs}
	known = {row.name: _numbers([row]) for row in persons}
	names = sorted(known)
	texts, values = [], list[Any]()
	for need in found:
		texts.append(NAMED[need](len(names)))
		values += [*names, *([election] if need == CANDIDATES else [formed, day, day, day])]
	for row in reads.run(" union all ".join(texts), values) if names and texts else ():
		found[row.need] |= known[row.person]
	return {need: frozenset(numbers) for need, numbers in found.items()}


def _numbers(persons: Sequence[frappe._dict]) -> frozenset[str]:
	return frozenset(number for row in persons for number in (row.pinfl, row.passport) if number)


def _told(
	reader: str,
	named: Sequence[Block],
	people: dict[str, frozenset[str]],
	persons: Sequence[frappe._dict],
) -> dict[str, frozenset[str]]:
	"""What of this an applicant learns: of persons whose number and name they typed. WITHHELD: numbers of the others.

	UNCOMPARED does not depend on whose the numbers are.
	"""
	agreed = checked_people.agreeing(reader, named, persons) if persons else frozenset[str]()
	told = {need: found & agreed for need, found in people.items()}
	withheld = _numbers(persons).union(*people.values()) - agreed
	uncompared = frozenset(block.path for block in checked_people.uncompared(reader, named))
	return {**told, WITHHELD: withheld, UNCOMPARED: uncompared}


def _stations(
	needs: frozenset[str], election: str, answers: Mapping[str, Any], territory: str
) -> dict[str, frozenset[str]]:
	"""The answered numbers that polling stations of the applicant's territory have already, where a rule needs them."""
	if STATIONS not in needs:
		return {}
	rows = [row for row in answers.get("stations", ()) if isinstance(row, Mapping)]
	asked = {number for row in rows if isinstance(number := row.get("polling_station_no"), int)}
	taken = places.stations_taken(territory, asked, election) if asked and territory else set()
	return {STATIONS: frozenset(map(str, taken))}


@reads.statement
def _candidates_named(count: int) -> QueryBuilder:
	"""Who of so many persons stands as a registered candidate in the election."""
	entry = frappe.qb.DocType("Candidate")
	named = _named(entry, CANDIDATES, count)
	return named.where((entry.election == reads.one()) & (entry.status == REGISTERED))


@reads.statement
def _members_named(count: int) -> QueryBuilder:
	"""Who of so many persons holds a position on a day in a commission other than one."""
	entry = frappe.qb.DocType("Commission Membership")
	query = _named(entry, MEMBERS, count).where(entry.commission != reads.one())
	return query.where(in_office.is_in_office(entry, reads.one()))


def _named(entry: Any, need: str, count: int) -> QueryBuilder:
	"""Entries of a register for so many persons."""
	query = frappe.qb.from_(entry).select(ValueWrapper(need).as_("need"), entry.person)
	return query.where(entry.person.isin(reads.many(count)))


CANDIDATES, MEMBERS = "candidates", "commission_members"
KNOWN = "known"
"""Identifiers of the answers by which the system knows somebody; brought where one of NAMED is needed."""
WITHHELD = "withheld"
"""Identifiers of the answers of whom registers know something that the applicant does not learn."""
UNCOMPARED = "uncompared"
"""Paths of the persons of whom nothing is told as the applicant typed too many numbers beside their name today."""
NAMED: Mapping[str, Callable[[int], str]] = {CANDIDATES: _candidates_named, MEMBERS: _members_named}
"""Look-ups that entries of registers answer by their persons."""


def _counts(
	needs: frozenset[str],
	version: TypeVersion,
	election: str,
	answers: Mapping[str, Any],
	applicant: Applicant,
) -> dict[str, int]:
	body = applicant.body
	counts: dict[str, Callable[[], int]] = {
		"proxies_registered": partial(_count, "Proxy", candidate=body.candidate),
		"party_candidates_in_constituency": lambda: _count(
			"Candidate", election=election, party=body.party, **_seat(version, election, answers)
		),
		"voters_total": partial(_voters, election),
		"voters_in_country": partial(_voters_in_country, election),
		"voters_elsewhere": lambda: sum(_elsewhere(version, election, answers, body.territory)),
		"constituencies_elsewhere": lambda: len(_elsewhere(version, election, answers, body.territory)),
		"party_admissions": partial(_admissions, version, election, answers, body),
	}
	found = {need: count() for need, count in counts.items() if need in needs}
	return found | (nominees.counts(version, election, answers, body) if needs & NOMINEES else {})


def _count(register: str, **filters: str) -> int:
	"""Entries in force; none where what they are counted by is not known."""
	if not all(filters.values()):
		return 0
	return int(frappe.db.count(register, {**filters, "status": REGISTERED}))


def _seat(version: TypeVersion, election: str, answers: Mapping[str, Any]) -> dict[str, str]:
	"""What tells the candidates of a seat: its constituency, for President the contest."""
	constituency = _text(answers, "constituency")
	if not constituency and PRESIDENT in version.election_types:
		contest = entry_classification.contest_of(version.data, election, answers)
		return {"election_type": contest if contest == PRESIDENT else ""}
	return {"constituency": constituency}


def _admissions(version: TypeVersion, election: str, answers: Mapping[str, Any], body: bodies.Body) -> int:
	"""1 where the party is admitted to the election of the answered constituency, or one that the type is for."""
	fields = ["election_type", "territory"]
	named = frappe.db.get_value("Constituency", _text(answers, "constituency"), fields, as_dict=True)
	kinds = [named.election_type] if named else list(version.election_types)
	place = named.territory if named else body.territory
	return int(parties.is_admitted(body.party, election, kinds, place or ""))


def _voters(election: str) -> int:
	voters = frappe.db.get_value("Election", election, "voters_count")
	if not voters:
		raise SetupMissing({"key": election}, code="voters_missing")
	return int(voters)


def _voters_in_country(election: str) -> int:
	"""Of the figures of the election; without them the voters of the election, those abroad among them."""
	figure = {"election": election, "kind": "voters", "territory": ["in", _countries()]}
	return int(frappe.db.get_value("Voter Statistic", figure, "value") or 0) or _voters(election)


def _countries() -> list[str]:
	return frappe.get_all("Administrative Territory", {"level": "Country"}, pluck="name", order_by="name asc")


def _elsewhere(version: TypeVersion, election: str, answers: Mapping[str, Any], territory: str) -> list[int]:
	"""Voters of the constituencies of a Kengash that the answers leave as they are."""
	kinds = sorted(version.election_types)
	stand = {"election": election, "election_type": ["in", kinds], "territory": territory, "is_annulled": 0}
	anew = {
		row.get("constituency_no") for row in answers.get("constituencies", ()) if isinstance(row, Mapping)
	}
	rows = frappe.get_all("Constituency", stand, ["number", "voters_count"], order_by="number asc", limit=0)
	return [row.voters_count or 0 for row in rows if row.number not in anew]


def _text(answers: Mapping[str, Any], key: str) -> str:
	value = answers.get(key)
	return value if isinstance(value, str) else ""
