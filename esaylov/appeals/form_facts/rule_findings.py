"""What each rule of its form finds in a filing as it is now, for the commission that decides it."""

import json
from collections.abc import Collection

import frappe
from frappe.model.document import Document

from esaylov.appeals.form_facts import facts
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types import definitions
from esaylov.core import rules
from esaylov.core.findings import Finding
from esaylov.framework.errors import SetupMissing
from esaylov.identity import bodies
from esaylov.registers.entries import latest_filing


def findings_by_rule(appeal: Document, names: Collection[str]) -> dict[str, list[Finding]] | None:
	"""Rule to its findings, of those of the named rules that the form has; None where they cannot be run.

	By the registers of today and the moment of the first filing, as at the filing; with all that is known of persons.
	"""
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	body = bodies.load(appeal.applicant_body_type or "", appeal.applicant_body or "")
	uses = [use for use in version.form.rules if use.rule in names]
	if not uses or body is None:
		return None
	answers = json.loads(latest_filing.last(appeal).answers or "{}")
	applicant = Applicant(body.kind, body, appeal.applicant_person or "", "", appeal.language or "uz")
	received_at = frappe.utils.get_datetime(appeal.received_at) if appeal.received_at else None
	try:
		known = facts.of(version, appeal.election, answers, applicant, received_at, is_complete=True)
	except SetupMissing:
		return None
	found: dict[str, list[Finding]] = {}
	for use in uses:
		found.setdefault(use.rule, []).extend(rules.run([use], answers, known))
	return found
