"""Proxies of candidates (ishonchli vakillar): Election Code art. 43."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.law.articles import first_day
from esaylov.core.rules.usage import uses_in_force
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.entries import entries
from esaylov.registers.entries.grants import Grant, definition_of

PROXY, CANDIDATE = "Proxy", "Candidate"
LIMIT_RULE = "proxy_limit"
OF_CANDIDATE = ("election", "election_type", "constituency", "party", "territory")


def register(grants: Sequence[Grant]) -> None:
	"""Effect `register_proxy`: within the limit of the type's rule, counted once more under the candidate's lock."""
	if not grants:
		return
	candidate = entries.in_force(CANDIDATE, _candidate_of(grants[0]))
	_check_limit(candidate, grants)
	facts = {key: candidate.get(key) for key in OF_CANDIDATE} | {"candidate": candidate.name}
	people = entries.persons(grants)
	entries.write(
		PROXY,
		[(grant, {**facts, **person}) for grant, person in zip(grants, people, strict=True)],
	)
	entries.change(candidate, proxies_count=candidate.proxies_count + len(grants))


def joined(candidates: Iterable[str]) -> None:
	"""Count proxies that an import brought, one for each time that a candidate is named."""
	for name, number in sorted(Counter(candidates).items()):
		candidate = frappe.get_doc(CANDIDATE, name, for_update=True)
		entries.change(candidate, proxies_count=candidate.proxies_count + number)


def end_of(candidate: str, decision: str) -> list[str]:
	"""End all proxies of a candidate who no longer stands: they serve nobody [derived from art. 43]; their names.

	The candidate is locked, and nobody becomes a proxy without that lock.
	"""
	names = _standing(candidate)
	for name in names:
		entries.end_by(frappe.get_doc(PROXY, name, for_update=True), entries.REVOKED, decision, "")
	return names


def recount(candidate: str) -> None:
	"""Count the proxies of a candidate anew, after an annulment took some away or gave some back."""
	document = frappe.get_doc(CANDIDATE, candidate, for_update=True)
	entries.change(document, proxies_count=len(_standing(candidate)))


def check_room(candidate: Document, appeal: str | None) -> None:
	"""One more proxy is within the limit of the type that an appeal was filed by. Raises LawBroken."""
	if appeal:
		fields = ["appeal_type", "type_version", "received_at"]
		values = frappe.db.get_value("Appeal", appeal, fields, as_dict=True)
		if values is None:
			raise LawBroken({"doctype": "Appeal", "name": appeal})
		_check_room(candidate, definition_of(values), values, 1)


def _standing(candidate: str) -> list[str]:
	key = {"candidate": candidate, "status": entries.REGISTERED}
	# a locking read: the plain one of who waited for the candidate still sees the time before it
	return sorted(row[0] for row in frappe.db.get_values(PROXY, key, "name", for_update=True))


def left(candidate: str, replaced: bool) -> None:
	"""Keep the count of a candidate's proxies when one of them left; a replaced one is followed by another."""
	if replaced:
		return
	document = frappe.get_doc(CANDIDATE, candidate, for_update=True)
	entries.change(document, proxies_count=max(document.proxies_count - 1, 0))


def _candidate_of(grant: Grant) -> str:
	if grant.appeal.applicant_body_type == CANDIDATE:
		return str(grant.appeal.applicant_body)
	return str(grant.needed("candidate"))


def _check_limit(candidate: Document, grants: Sequence[Grant]) -> None:
	_check_room(candidate, grants[0].definition, grants[0].appeal, len(grants))


def limit_rules(definition: Mapping[str, Any], day: date | None) -> list[Mapping[str, Any]]:
	"""The rules of a type about the number of proxies that are in force on a day, today without one."""
	in_force = uses_in_force(definition["rules"], (day or clock.today()).isoformat())
	return [rule for rule in in_force if rule["rule"] == LIMIT_RULE]


def _check_room(
	candidate: Document, definition: Mapping[str, Any], appeal: Document | frappe._dict, more: int
) -> None:
	"""By the law of the day of the filing. Raises LawBroken."""
	day = frappe.utils.getdate(appeal.received_at) if appeal.received_at else None
	for rule in limit_rules(definition, day):
		key = rule["parameters"]["statute"]
		limit = statutes.number(key, day)
		if candidate.proxies_count + more > limit:
			params = {
				"limit": limit,
				"registered": candidate.proxies_count,
				"left": max(limit - candidate.proxies_count, 0),
				"number": candidate.proxies_count + more,
			}
			edition = max(first_day(rule["article"]), statutes.read_day(day).first_days.get(key, ""))
			raise LawBroken(
				findings=[
					Finding(
						"proxies_too_many", "rows", article=rule["article"], params=params, edition=edition
					)
				]
			)
