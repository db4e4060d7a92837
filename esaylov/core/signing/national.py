"""Certificates and revocation lists of Oʻz DSt: `cryptography` reads them, but knows neither their keys nor their signatures."""

from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from esaylov.core.signing import ozdst
from esaylov.core.signing.ozdst import der
from esaylov.core.signing.problems import SignatureInvalid

PREFIX = "1.2.860."
"""Object identifiers of Uzbekistan."""
LARGEST_CERTIFICATE = 6_000
"""Bytes; a person's has some 2,200. In Python a block of 32 bytes takes 40 microseconds, and a stranger may bring eight certificates."""
LARGEST_IN_PYTHON = 64 * 1024
"""Bytes of content or of a list that are hashed without libgcrypt: 0.1 s."""
TEMPORARY = x509.ObjectIdentifier("1.2.860.3.2.10.2")
"""The policy of a certificate that a key has before a centre certified it: nobody vouches for it."""


@lru_cache(maxsize=256)
def is_national(certificate: x509.Certificate) -> bool:
	"""Whether its key is one of Uzbekistan's algorithms, also one that is not accepted here."""
	return _key_algorithm(spki(certificate)).startswith(PREFIX)


@lru_cache(maxsize=256)
def key_of(certificate: x509.Certificate) -> ozdst.PublicKey:
	"""The key of a national certificate; raises SignatureInvalid("key_not_accepted")."""
	try:
		return ozdst.read_spki(spki(certificate))
	except ozdst.KeyRefused:
		raise SignatureInvalid("key_not_accepted") from None


@lru_cache(maxsize=256)
def spki(certificate: x509.Certificate) -> bytes:
	"""The SubjectPublicKeyInfo as it stands in the certificate."""
	return _fields(certificate.tbs_certificate_bytes)[6]


def digest(content: bytes) -> bytes:
	"""The digest; raises SignatureInvalid("content_too_long") for what takes seconds without libgcrypt."""
	if len(content) > LARGEST_IN_PYTHON and not ozdst.is_fast():
		raise SignatureInvalid("content_too_long")
	return ozdst.digest(content)


def is_temporary(certificate: x509.Certificate) -> bool:
	"""Whether it is the certificate of a key that no centre certified yet."""
	try:
		policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
	except x509.ExtensionNotFound:
		return False
	return any(policy.policy_identifier == TEMPORARY for policy in policies)


@lru_cache(maxsize=1024)
def is_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
	"""Whether the key of a national issuer signed a certificate; remembered, for its hash is the dear part of a login.

	Both ask for the same algorithm inside and outside, that of the issuer's key. Raises SignatureInvalid for such a key.
	"""
	key = key_of(issuer)
	whole = certificate.public_bytes(Encoding.DER)
	if len(whole) > LARGEST_CERTIFICATE:
		raise SignatureInvalid("certificates_not_accepted")
	inside = _fields(certificate.tbs_certificate_bytes)[2]
	return _is_algorithm(whole, inside, key) and ozdst.is_issued(
		key, ozdst.digest(certificate.tbs_certificate_bytes), certificate.signature
	)


def is_list_signed(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
	"""Whether the key of a national issuer signed a revocation list. Raises SignatureInvalid for such a key,
	and "content_too_long"."""
	key, whole = key_of(issuer), found.public_bytes(Encoding.DER)
	inside = _rows(found.tbs_certlist_bytes)[1]
	return _is_algorithm(whole, inside, key) and key.verify(digest(found.tbs_certlist_bytes), found.signature)


def _is_algorithm(whole: bytes, inside: bytes, key: ozdst.PublicKey) -> bool:
	"""Whether the outer algorithm is the inner one, byte by byte, and that of the key."""
	outer = _rows(whole)[1]
	name, *parameters = der.values(der.one(outer, der.SEQUENCE))
	return (
		inside == outer
		and name[0] == der.OBJECT_IDENTIFIER
		and der.dotted(name[1]) == key.family.signature
		and [row for _, _, row in parameters] in ([], [der.NULL])
	)


def _key_algorithm(info: bytes) -> str:
	algorithm = _rows(info)[0]
	return der.dotted(next(der.values(der.one(algorithm, der.SEQUENCE)))[1])


def _fields(tbs: bytes) -> list[bytes]:
	"""The fields of a certificate of version 3: version, serial number, algorithm, issuer, validity, subject, key, extensions."""
	rows = _rows(tbs)
	return rows if tbs[:1] and rows[0][0] == 0xA0 else [b"", *rows]  # version 1 is not written


def _rows(sequence: bytes) -> list[bytes]:
	return [row for _, _, row in der.values(der.one(sequence, der.SEQUENCE))]
