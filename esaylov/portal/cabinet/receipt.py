"""The receipt: what one prints and keeps."""

import json
from datetime import date, datetime

import frappe

from esaylov.portal.cabinet import matter as matters
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply


def receipt(request: PortalRequest, name: str) -> Reply:
	"""Number, time, due date, tracking code, hashes and the server's signature."""
	matter = matters.load(request, name)
	if not matter.document.receipt:
		return Redirect(matter.base)
	given = json.loads(matter.document.receipt)
	given["received_at"] = datetime.fromisoformat(given["received_at"])
	given["due_on"] = date.fromisoformat(given["due_on"])
	values = {
		"name": matter.name,
		"receipt": given,
		"type_title": matters.title(matter, request),
		"applicant": matters.applicant(matter, request),
		"recipient": matters.commission(matter, request),
		"signer": frappe.db.get_value(
			"Document Signature", matter.document.signature, ["signer_name", "signed_at"], as_dict=True
		),
	}
	return Page("cabinet/receipt.html", request.t("receipt.title"), values)
