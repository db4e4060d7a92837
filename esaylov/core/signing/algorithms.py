"""Which keys and algorithms are accepted, and the check of one signature.

RSA of 2048 to 8192 bits with an exponent below 2**32 (PKCS #1 v1.5 and PSS), ECDSA on P-256 and P-384, Ed25519; SHA-256, SHA-384, SHA-512; Oʻz DSt
and Oʻz MSt, each with its own hash. Everything else, SHA-1 above all, is refused.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from esaylov.core.signing import national, ozdst
from esaylov.core.signing.problems import SignatureInvalid

DIGESTS: Mapping[str, Callable[[], hashes.HashAlgorithm]] = {
	"sha256": hashes.SHA256,
	"sha384": hashes.SHA384,
	"sha512": hashes.SHA512,
}
_RSA_BITS = range(2048, 8193)
_RSA_EXPONENTS = range(3, 2**32)
"""A public exponent as long as the modulus is allowed by the standard, and makes one verification take as long as a hundred."""
_CURVES = ("secp256r1", "secp384r1")


def digest_of(algorithm: cms.DigestAlgorithm) -> str:
	"""Name of an accepted digest, a national one by its identifier; raises SignatureInvalid("digest_not_accepted").

	Parameters may be NULL or absent (RFC 5754); others cannot even be read, and reading is asked for here.
	"""
	name = algorithm["algorithm"].native
	if name not in DIGESTS.keys() | ozdst.DIGESTS or algorithm["parameters"].native is not None:
		raise SignatureInvalid("digest_not_accepted")
	return str(name)


def digest_over(name: str, content: bytes) -> bytes:
	"""The digest of bytes by an accepted algorithm; raises SignatureInvalid("content_too_long"), see `national.digest`."""
	if name in ozdst.DIGESTS:
		return national.digest(content)
	hashing = hashes.Hash(DIGESTS[name]())
	hashing.update(content)
	return hashing.finalize()


def check_key(certificate: x509.Certificate) -> None:
	"""Raises SignatureInvalid("key_not_accepted") for a kind or strength of key that is not accepted."""
	if national.is_national(certificate):
		national.key_of(certificate)
		return
	key = _key(certificate)
	accepted = (
		(
			isinstance(key, rsa.RSAPublicKey)
			and key.key_size in _RSA_BITS
			and key.public_numbers().e in _RSA_EXPONENTS
		)
		or (isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES)
		or isinstance(key, ed25519.Ed25519PublicKey)
	)
	if not accepted:
		raise SignatureInvalid("key_not_accepted")


@lru_cache(maxsize=512)
def _key(certificate: x509.Certificate) -> object:
	"""The key in a certificate, which takes a millisecond to be read; a submit asks twice, and who files often signs with the same."""
	return certificate.public_key()


def check_issued(certificate: x509.Certificate | x509.CertificateRevocationList) -> None:
	"""Raises SignatureInvalid("digest_not_accepted") when an issuer signed with another digest than ours."""
	if certificate.signature_algorithm_oid.dotted_string in ozdst.SIGNATURES:
		return
	try:
		digest = certificate.signature_hash_algorithm  # None for Ed25519
	except UnsupportedAlgorithm:
		raise SignatureInvalid("digest_not_accepted") from None
	if digest is not None and digest.name not in DIGESTS:
		raise SignatureInvalid("digest_not_accepted")


def verify(certificate: x509.Certificate, signer: cms.SignerInfo, digest: str, signed: bytes) -> None:
	"""Check the signature of a SignerInfo over `signed` with the key of its certificate; raises SignatureInvalid."""
	check_key(certificate)
	algorithm = signer["signature_algorithm"]
	signature = signer["signature"].native
	if national.is_national(certificate):
		_verify_national(national.key_of(certificate), algorithm, signature, digest, signed)
		return
	key: Any = _key(certificate)
	try:
		if isinstance(key, rsa.RSAPublicKey):
			key.verify(signature, signed, _rsa_padding(algorithm, digest), DIGESTS[digest]())
		elif isinstance(key, ec.EllipticCurvePublicKey):
			_expect(algorithm, f"{digest}_ecdsa")
			key.verify(signature, signed, ec.ECDSA(DIGESTS[digest]()))
		else:
			_ed25519(algorithm, digest)
			key.verify(signature, signed)
	except InvalidSignature:
		raise SignatureInvalid("signature_wrong") from None


def is_list_signed(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
	"""Whether the key of an issuer signed a revocation list; the key is not judged. Raises SignatureInvalid for a national key
	that is not accepted, and a list of one that is too long here."""
	if national.is_national(issuer):
		return national.is_list_signed(found, issuer)
	key: Any = issuer.public_key()
	try:
		return found.is_signature_valid(key)
	except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
		return False


def _verify_national(
	key: ozdst.PublicKey, algorithm: cms.SignedDigestAlgorithm, signature: bytes, digest: str, signed: bytes
) -> None:
	"""Key, digest and signature of one family; the parameters are NULL or absent."""
	_expect(algorithm, key.family.signature)
	if digest != key.family.digest or algorithm["parameters"].native is not None:
		raise SignatureInvalid("signature_algorithm")
	if not key.verify(national.digest(signed), signature):
		raise SignatureInvalid("signature_wrong")


def _expect(algorithm: cms.SignedDigestAlgorithm, *names: str) -> None:
	if algorithm["algorithm"].native not in names:
		raise SignatureInvalid("signature_algorithm")


def _ed25519(algorithm: cms.SignedDigestAlgorithm, digest: str) -> None:
	"""RFC 8419: SHA-512 over signed attributes, no parameters."""
	_expect(algorithm, "ed25519")
	if digest != "sha512" or algorithm["parameters"].native is not None:
		raise SignatureInvalid("signature_algorithm")


def _rsa_padding(algorithm: cms.SignedDigestAlgorithm, digest: str) -> padding.AsymmetricPadding:
	"""Padding that the algorithm names; its digest must be that of the SignerInfo."""
	if algorithm["algorithm"].native != "rsassa_pss":
		_expect(algorithm, "rsassa_pkcs1v15", f"{digest}_rsa")
		return padding.PKCS1v15()
	parameters = algorithm["parameters"]
	mask = parameters["mask_gen_algorithm"]
	names = (parameters["hash_algorithm"]["algorithm"].native, mask["parameters"]["algorithm"].native)
	if names != (digest, digest) or mask["algorithm"].native != "mgf1":
		raise SignatureInvalid("signature_algorithm")
	hashing = DIGESTS[digest]()
	if (
		parameters["salt_length"].native != hashing.digest_size
		or parameters["trailer_field"].native != "trailer_field_bc"
	):
		raise SignatureInvalid("signature_algorithm")
	return padding.PSS(padding.MGF1(hashing), hashing.digest_size)
