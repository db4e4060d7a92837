"""What is wrong with an appeal as it stands: its form, its files and links, the rules of the law, its recipient."""

import json
from operator import attrgetter
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals import facts, links, recipient
from esaylov.appeals.applicants import Applicant
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import forms, rules
from esaylov.core.findings import Finding

PATH = attrgetter("path")
GARBLED = frozenset({"unknown_field", "wrong_type", "not_asked", "answers_too_large"})
"""Findings of answers that no form can have sent; a draft does not take them in."""


def of_appeal(
	appeal: Document, version: TypeVersion, applicant: Applicant, unreached: list[Finding] | None = None
) -> list[Finding]:
	"""All findings of an appeal, blocking ones and warnings: today's, or those of the day of receipt once it was filed.

	unreached: findings of its recipient, where that was asked before.
	"""
	answers = json.loads(appeal.answers or "{}")
	if unreached is None:
		_, unreached = recipient.choose(version, answers, applicant.body, appeal.election)
	attached = {}
	for row in appeal.attachments:
		attached[row.sha256] = forms.Attached(row.kind, row.size)
	known_links = links.known(version, answers, applicant, appeal.election)
	context = forms.Context(attachments=attached, links=known_links)
	found = forms.check(version.form, answers, context)
	received_at = frappe.utils.get_datetime(appeal.received_at) if appeal.received_at else None
	known = facts.of(version, appeal.election, answers, applicant, received_at)
	found += rules.run(version.rules, answers, known)
	# the field that names the recipient may already be told as missing
	for finding in unreached:
		if finding.path not in map(PATH, found):
			found.append(finding)
	return found


def garbled(version: TypeVersion, answers: Any) -> list[Finding]:
	"""Findings that keep answers out of a draft: unknown fields, wrong types, values without canonical form."""
	return [
		finding
		for finding in forms.check(version.form, answers)
		if finding.code in GARBLED or finding.code.startswith("payload_")
	]
