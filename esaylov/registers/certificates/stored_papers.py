"""The paper of a certificate is the one that the event of its forming names: who replaces file and record leaves the event."""

from collections.abc import Mapping
from typing import Any, Final

import frappe

from esaylov.core import chain
from esaylov.core.payload import sha256_hex
from esaylov.framework import clock
from esaylov.trust import service as trust

FORMED: Final = "certificate.formed"


def record(certificate: Any, paper: bytes) -> None:
	"""The event of a certificate whose paper was just stored. Call it last, as `trust.record`."""
	trust.record(certificate.issuer_commission, FORMED, _body(certificate, sha256_hex(paper)), clock.now())


def changed(papers: Mapping[str, str]) -> list[str]:
	"""Certificates whose paper is another one than their event says, with two queries. papers: certificate to SHA-256 of its paper now.

	What was formed before events named the paper is left out.
	"""
	fields = ["name", "decision", "issuer_commission"]
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
	return {**body, "paper": paper} if paper else body
