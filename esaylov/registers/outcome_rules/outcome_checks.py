"""The rules over the result (`core.rules.result_rules.outcomes`) for filings, drafts, signatures and matters without an appeal.

One function checks them all, `findings_of`. What it reads is read once for many appeals; it writes and locks nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.appeal_types.floors import read_floors
from esaylov.core.findings import Finding, Severity
from esaylov.core.law.articles import split_articles
from esaylov.core.rules.registry import Facts
from esaylov.core.rules.result_rules import outcomes
from esaylov.core.rules.result_rules.compositions import LIMITS
from esaylov.core.rules.result_rules.mandates import EXCLUSIONS, MEMBER
from esaylov.core.rules.result_rules.outcome_values import (
	CandidateList,
	Composition,
	Contest,
	Kind,
	Nomination,
	Person,
	Value,
)
from esaylov.core.rules.usage import RuleUse
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.entries import entries, ex_officio_acts, held_mandates
from esaylov.registers.entries.grants import Grant, answer_at
from esaylov.registers.outcome_rules import (
	compositions,
	constituency_claims,
	remaining_lists,
	station_observers,
	successions,
)
from esaylov.registers.outcome_rules.asked_mandates import (
	FORMING,
	LISTING,
	MANDATES,
	NOMINATING,
	REPLACING,
	mandates_asked,
	unnumbered,
)
from esaylov.registers.outcome_rules.asked_rows import (
	AskedRows,
	kinds_of,
	parties_of,
	persons_of,
	row_paths,
)

EFFECTS = frozenset({*MANDATES, constituency_claims.DEFINING, *remaining_lists.BY_PARTY})
"""Effects whose result is checked."""
EXCLUDING = frozenset(MANDATES) - NOMINATING - {FORMING, REPLACING}
"""Effects of whose result only the mandates of persons are checked."""
LIMITED: Mapping[str, str] = {station_observers.ACCREDITING: station_observers.LIMIT}
"""Effect to the number of the law that its result is compared with, beside those of the form's rules."""


@dataclass(frozen=True, slots=True)
class LawOfEffect:
	"""Articles of the rules over the result of an effect, and keys of the numbers that they need beside those of the form."""

	articles: frozenset[str] = frozenset()
	numbers: frozenset[str] = frozenset()


def law_of_effect(effect: str) -> LawOfEffect:
	"""What the result of an effect is checked by; nothing for an effect without rules over its result."""
	if effect not in EFFECTS:
		return LawOfEffect()
	kinds = {Kind.PERSON} if effect in MANDATES else set()
	kinds |= {Kind.CONSTITUENCIES} if effect == constituency_claims.DEFINING else set()
	kinds |= {Kind.COMPOSITION} if effect in (FORMING, REPLACING) else set()
	kinds |= {Kind.CONTEST} if effect in NOMINATING else set()
	kinds |= {Kind.LIST} if effect in (LISTING, *remaining_lists.BY_PARTY) else set()
	kinds |= {Kind.SUCCESSION} if effect == successions.REPLACING else set()
	named = [rule.article for kind in kinds for rule in outcomes.outcome_rules(kind)]
	named += [one.article for one in EXCLUSIONS if MANDATES.get(effect) in (one.kind, one.other)]
	numbers = {LIMITED[effect]} if effect in LIMITED else set()
	if effect == FORMING:
		numbers |= {key for limits in LIMITS.values() for key in (limits.least, limits.most)}
	return LawOfEffect(
		frozenset(article for reference in named for article in split_articles(reference)), frozenset(numbers)
	)


def law_of_matter(code: str, on: date) -> str:
	"""The edition of the law by which a matter without an appeal is decided on a day; see `statutes.law_applied`."""
	of_effect = law_of_effect(ex_officio_acts.definition_of(code)["effect"])
	floor = read_floors()["subjects"].get(code) or {}
	own = split_articles(floor.get("article") or "")
	return statutes.law_applied(of_effect.numbers, of_effect.articles.union(own), on)


def findings_of(asked: Sequence[AskedRows]) -> dict[str, list[Finding]]:
	"""By appeal (or what else is asked about), errors and warnings of the rules over the result; those without any are not named.

	asked: in the order in which they are to be decided. A later one is looked at beside those before it that have no error.
	"""
	found: dict[str, list[Finding]] = {}
	for name, values in (*_values(asked), *_of_candidates(asked), *unnumbered(asked), *_of_places(asked)):
		if findings := outcomes.check_outcome(values):
			found.setdefault(name, []).extend(findings)
	known = {name for one in asked for name in one.persons.values()}
	if not known and len(asked) == 1:  # most who are named are in no register
		return found
	held = held_mandates.read_held(known)
	for one in asked:
		name, given = str(one.appeal.name), mandates_asked(one)
		elections = _elections_of(one) if given else ()
		people = [Person(path, mandate, held.of_person(elections, person)) for path, person, mandate in given]
		if findings := outcomes.check_outcome([person for person in people if person.held]):
			found.setdefault(name, []).extend(findings)
		if not any(finding.severity is Severity.ERROR for finding in found.get(name, ())):
			for _, person, mandate in given:
				held.add("" if mandate.kind == MEMBER else one.appeal.election, person, mandate)
	return found


def _elections_of(one: AskedRows) -> Sequence[str]:
	"""The elections whose mandates exclude those of the rows: of a member all that the commission serves, else its own."""
	if MANDATES.get(one.definition["effect"]) != MEMBER:
		return (one.appeal.election,)
	return (one.appeal.election, *compositions.elections_served(one))


def _of_candidates(asked: Sequence[AskedRows]) -> list[tuple[str, list[Value]]]:
	"""Whom each would put in the place of a candidate, and what it would leave of a list."""
	return [*successions.read(asked), *remaining_lists.lists_after(asked)]


def _of_places(asked: Sequence[AskedRows]) -> list[tuple[str, list[Value]]]:
	"""What each would make of polling stations and councils."""
	defining = [one for one in asked if one.definition["effect"] == constituency_claims.DEFINING]
	councils = constituency_claims.constituencies_after(defining) if defining else []
	return [*station_observers.observers_after(asked), *councils]


def findings_of_filing(
	definition: Mapping[str, Any], answers: Mapping[str, Any], appeal: Document, commission: str | None
) -> list[Finding]:
	"""The same for a filing before it is sent, as if all its rows were granted. commission: the recipient, where it is known."""
	if definition.get("effect") not in EFFECTS or not commission:
		return []
	rows = [(path, answer_at(answers, path)) for path in row_paths(definition, answers)]
	about = _about(appeal, commission)
	return findings_of(_asked([(about, definition, answers, rows)])).get(about.name, [])


def _about(appeal: Document, commission: str) -> frappe._dict:
	"""The fields that are asked of an appeal. commission: the recipient."""
	return frappe._dict(
		name=str(appeal.name or ""),
		election=appeal.election,
		recipient=commission,
		received_at=appeal.received_at,
		applicant_body_type=appeal.applicant_body_type,
		applicant_body=appeal.applicant_body,
	)


def commission_formed(definition: Mapping[str, Any], answers: Mapping[str, Any], appeal: Document) -> str:
	"""The commission that an appeal forms, or its place while it does not exist; "" for an appeal that forms none."""
	if definition.get("effect") != FORMING or not appeal.recipient:
		return ""
	path = row_paths(definition, answers)[0]
	about, rows = _about(appeal, appeal.recipient), [(path, answer_at(answers, path))]
	return compositions.commission_named(AskedRows(about, definition, answers, rows, "", {}, {}))


def findings_of_matter(
	code: str, data: Mapping[str, Any], commission: str, election: str
) -> Sequence[Finding]:
	"""The same for a decision without an appeal."""
	definition = ex_officio_acts.definition_of(code)
	if definition["effect"] not in EFFECTS:
		return ()
	rows = [(path, answer_at(data, path)) for path in row_paths(definition, data)]
	about = frappe._dict(name="", election=election, recipient=commission)
	return findings_of(_asked([(about, definition, data, rows)])).get(about.name, ())


def refuse(grants: Sequence[Grant]) -> None:
	"""Before the effect writes: the result is lawful as the registers are now. Raises LawBroken with the first error."""
	if not grants or grants[0].definition["effect"] not in EFFECTS:
		return
	asked: list[_Granted] = []
	for _, of_one in groupby(grants, lambda grant: grant.decision.name):
		granted = list(of_one)
		first = granted[0]
		about = frappe._dict(
			name=first.decision.name,
			election=first.decision.election,
			recipient=first.commission["name"],
			received_at=first.appeal.received_at,
			applicant_body_type=first.appeal.applicant_body_type,
			applicant_body=first.appeal.applicant_body,
		)
		asked.append((about, first.definition, first.answers, [(grant.path, grant.row) for grant in granted]))
	for findings in findings_of(_asked(asked)).values():
		refuse_errors(findings)


def refuse_errors(findings: Iterable[Finding]) -> None:
	"""Raises LawBroken with the first error of the rules over the result."""
	for finding in findings:
		if finding.severity is Severity.ERROR:
			raise refusal_of_finding(finding)


def refusal_of_finding(finding: Finding) -> LawBroken:
	"""The refusal that an error of the rules over the result is."""
	refusal = LawBroken(
		finding.params, field=finding.path or None, article=finding.article or None, code=finding.code
	)
	refusal.edition = finding.edition
	return refusal


_Granted = tuple[frappe._dict, Mapping[str, Any], Mapping[str, Any], Sequence[tuple[str, Mapping[str, Any]]]]
"""What is asked about (fields of an appeal), its definition, its answers, the rows that would be granted."""


def _asked(given: Sequence[_Granted]) -> list[AskedRows]:
	"""The same as `asked_rows.read_asked` of what is at hand; what is looked up is looked up once for all."""
	parties = parties_of([about for about, *_ in given])
	persons = persons_of([row for *_, rows in given for _, row in rows])
	nominating = [one for one in given if one[1]["effect"] in NOMINATING]
	kinds = (
		kinds_of(
			{about.name: definition for about, definition, *_ in nominating},
			{about.name: answers for about, _, answers, _ in nominating},
		)
		if nominating
		else {}
	)
	return [
		AskedRows(
			about,
			definition,
			answers,
			rows,
			parties.get((about.applicant_body_type or "", about.applicant_body or ""), ""),
			kinds,
			persons,
		)
		for about, definition, answers, rows in given
	]


def _values(asked: Sequence[AskedRows]) -> Iterator[tuple[str, list[Value]]]:
	"""What each would make of a commission, a list and a contest; persons apart."""
	replacing = [one for one in asked if one.definition["effect"] == REPLACING]
	commissions = compositions.read(replacing) if replacing else {}
	for one in asked:
		if not one.rows:
			continue
		effect = one.definition["effect"]
		if effect == FORMING:
			yield str(one.appeal.name), [_formed(one)]
		elif effect == REPLACING:
			yield str(one.appeal.name), compositions.replaced(one, commissions)
		elif effect == LISTING:
			yield str(one.appeal.name), [_list(one), _contest(one)]
		elif effect in NOMINATING:
			yield str(one.appeal.name), [_contest(one)]


def _formed(one: AskedRows) -> Composition:
	members = tuple(compositions.read_appointed_member(one, path, row) for path, row in one.rows)
	level = compositions.level_formed(one)
	held = statutes.read_day(one.day)
	return Composition(
		level, members, held.values, is_formed=True, path=_group(one), first_days=held.first_days
	)


def _group(one: AskedRows) -> str:
	return str(one.definition["effect_mapping"].get("rows") or "")


def _list(one: AskedRows) -> CandidateList:
	group, today, held = _group(one), one.day or clock.today(), statutes.read_day(one.day)
	kept = (
		[one.answers[group][int(path.rpartition("[")[2].rstrip("]"))] for path, _ in one.rows]
		if group
		else []
	)
	rules = tuple(
		RuleUse(
			rule["rule"],
			rule.get("parameters") or {},
			rule.get("article") or "",
			rule.get("valid_from") or "",
			rule.get("valid_to") or "",
		)
		for rule in one.definition["rules"]
	)
	rows = [{**row, **row["person"]} if isinstance(row.get("person"), Mapping) else row for row in kept]
	facts = Facts(today=today, election_day=today, statutes=held.values, first_days=held.first_days)
	return CandidateList(rules, {**one.answers, group: rows}, facts, group)


def _contest(one: AskedRows) -> Contest:
	return Contest(
		tuple(
			Nomination(
				path,
				one.person(row),
				one.party,
				entries.seat_of(str(one.mapped("constituency", row) or ""), one.kind(row)),
			)
			for path, row in one.rows
		)
	)
