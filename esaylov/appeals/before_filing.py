"""What an applicant asks about an own appeal before filing it: what is wrong, which bytes are signed, and how."""

import frappe

from esaylov.appeals import applicants, drafting, publishing, rivals
from esaylov.core.findings import Finding
from esaylov.core.lifecycle import Authentication, asked_of
from esaylov.framework import reads


@reads.step
def check(appeal: str) -> list[Finding]:
	"""All findings of an own appeal as it stands today, blocking ones and warnings; writes nothing. Raises NotFound.

	The draft of a type that was taken back says so first (`type_withdrawn`). An open filing of the same is a warning
	(`filed_already`), and so is one that claims the same (`claimed_already`): both may be confirmed.
	"""
	user = frappe.session.user
	document = drafting.as_it_stands(applicants.own(appeal, user))
	version = drafting.version_of(document)
	taken_back = publishing.taken_back(document)
	found = drafting.prepare(document, version, applicants.of(document, user, version))
	return [*taken_back, *found, *rivals.of_draft(document, version)]


@reads.step
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
	return asked_of(version.data["authentication"], applicants.of(document, user, version).kind)


def draft_version(appeal: str) -> str:
	"""What tells two states of an own draft apart, for `update`. Raises NotFound."""
	return drafting.token_of(drafting.as_it_stands(applicants.own(appeal, frappe.session.user)))
