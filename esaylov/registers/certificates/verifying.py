"""Whether a certificate is valid today: online by its id or token, and the signed list for checkers without network."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.records import certificates as law
from esaylov.core.records import revocation_list
from esaylov.core.records.token import TokenInvalid
from esaylov.core.records.token import read as read_token
from esaylov.framework import clock, practice
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import NotFound
from esaylov.registers.certificates.papers import paper
from esaylov.trust import keys

ID_LENGTH = 20
"""Ids are shorter than any token."""
LANGUAGES = ("uz", "ru", "en")
ENDED = (law.Status.REPLACED, law.Status.REVOKED)
CACHE, SECONDS = "esaylov_certificate_endings", 30
"""The list is that old at most, so an ending is on it within a minute; who ends a certificate throws it away."""


@dataclass(frozen=True)
class Verification:
	"""What anybody may know of a certificate; nothing more is told."""

	valid: bool
	status: str
	kind: str
	holder_name: str
	organization: str
	scope: str
	valid_until: date | None
	valid_to_event: str
	commission: str
	decision_number: str
	decided_on: date | None

	def as_dict(self) -> dict[str, object]:
		"""For the endpoint; dates stay dates."""
		return asdict(self)


def verify(code: str, language: str = "uz") -> Verification:
	"""What a certificate says of itself today, by its id or the token of its QR code. Raises NotFound.

	A token that does not verify is not found: an unknown signer's word is no word.
	"""
	document = _get(id_of(code))
	language = language if language in LANGUAGES else "uz"
	title = f"title_{language}"
	number, decided_on = frappe.db.get_value("Decision", document.decision, ["number", "decided_on"]) or (
		"",
		None,
	)
	last = last_day(document)
	status, of_practice = status_on(document, clock.today(), last), practice.is_of(document.election)
	return Verification(
		valid=status == law.Status.VALID and not of_practice,
		status="Practice" if of_practice else str(status),
		kind=frappe.get_cached_value("Certificate Kind", document.kind, title) or document.kind,
		holder_name=paper.holder_name(document),
		organization=document.organization_as_printed or "",
		scope=document.scope_text or "",
		valid_until=last,
		valid_to_event=document.valid_to_event or "",
		commission=frappe.get_cached_value("Election Commission", document.issuer_commission, title) or "",
		decision_number=number,
		decided_on=decided_on,
	)


def status_on(certificate: Document, day: date, last: date | None) -> law.Status:
	"""The status with the calendar applied: a valid one is expired after its last day."""
	issued = frappe.utils.getdate(certificate.issued_on)
	return law.status_on(day, law.Status(certificate.status), issued, last)


def last_day(certificate: Document) -> date | None:
	"""The printed last day, or that of the event that ends the kind, once it has come; None before."""
	if certificate.valid_until:
		printed: date | None = frappe.utils.getdate(certificate.valid_until)
		return printed
	if certificate.valid_to_event != law.ValidityRule.OFFICIAL_ANNOUNCEMENT:
		return None
	day = frappe.db.get_value("Election", certificate.election, "official_announcement_on")
	return frappe.utils.getdate(day) if day else None


def id_of(code: str) -> str:
	"""The id of a certificate from an id or a token. Raises NotFound for a token that does not verify."""
	if len(code) <= ID_LENGTH:
		return code
	try:
		return read_token(code, keys.public_keys(), keys.retired_on())["id"]
	except TokenInvalid as problem:
		raise NotFound({"doctype": "Certificate"}) from problem


def signed_endings() -> dict[str, str]:
	"""The signed list of the certificates that ended before their day, for checkers without network; core.endings.

	At most 30 seconds old, and made anew after each ending.
	"""
	key = frappe.cache.make_key(CACHE)
	with suppress(AWAY):  # without the cache each reader has it made anew
		if kept := frappe.cache.get(key):
			known: dict[str, str] = json.loads(kept)
			return known
	made = _made()
	with suppress(AWAY):
		frappe.cache.set(key, json.dumps(made), ex=SECONDS)
	return made


def forget_endings() -> None:
	"""Make the next list anew. One that is made before the ending is committed is old after SECONDS, too."""
	with suppress(AWAY):  # the step that ended something goes on
		frappe.cache.delete(frappe.cache.make_key(CACHE))


def _made() -> dict[str, str]:
	now = clock.now().replace(microsecond=0)
	certificate = frappe.qb.DocType("Certificate")
	ended = (
		frappe.qb.from_(certificate)
		.select(certificate.name)
		# papers of practice from before their token said so are listed too
		.where(certificate.status.isin([str(status) for status in ENDED]) | ~practice.without(certificate))
		.where(certificate.valid_until.isnull() | (certificate.valid_until >= now.date()))
		.run(pluck=True)
	)
	announced = frappe.get_all(
		"Election",
		{"official_announcement_on": ["is", "set"]},
		["name", "official_announcement_on"],
		order_by="name asc",
	)
	days = {row.name: str(row.official_announcement_on) for row in announced}
	return revocation_list.sign(ended, days, now.isoformat(), keys.server_key(), keys.server_key_id())


def _get(name: str) -> Document:
	if not frappe.db.exists("Certificate", name):
		raise NotFound({"doctype": "Certificate"})
	return frappe.get_doc("Certificate", name)
