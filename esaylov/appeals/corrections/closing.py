"""Which signature or confirmation by code may close a filing, the first one and a corrected one alike."""

from frappe.model.document import Document

from esaylov.appeals.types import definitions
from esaylov.core.records.payload import Authentication, asked_of
from esaylov.trust import confirmations

FILING = "filing"
"""Purpose of the Document Signature that closes an appeal."""


def method_fits(appeal: Document, signature: str) -> bool:
	"""A confirmation by code closes a filing only of those whom its type lets confirm so, and if the server attests it."""
	if not confirmations.is_confirmation(signature):
		return True
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	asked = asked_of(version.data["authentication"], appeal.applicant_kind)
	return asked is Authentication.SMS and confirmations.is_attested(signature)
