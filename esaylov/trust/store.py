"""The trust store: which certificates a signer's certificate may lead to."""

from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

import frappe
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.signing import TrustStore
from esaylov.framework import reads
from esaylov.framework.errors import FormInvalid
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.trust import revocation

CERTIFICATE = "Trusted Certificate"
VERSION = ("name", "modified", "requires_crl", "crl_fetched_at", "crl_next_update")
"""What tells two states of a row apart: who saves one moves `modified`, and the job that fetches lists the other moments."""


def store() -> TrustStore:
	"""The active certificates; a demonstration authority counts on demonstration and test sites only."""
	filters = {"is_active": 1}
	if not frappe.conf.get("esaylov_demo"):
		filters["is_demo"] = 0
	rows = reads.rows(CERTIFICATE, filters, VERSION, "creation")
	return _read(frappe.local.site, tuple(map(itemgetter(*VERSION), rows)))


@lru_cache(maxsize=8)
def _read(site: str, versions: tuple[tuple[object, ...], ...]) -> TrustStore:
	"""By the versions of the rows, which are read each time: whoever changes one is heard at once, in every process.

	The rows themselves, lists of some megabytes among them, are read for a version once.
	"""
	names = [row[0] for row in versions]
	rows = reads.rows(CERTIFICATE, {"name": names}, ["pem", "crl", "requires_crl"], "creation")
	loaded = [x509.load_pem_x509_certificate(row.pem.encode()) for row in rows]
	roots = [certificate for certificate in loaded if _is_root(certificate)]
	others = [certificate for certificate in loaded if not _is_root(certificate)]
	lists = [revocation.read(row.crl.encode()).public_bytes(Encoding.DER) for row in rows if row.crl]
	strict = [certificate for certificate, row in zip(loaded, rows, strict=True) if row.requires_crl]
	return replace(TrustStore.of(_pem(roots), _pem(others), lists), needing_crl=tuple(strict))


def read_certificate(document: Document) -> None:
	"""Fill the facts of a Trusted Certificate from its PEM. Raises FormInvalid when it is no certificate of an authority."""
	try:
		certificate = x509.load_pem_x509_certificate((document.pem or "").strip().encode())
		is_authority = _basic_constraints(certificate).ca
	except (ValueError, x509.ExtensionNotFound):
		is_authority = False
	if not is_authority:
		raise FormInvalid([Finding("not_an_authority", "pem")])
	document.fingerprint = certificate.fingerprint(hashes.SHA256()).hex()
	document.subject_name = certificate.subject.rfc4514_string()[:255]
	document.valid_from = certificate.not_valid_before_utc.replace(tzinfo=None)
	document.valid_until = certificate.not_valid_after_utc.replace(tzinfo=None)
	revocation.check_list(document)


def trust_certificate(pem: str, title: str, is_demo: bool = False) -> str:
	"""Make sure that a certificate is trusted; return the name of its row. Asked again, it gives the same row."""
	fingerprint = x509.load_pem_x509_certificate(pem.strip().encode()).fingerprint(hashes.SHA256()).hex()
	if known := frappe.db.get_value(CERTIFICATE, {"fingerprint": fingerprint}):
		return str(known)
	row = frappe.new_doc(CERTIFICATE)
	row.update({"title": title, "pem": pem.strip(), "is_active": 1, "is_demo": int(is_demo)})
	with SETTING_UP.writing():
		row.insert(ignore_permissions=True)  # the set-up of a site, before anybody can log in
	return str(row.name)


def _is_root(certificate: x509.Certificate) -> bool:
	return certificate.issuer == certificate.subject


def _basic_constraints(certificate: x509.Certificate) -> x509.BasicConstraints:
	return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value


def _pem(certificates: list[x509.Certificate]) -> list[bytes]:
	return [certificate.public_bytes(Encoding.PEM) for certificate in certificates]
