"""What an applicant asks about an own appeal before filing it: what is wrong, which bytes are signed, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import applicants, rivals
from esaylov.appeals.types import publishing
from esaylov.core.findings import Finding
from esaylov.core.records.payload import Authentication


@dataclass(frozen=True)
class CheckedDraft:
	"""An own draft, what is wrong with it, and what tells two states of it apart, for `update`."""

	appeal: str
	findings: list[Finding]
	version: str


def begin(
	user: str, appeal_type: str, election: str, answers: Mapping[str, Any], body: str | None = None
) -> CheckedDraft:
	"""Make a draft, as `drafting.create`, and say what is wrong with it, as `checked`."""
	document, version, found = drafting.begin(user, appeal_type, election, answers, body)
	found = [*found, *rivals.of_draft(document, version)]
	return CheckedDraft(str(document.name), found, drafting.token_of(document))


def checked(appeal: str) -> CheckedDraft:
	"""All findings of an own appeal as it stands today, blocking ones and warnings; writes nothing. Raises NotFound.

	The draft of a type that was taken back says so first (`type_withdrawn`). An open filing of the same is a warning
	(`filed_already`), and so is one that claims the same (`claimed_already`): both may be confirmed.
	"""
	user = frappe.session.user
	document = drafting.as_it_stands(applicants.own(appeal, user))
	stood = drafting.token_of(document)
	version = drafting.version_of(document)
	taken_back = publishing.taken_back(document)
	found = drafting.prepare(document, version, applicants.of(document, user, version))
	return CheckedDraft(appeal, [*taken_back, *found, *rivals.of_draft(document, version)], stood)


def check(appeal: str) -> list[Finding]:
	"""The findings of `checked`."""
	return checked(appeal).findings


def payload(appeal: str) -> bytes:
	"""The exact bytes to sign: canonical JSON with this user as the signer; once filed, the bytes that were signed.

	Writes nothing. Raises NotFound.
	"""
	user = frappe.session.user
	document = drafting.as_it_stands(applicants.own(appeal, user))
	if document.payload and not document.flags.correction:
		return str(document.payload).encode()
	version = drafting.version_of(document)
	return drafting.payload_of(document, applicants.of(document, user, version))


def authentication(appeal: str) -> Authentication:
	"""EDS or SMS: what the user is asked for to file this own appeal. Raises NotFound."""
	user = frappe.session.user
	document = applicants.own(appeal, user)
	version = drafting.version_of(document)
	return applicants.of(document, user, version).authentication


def lacks_proved_phone(appeal: str) -> bool:
	"""Whether the user signs this own appeal only because they confirmed no number of their own. Raises NotFound."""
	user = frappe.session.user
	document = applicants.own(appeal, user)
	return applicants.of(document, user, drafting.version_of(document)).lacks_proved_phone
