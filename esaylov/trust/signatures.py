"""Electronic signatures over documents: who verifies a container, which certificates that of its signer may lead to, and what was verified,
kept as rows that never change.

Our own verifiers of X.509 and of Oʻz DSt, or the E-IMZO server of a site that runs one. The container itself says by which algorithms it was made;
what none of them verifies is refused."""

import base64
import binascii
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache, partial
from operator import itemgetter

import frappe
from asn1crypto import cms as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.records.payload import sha256_hex
from esaylov.core.signing import SignatureInvalid, Signer, TrustStore, check_shape, verify_cms
from esaylov.framework import clock, queues
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import FormInvalid, LawBroken, SignatureRefused, TooMany
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import reads, rows, table_cache
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import cleaning, limits
from esaylov.integrations.base import ProviderError
from esaylov.integrations.eimzo import Eimzo, Server
from esaylov.trust import revocation
from esaylov.trust.chains.chain import refuse

SIGNATURE = "Document Signature"
LARGEST_CMS = 64 * 1024
"""Base64 characters; a signature with its chain of certificates takes a tenth of it."""
SIGNER = ("signer_name", "signer_pinfl", "signer_tin", "certificate_fingerprint", "signed_at")
"""Fields of a Document Signature that its container says too."""
WRITER = WriteGuard("signatures")
_last_verified: ContextVar[tuple[str, str, str, str, str] | None] = ContextVar(
	"the last verified", default=None
)
"""Name of the row, document, hash and purpose."""
NATIONAL = "1.2.860."
"""Object identifiers of Uzbekistan: those of Oʻz DSt 1092 and 1106 among them."""
SETTINGS = "E-IMZO Settings"
WRONG, MOST_WRONG, WRONG_SECONDS = "wrong-signature", 120, 10 * 60
"""Signatures of one user (a guest: of one address) that do not hold, and are looked at all the same."""
OF_CLOCKS, SERVER_CLOCK = frozenset({"signing_time_ahead", "signing_time_old"}), "server_clock_wrong"
CMS, E_IMZO = "CMS", "E-IMZO"
CERTIFICATE = "Trusted Certificate"
VERSION = ("name", "modified", "requires_crl", "crl_fetched_at", "crl_next_update")
"""What tells two states of a row apart: who saves one moves `modified`, and the job that fetches lists the other moments."""


def verify_document(
	reference_doctype: str,
	name: str,
	payload: bytes,
	cms_b64: str,
	purpose: str,
	expect_pinfl: str | None,
	expect_tin: str | None = None,
) -> str:
	"""Verify a CMS signature (Base64 of DER) over exactly these bytes and keep it; return the Document Signature.

	expect_pinfl: of the person who must sign; without one everything is refused. expect_tin: of the body acted for
	(`""`: a body without TIN); compared when the certificate names a TIN, None leaves it out. Raises SignatureRefused
	with the cause as its code; nothing is written then.
	"""
	verified_at = clock.now()
	signer, method = verify(_decoded(cms_b64), payload)
	if not expect_pinfl or signer.pinfl != expect_pinfl:
		raise SignatureRefused(field="signature", code="signature_other_person")
	if expect_tin is not None and signer.tin and signer.tin != expect_tin:
		raise SignatureRefused(field="signature", code="signature_other_body")
	row = {
		"reference_doctype": reference_doctype,
		"reference_name": name,
		"payload_sha256": sha256_hex(payload),
		"cms": "".join(cms_b64.split()),
		"method": method,
		"purpose": purpose,
		"signer_name": cleaning.without_markup(signer.name or "")[:140],
		"signer_pinfl": signer.pinfl,
		"signer_tin": signer.tin,
		"certificate_serial": str(signer.serial),
		"certificate_fingerprint": signer.fingerprint,
		"issuer": cleaning.without_markup(signer.issuer or "")[:255],
		"signed_at": signer.signed_at,
		"verified_at": verified_at,
	}
	signature = rows.insert_many(SIGNATURE, [row], guard=WRITER)[0]  # a verified fact; no role may write one
	_last_verified.set((signature, reference_doctype, name, sha256_hex(payload), purpose))
	queues.after_rollback(partial(_last_verified.set, None))
	return signature


def was_verified_now(signature: str, reference_doctype: str, name: str, sha256: str, purpose: str) -> bool:
	"""Whether the last that this transaction did with signatures was to verify and keep this one, over these bytes of the document.

	True once: whoever asks later asks the table.
	"""
	verified = _last_verified.get()
	_last_verified.set(None)
	return verified == (signature, reference_doctype, name, sha256, purpose)


def stored(signature: str) -> frappe._dict | None:
	"""A kept signature as it stands, locked: of two who sign at once, the second must see what the first committed meanwhile."""
	fields = ["reference_doctype", "reference_name", "payload_sha256", "cms", *SIGNER]
	return reads.row(SIGNATURE, {"name": signature}, fields, lock=True)


def prove_again(row: frappe._dict | None, reference_doctype: str, name: str, payload: bytes) -> Signer:
	"""Prove a `stored` signature over one document once more, and what it says of its signer."""
	stands = (reference_doctype, name, sha256_hex(payload))
	if not row or (row.reference_doctype, row.reference_name, row.payload_sha256) != stands:
		raise LawBroken({"name": name}, code="signature_of_another")
	signer = verify(_decoded(row.cms), payload)[0]
	name_of_signer = cleaning.without_markup(signer.name or "")[:140]
	stated = (name_of_signer, signer.pinfl, signer.tin, signer.fingerprint, signer.signed_at)
	if any((row[field] or None) != (value or None) for field, value in zip(SIGNER, stated, strict=True)):
		raise LawBroken({"name": name}, code="signature_of_another")
	return signer


def verify_login(payload: bytes, cms_b64: str) -> Signer:
	"""The signer of the bytes of a login; nothing is kept. Raises SignatureRefused with the cause as its code."""
	return verify(_decoded(cms_b64), payload)[0]


def validate_signature(row: Document) -> None:
	"""Only this package writes, and nothing changes what stands. Raises LawBroken."""
	WRITER.check(row)
	if not row.is_new():
		refuse(row)


def _decoded(cms_b64: str) -> bytes:
	text = "".join((cms_b64 or "").split())
	if not text or len(text) > LARGEST_CMS:
		raise SignatureRefused(field="signature", code="signature_unreadable")
	try:
		return base64.b64decode(text, validate=True)
	except (ValueError, binascii.Error):
		raise SignatureRefused(field="signature", code="signature_unreadable") from None


def verify(container: bytes, content: bytes) -> tuple[Signer, str]:
	"""The signer, and the method by which that is known. Raises SignatureRefused with the cause as its code, TooMany."""
	if not getattr(frappe.local, "request", None):
		return _verified(container, content)  # a job proves what is kept
	with suppress(AWAY):  # without the cache people sign all the same
		if limits.count(WRONG, limits.caller()) >= MOST_WRONG:
			raise TooMany(retry_after=WRONG_SECONDS)
	try:
		return _verified(container, content)
	except SignatureRefused:
		with suppress(AWAY):
			limits.hit(WRONG, limits.caller(), WRONG_SECONDS)
		raise


def _verified(container: bytes, content: bytes) -> tuple[Signer, str]:
	try:
		if table_cache.settings(SETTINGS).is_enabled:
			check_shape(container)
			if is_national(container):
				return _by_eimzo(container, content), E_IMZO
		return verify_cms(container, content, store(), clock.now()), CMS
	except SignatureInvalid as problem:
		raise SignatureRefused(field="signature", code=_code_of(problem.code)) from problem


def _code_of(code: str) -> str:
	"""The code of a refusal; a signer is not sent to their clock where that of this machine is wrong."""
	return SERVER_CLOCK if code in OF_CLOCKS and not clock.is_right() else code


def is_national(container: bytes) -> bool:
	"""Whether every signer of a container signed by the national algorithms; False for what cannot be read."""
	try:
		signers = asn1.ContentInfo.load(container)["content"]["signer_infos"]
		for signer in signers:
			if not signer["digest_algorithm"]["algorithm"].dotted.startswith(NATIONAL):
				return False
		return len(signers) > 0
	except (
		Exception
	):  # crafted bytes raise errors of many kinds; our own verifier then refuses them by its codes
		return False


def _by_eimzo(container: bytes, content: bytes) -> Signer:
	settings = table_cache.settings(SETTINGS)
	if not settings.address:
		raise SignatureRefused(field="signature", code="eimzo_off")
	asking = str(getattr(frappe.local, "request_ip", None) or "")
	server = Server(
		settings.address, settings.site_host or frappe.local.site, asking, settings.timeout_seconds or 10
	)
	try:
		found = Eimzo(server).verify(content, base64.b64encode(container).decode())
	except ProviderError as problem:
		raise SignatureRefused(field="signature", code=problem.code) from problem
	return Signer(
		pinfl=found.pinfl,
		tin=found.tin,
		name=found.name,
		serial=found.serial,
		issuer=found.issuer,
		fingerprint="",
		signed_at=found.signed_at,
		organization=found.organization,
	)


def store() -> TrustStore:
	"""The active certificates; a demonstration authority counts on demonstration and test sites only."""
	return _store(bool(frappe.conf.get("esaylov_demo")))


@table_cache.cached(CERTIFICATE)
def _store(is_demo_trusted: bool) -> TrustStore:
	filters = {"is_active": 1} if is_demo_trusted else {"is_active": 1, "is_demo": 0}
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
	_keep_a_root(document)


def _keep_a_root(document: Document) -> None:
	"""The last authority that counts is not switched off: nobody could sign that another one is trusted. Raises FormInvalid."""
	before = document.get_doc_before_save()
	if not before or not before.is_active or document.is_active:
		return
	others = {"is_active": 1, "name": ["!=", document.name], "valid_until": [">", clock.now()]}
	if not frappe.conf.get("esaylov_demo"):
		others["is_demo"] = 0
	known = frappe.get_all(CERTIFICATE, others, pluck="pem", limit=0)
	if not any(_is_root(x509.load_pem_x509_certificate(pem.encode())) for pem in known):
		raise FormInvalid([Finding("last_authority", "is_active")])


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
