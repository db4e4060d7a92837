"""The papers of a commission over HTTP: whoever may read what is on one fetches it as PDF."""

import frappe

from esaylov.api import guards
from esaylov.api.answers import PdfFile
from esaylov.api.endpoint import endpoint
from esaylov.decisions.sessions.papers.paper import protocol_pdf, sheet_pdf
from esaylov.decisions.signatures import paper
from esaylov.registers.results.paper import copy_pdf


@endpoint(methods=["GET"])
@guards.signed_in
def decision(decision: str, row: str = "") -> PdfFile:
	"""A decision, or with `row` (a path such as `persons[0]`) the extract for that row; see decisions.paper.pdf."""
	_send(*paper.pdf(decision, frappe.session.user, row))


@endpoint(methods=["GET"])
@guards.signed_in
def protocol(session: str) -> PdfFile:
	"""The protocol of a session; see decisions.sessions.papers.paper.protocol_pdf."""
	_send(*protocol_pdf(session, frappe.session.user))


@endpoint(methods=["GET"])
@guards.signed_in
def voting_sheet(item: str) -> PdfFile:
	"""The voting sheet of an agenda item; see decisions.sessions.papers.paper.sheet_pdf."""
	_send(*sheet_pdf(item, frappe.session.user))


@endpoint(methods=["GET"])
@guards.signed_in
def count_protocol(protocol: str) -> PdfFile:
	"""The copy of a count protocol; see results.paper.copy_pdf."""
	_send(*copy_pdf(protocol, frappe.session.user))


def _send(name: str, content: bytes) -> None:
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"
