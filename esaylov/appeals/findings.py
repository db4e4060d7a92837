"""What is wrong with an appeal as it stands: its form, its files and links, the rules of the law, its recipient."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov import clock, statutes
from esaylov.appeals import links, recipient, windows
from esaylov.appeals.applicants import Applicant
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import forms, rules
from esaylov.core.findings import Finding
from esaylov.core.rules.people import IDENTIFIERS

GARBLED = frozenset({"unknown_field", "wrong_type", "not_asked", "answers_too_large"})
"""Findings of answers that no form can have sent; a draft does not take them in."""


def of_appeal(
	appeal: Document, version: TypeVersion, applicant: Applicant, unreached: list[Finding] | None = None
) -> list[Finding]:
	"""All findings of an appeal today, blocking ones and warnings. unreached: of its recipient, where asked before."""
	answers = json.loads(appeal.answers or "{}")
	if unreached is None:
		_, unreached = recipient.choose(version, answers, applicant.body, appeal.election)
	context = forms.Context(attachments=_attached(appeal), links=links.known(version, answers, applicant))
	found = forms.check(version.form, answers, context)
	found += rules.run(version.form.rules, answers, _facts(appeal, version, answers))
	# the field that names the recipient may already be told as missing
	told = {finding.path for finding in found}
	return found + [finding for finding in unreached if finding.path not in told]


def garbled(version: TypeVersion, answers: Any) -> list[Finding]:
	"""Findings that keep answers out of a draft: unknown fields, wrong types, values without canonical form."""
	return [
		finding
		for finding in forms.check(version.form, answers)
		if finding.code in GARBLED or finding.code.startswith("payload_")
	]


def _attached(appeal: Document) -> dict[str, forms.Attached]:
	return {row.sha256: forms.Attached(row.kind, row.size) for row in appeal.attachments}


def _facts(appeal: Document, version: TypeVersion, answers: Mapping[str, Any]) -> rules.Facts:
	now = clock.now()
	return rules.Facts(
		today=now.date(),
		time_of_day=now.time(),
		election_day=frappe.db.get_value("Election", appeal.election, "election_day"),
		statutes=statutes.numbers(now.date()),
		window=windows.of_type(version, appeal.election),
		people={
			# the register of candidates comes with the appeals that fill it; until then nobody stands in it
			"candidates": frozenset(),
			"commission_members": _commission_members(answers),
		},
	)


def _commission_members(answers: Mapping[str, Any]) -> frozenset[str]:
	"""PINFLs and passports of the answers whose person holds a position in a commission today."""
	asked = sorted(set(_identifiers(answers)))
	if not asked:
		return frozenset()
	person, membership = frappe.qb.DocType("Person"), frappe.qb.DocType("Commission Membership")
	today = clock.today()
	rows = (
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.select(person.pinfl, person.passport)
		.where(person.pinfl.isin(asked) | person.passport.isin(asked))
		.where(membership.starts_on <= today)
		.where(membership.ends_on.isnull() | (membership.ends_on >= today))
		.run()
	)
	return frozenset(value for row in rows for value in row if value)


def _identifiers(answers: Any) -> Iterable[str]:
	"""PINFLs and passports wherever they stand."""
	if isinstance(answers, Mapping):
		for key, value in answers.items():
			if key in IDENTIFIERS and isinstance(value, str):
				yield value
			else:
				yield from _identifiers(value)
	elif isinstance(answers, list):
		for item in answers:
			yield from _identifiers(item)
