"""The paper of a kind before anybody has one: made-up words in every place, a code that verifies nothing, nothing stored."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.registers.certificates.issue import forming
from esaylov.registers.certificates.papers import drawing, wording

NAME = "Namunayev Namuna Namunayevich"
PARTY = "Namuna partiyasi"
BODIES = {
	"observer_mahalla": "Namuna mahallasi",
	"observer_initiative": "Namuna tashabbuskor guruhi",
	"media_representative": '"Namuna" gazetasi',
}
"""Kind -> the body that its holders are from; those of the others are from a party. *Namuna* is a specimen."""
ORGANIZATIONS: dict[str, Callable[[str], str]] = {
	"Title": lambda body: body,
	"Ablative": wording.organization_from,
	"Country": lambda _: "Namuna davlati",
	"Candidate of": lambda _: wording.of_candidate(wording.candidacy("LC_SMD", "", ""), NAME),
	"Commission": lambda _: "Namuna tumani saylov komissiyasi",
}
"""Option of Certificate Kind.organization_wording -> what stands there for a body."""
POSITIONS = {"media_representative": "Muxbir"}
SIGNER = {
	"signer_position": f"Namuna saylov komissiyasi {wording.POSITIONS['Chair']}",
	"signer_name": wording.initials(NAME),
}
TOKEN = "NAMUNA" * 34
"""As long as a real one, so that the code is as fine; no key signed it."""


def pdf(kind: str) -> tuple[str, bytes]:
	"""File name and PDF of the paper of a kind with made-up words, so that a layout is seen before anybody gets one.

	Nothing is stored or numbered, and its code verifies nothing. Raises NotFound, also for a kind without a print format.
	"""
	if not frappe.db.get_value("Certificate Kind", kind, "print_format"):
		raise NotFound({"doctype": "Certificate Kind"})
	return f"{kind}-namuna.pdf", drawing.pdf(_certificate(kind))


def _certificate(kind_name: str) -> Document:
	"""A certificate of the latest election, as the highest commission that gives its kind would give it."""
	kind = frappe.get_cached_doc("Certificate Kind", kind_name)
	election = frappe.get_cached_doc("Election", _first("Election", "election_day desc"))
	issued_on = min(clock.today(), frappe.utils.getdate(election.election_day))
	certificate = frappe.new_doc("Certificate")
	certificate.flags.is_specimen = True
	certificate.update(
		{
			"kind": kind.name,
			"series_no": "0" * kind.number_digits,
			"election": election.name,
			"issuer_commission": _first(
				"Election Commission", "lft asc", level=kind.issuer_levels.split(",")[0]
			),
			"issued_on": issued_on,
			"role_text": kind.role_text,
			"token": TOKEN,
			**_words(kind, election),
			**_validity(kind, election, issued_on),
		}
	)
	return certificate


def _words(kind: Document, election: Document) -> dict[str, str]:
	held = [row.election_type for row in election.election_types]
	return {
		"holder_name_as_printed": wording.name(NAME, kind.is_name_in_capitals),
		"organization_as_printed": ORGANIZATIONS[kind.organization_wording](BODIES.get(kind.name, PARTY)),
		"position_as_printed": POSITIONS.get(kind.name, wording.POSITIONS["Member"]),
		"elections_text": wording.elections(held, ""),
		"scope_text": wording.scope("Namuna tumani"),
		"details_as_printed": "\n".join(wording.media_lines("0000", "namuna.example")),
		**(SIGNER if kind.signatory else {}),
	}


def _validity(kind: Document, election: Document, issued_on: date) -> dict[str, object]:
	valid = forming.validity(kind, election, issued_on)
	return {"valid_until": valid.valid_until, "valid_to_event": valid.to_event}


def _first(doctype: str, order: str, **filters: str) -> str:
	names = frappe.get_all(doctype, filters, pluck="name", order_by=order, limit=1)
	if not names:
		raise NotFound({"doctype": doctype})
	return names[0]
