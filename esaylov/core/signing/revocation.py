"""Revocation lists as a trust store holds them: large, and asked at each signature.

What costs as much as the list is long is remembered by its content: whether a key signed it, and the serial numbers in it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Self

from cryptography import x509

from esaylov.core.signing import national
from esaylov.core.signing.algorithms import check_issued, is_list_signed
from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.uses import extension_of

LISTS = 8
"""Lists of which a process remembers the serial numbers: some 8 MB for one of 100,000."""


@dataclass(frozen=True, slots=True)
class RevocationList:
	"""A list; two of the same content are equal. digest: SHA-256 of its DER or PEM, as it was given."""

	found: x509.CertificateRevocationList = field(compare=False)
	digest: bytes

	@classmethod
	def of(cls, data: bytes) -> Self:
		"""From PEM or DER. Raises ValueError."""
		found = x509.load_pem_x509_crl(data) if is_pem(data) else x509.load_der_x509_crl(data)
		return cls(found, sha256(data).digest())


def is_pem(data: bytes) -> bool:
	"""Whether a certificate or list is given as PEM; else it is DER."""
	return data.lstrip().startswith(b"-----BEGIN")


@lru_cache(maxsize=64)
def is_signed_by(crl: RevocationList, issuer: x509.Certificate) -> bool:
	"""As `algorithms.is_list_signed`, remembered."""
	return is_list_signed(crl.found, issuer)


def revoked_at(crl: RevocationList, serial: int) -> datetime | None:
	"""When a certificate was revoked (aware UTC); None: the list does not name it."""
	if serial not in _serials(crl):
		return None
	row = crl.found.get_revoked_certificate_by_serial_number(serial)
	return row.revocation_date_utc if row else None


@lru_cache(maxsize=LISTS)
def _serials(crl: RevocationList) -> frozenset[int]:
	return frozenset(row.serial_number for row in crl.found)


def check_list(crl: x509.CertificateRevocationList, issuer: x509.Certificate, at: datetime) -> None:
	"""Of a list that the issuer's key signed: whether it may be used at a moment. Raises SignatureInvalid."""
	check_issued(crl)
	if not _may_sign_lists(issuer):
		raise SignatureInvalid("revocation_list_invalid")
	if any(extension.critical for extension in crl.extensions):  # partial or indirect lists
		raise SignatureInvalid("revocation_list_invalid")
	until = crl.next_update_utc
	if crl.last_update_utc > at or until is None or until < at:
		raise SignatureInvalid("revocation_list_stale")


def _may_sign_lists(issuer: x509.Certificate) -> bool:
	"""The national centre names itself as issuer of lists, but its certificate has keyCertSign alone."""
	usage = extension_of(issuer.extensions, x509.KeyUsage)
	return usage is not None and (usage.crl_sign or (national.is_national(issuer) and usage.key_cert_sign))
