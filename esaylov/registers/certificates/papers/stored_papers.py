"""The paper of a certificate, and what is printed on it, are those that the event of its forming names: who replaces file and record, or
changes what stands beside the token, leaves the event."""

from collections.abc import Mapping
from typing import Any, Final

import frappe

from esaylov.core.records import chain
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock
from esaylov.trust.chains import chain as trust_chain

FORMED: Final = "certificate.formed"
PRINTED: Final = (
	*(
		"holder",
		"number",
		"series_no",
		"issue_no",
		"role_text",
		"organization_as_printed",
		"position_as_printed",
	),
	*("elections_text", "scope_text", "details_as_printed", "register_doctype", "register_name"),
)
"""Beside what the token says."""


def record(certificate: Any, paper: bytes) -> None:
	"""The event of a certificate whose paper was just stored. Call it last, as `trust.record`."""
	trust_chain.record(
		certificate.issuer_commission, FORMED, _body(certificate, sha256_hex(paper)), clock.now()
	)


def changed(papers: Mapping[str, str]) -> list[str]:
	"""Certificates whose paper, or what is printed on it, is another one than their event says, with two queries.

	papers: certificate to SHA-256 of its paper now. What was formed before events named the paper is left out.
	"""
	fields = ["name", "decision", "issuer_commission", "token", *PRINTED]
	rows = frappe.get_all("Certificate", {"name": ["in", [*papers, ""]]}, fields, order_by="name asc")
	bodies = {
		row.name: [chain.body(FORMED, _body(row, sign)) for sign in (papers[row.name], "")] for row in rows
	}
	told = frappe.get_all(
		"Chain Event",
		{
			"commission": ["in", [*{row.issuer_commission for row in rows}, ""]],
			"kind": FORMED,
			"body": ["in", [*(body for pair in bodies.values() for body in pair), ""]],
		},
		pluck="body",
		order_by="name asc",
	)
	return [name for name, pair in bodies.items() if not set(pair) & set(told)]


def _body(certificate: Any, paper: str) -> dict[str, str]:
	body = {"certificate": str(certificate.name), "decision": str(certificate.decision)}
	if not paper:
		return body
	# the token is the salt: chains are published, and what is printed could be tried against guesses
	printed = [str(certificate.token or ""), *(str(certificate.get(field) or "") for field in PRINTED)]
	return {**body, "paper": paper, "printed": sha256_hex(canonical(printed))}
