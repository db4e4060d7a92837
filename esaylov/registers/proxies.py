"""Proxies of candidates (ishonchli vakillar): Election Code art. 43."""

from collections import Counter
from collections.abc import Iterable, Sequence

import frappe
from frappe.model.document import Document

from esaylov import statutes
from esaylov.core.findings import Finding
from esaylov.errors import LawBroken
from esaylov.registers import entries
from esaylov.registers.grants import Grant

PROXY, CANDIDATE = "Proxy", "Candidate"
LIMIT_RULE = "proxy_limit"
OF_CANDIDATE = ("election", "election_type", "constituency", "party", "territory")


def register(grants: Sequence[Grant]) -> None:
	"""Effect `register_proxy`: within the limit of the type's rule, counted once more under the candidate's lock."""
	if not grants:
		return
	candidate = entries.standing(CANDIDATE, _candidate_of(grants[0]))
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


def end_of(candidate: str, grant: Grant) -> None:
	"""End all proxies of a candidate who no longer stands: they serve nobody [derived from art. 43]."""
	standing = {"candidate": candidate, "status": entries.REGISTERED}
	# the candidate is locked, and nobody becomes a proxy without that lock
	for name in frappe.get_all(PROXY, standing, pluck="name", order_by="name asc"):
		proxy = frappe.get_doc(PROXY, name, for_update=True)
		if proxy.status == entries.REGISTERED:
			entries.end(proxy, entries.REVOKED, grant, "")


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
	rules = [rule for rule in grants[0].definition["rules"] if rule["rule"] == LIMIT_RULE]
	for rule in rules:
		limit = statutes.number(rule["parameters"]["statute"])
		if candidate.proxies_count + len(grants) > limit:
			params = {
				"limit": limit,
				"registered": candidate.proxies_count,
				"left": max(limit - candidate.proxies_count, 0),
			}
			raise LawBroken(
				findings=[Finding("proxies_too_many", "rows", article=rule["article"], params=params)]
			)
