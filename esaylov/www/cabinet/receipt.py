"""The receipt: what one prints and keeps."""

import json
from datetime import date, datetime
from typing import Any

import frappe

from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.appeal_view import RECEIPT_PDF, Matter
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(APPEAL + "/receipt", login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Number, time, due date, tracking code, and each filing with its hashes and the server's signature."""
	matter = matters.load(request, name)
	if not matter.document.receipt:
		return Redirect(matter.base)
	filings = filings_of(matter)
	values = {
		"name": matter.name,
		"receipt": filings[-1],
		"filings": filings,
		"pdf": RECEIPT_PDF + matter.name,
		"type_title": matters.title(matter, request),
		"applicant": matters.applicant(matter, request),
		"recipient": matters.commission(matter, request),
	}
	return Page("cabinet/receipt.html", request.t("receipt.title"), values)


def filings_of(matter: Matter) -> list[dict[str, Any]]:
	"""The receipt of the first filing and, after a correction, that of the last one, each with its signer."""
	last = matter.document
	papers = [(last.receipt, last.signature)]
	if json.loads(last.receipt).get("corrects"):
		first = (
			frappe.db.get_value("Appeal", matter.name, ["receipt", "signature"], as_dict=True)
			or frappe._dict()
		)
		papers.insert(0, (first.receipt, first.signature))
	signers = signers_of([signature for _, signature in papers])
	return [{**read(text), "signer": signers.get(signature)} for text, signature in papers]


def read(text: str) -> dict[str, Any]:
	"""A kept receipt with its times as times."""
	given = {"corrects": "", **json.loads(text)}
	given["received_at"] = datetime.fromisoformat(given["received_at"])
	given["due_on"] = date.fromisoformat(given["due_on"])
	return given


def signers_of(signatures: list[str]) -> dict[str, dict[str, Any]]:
	"""Who signed and when, by signature."""
	rows = frappe.get_all(
		"Document Signature",
		filters={"name": ["in", signatures]},
		fields=["name", "signer_name", "signed_at"],
		order_by="name asc",
	)
	return {row.name: row for row in rows}
