"""Revocation lists: fetched for each authority, kept only when the authority itself signed them, newer ones alone.

A list that has ended makes the verifier refuse (`revocation_list_stale`): that an authority is silent proves nothing.
"""

import base64
import binascii
from typing import Any

import frappe
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from frappe.model.document import Document

from esaylov.core import outgoing as law
from esaylov.core.findings import Finding
from esaylov.core.signing import SignatureInvalid, is_list_signed
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.framework.persistence import table_cache
from esaylov.integrations import outgoing
from esaylov.integrations.base import BadAnswer, ProviderError, Refused

CERTIFICATE = "Trusted Certificate"
LARGEST = 20_000_000
"""Bytes of a list; those of large authorities have some megabytes."""


class ListRefused(Exception):
	"""A list that is not kept; `code` says why."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


def check_list(document: Document) -> None:
	"""Called from Trusted Certificate.validate: a list that stands there is this authority's own, its
	address is one of the web, and nobody puts an older one or none in its place. Raises FormInvalid."""
	if document.crl_url and not law.is_address(document.crl_url, allow_plain=True):
		raise FormInvalid([Finding("revocation_address", "crl_url")])
	stood = _stood(document)
	if not (document.crl or "").strip():
		if stood is not None:  # a list of nobody is false
			raise FormInvalid([Finding("revocation_list_stale", "crl")])
		document.crl_next_update = None
		return
	try:
		found = read(document.crl.encode())
		_check_issued(found, document.pem)
		if stood is not None and found.last_update_utc < stood.last_update_utc:
			raise ListRefused("revocation_list_stale")
	except ListRefused as problem:
		raise FormInvalid([Finding(problem.code, "crl")]) from None
	document.crl_next_update = _until(found)


def _stood(document: Document) -> x509.CertificateRevocationList | None:
	"""The list that is kept of the same authority; None where there is none, or none that can be read."""
	stored = document.get_doc_before_save()
	if not stored or stored.pem != document.pem or not stored.crl:
		return None
	try:
		return read(stored.crl.encode())
	except ListRefused:
		return None


def fetch_all() -> int:
	"""Job: fetch the lists of all active authorities that name an address; how many were newer than those kept.

	Whatever one server does is noted on its row and stops no other.
	"""
	filters = {"is_active": 1, "crl_url": ["is", "set"]}
	rows = frappe.get_all(CERTIFICATE, filters, ["name", "crl_url", "pem", "crl"], order_by="name asc")
	return sum(_fetch(row) for row in rows)


def read(data: bytes) -> x509.CertificateRevocationList:
	"""A list from PEM, DER, or Base64 of DER. Raises ListRefused (`revocation_list_invalid`)."""
	try:
		if data.lstrip().startswith(b"-----BEGIN"):
			return x509.load_pem_x509_crl(data)
		if data[:1] == b"\x30":
			return x509.load_der_x509_crl(data)
		return x509.load_der_x509_crl(base64.b64decode(b"".join(data.split()), validate=True))
	except (ValueError, binascii.Error):
		raise ListRefused("revocation_list_invalid") from None


def _fetch(row: Any) -> bool:
	try:
		return _fetched(row)
	except Exception:  # the lists after it must come, or they end, and nobody signs
		frappe.log_error("Revocation list was not fetched")
		_note(row.name, crl_problem="revocation_unknown")
		return False


def _fetched(row: Any) -> bool:
	try:
		found = read(_download(row.crl_url))
		_check_issued(found, row.pem)
		is_newer = not row.crl or found.last_update_utc > read(row.crl.encode()).last_update_utc
	except ListRefused as problem:
		_note(row.name, crl_problem=problem.code)
		return False
	if not is_newer:
		_note(row.name, crl_problem="")
		return False
	text = base64.b64encode(found.public_bytes(Encoding.DER)).decode()
	_note(row.name, crl=text, crl_next_update=_until(found), crl_problem="")
	return True


def _download(address: str) -> bytes:
	"""The bytes at an address; plain http is right here, for the list is signed. Raises ListRefused."""
	try:
		return outgoing.get("revocation", outgoing.find("revocation", address, allow_plain=True), LARGEST)
	except BadAnswer:
		raise ListRefused("revocation_list_invalid") from None
	except Refused:
		raise ListRefused("revocation_address") from None
	except ProviderError:
		raise ListRefused("revocation_unknown") from None


def _check_issued(found: x509.CertificateRevocationList, pem: str) -> None:
	authority = x509.load_pem_x509_certificate(pem.strip().encode())
	try:
		is_own = found.issuer == authority.subject and is_list_signed(found, authority)
	except SignatureInvalid as problem:  # a key or a length that is not accepted
		raise ListRefused(problem.code) from None
	if not is_own:
		raise ListRefused("revocation_list_invalid")


def _note(name: str, **values: object) -> None:
	table_cache.note_write(CERTIFICATE)
	# what a job fetched, no decision of a person: `validate` would ask again what was just checked
	values["crl_fetched_at"] = clock.now()
	frappe.db.set_value(CERTIFICATE, name, values, update_modified=False)


def _until(found: x509.CertificateRevocationList) -> object:
	return found.next_update_utc.replace(tzinfo=None) if found.next_update_utc else None
