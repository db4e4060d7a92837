"""Certificates, revocation lists and containers of Oʻz DSt as E-IMZO has them, for demonstrations and tests; see `authority`.

`cryptography` builds a certificate for a stand-in key; key, algorithm and signature are then put in their places.
"""

import hashlib
from collections.abc import Sequence

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from esaylov.core.signing import ozdst
from esaylov.core.signing.ozdst import der
from esaylov.setup.demo.signing.ozdst import PrivateKey

_STAND_IN = ec.derive_private_key(1, ec.SECP256R1())
_CONTEXT_0 = 0xA0
_PIECE = 1000
"""Bytes of each part of an attached content."""


def stand_in() -> ec.EllipticCurvePublicKey:
	"""The public key that `builder` takes in place of a national one."""
	return _STAND_IN.public_key()


def key_identifier(key: PrivateKey) -> bytes:
	"""SHA-1 of the BIT STRING's content, as the centre in Tashkent makes it."""
	return hashlib.sha1(_octets(key), usedforsecurity=False).digest()


def signed(
	builder: x509.CertificateBuilder, issuer: PrivateKey, subject: PrivateKey | None
) -> x509.Certificate:
	"""A certificate by a national issuer; subject: the key that it is for, None to leave the builder's."""
	made = builder.sign(_STAND_IN, hashes.SHA256()).public_bytes(Encoding.DER)
	key = {6: spki(subject)} if subject else {}
	return x509.load_der_x509_certificate(resigned(made, issuer, {2: algorithm(issuer)} | key))


def signed_list(builder: x509.CertificateRevocationListBuilder, issuer: PrivateKey) -> bytes:
	"""A revocation list in DER by a national issuer."""
	made = builder.sign(_STAND_IN, hashes.SHA256()).public_bytes(Encoding.DER)
	return resigned(made, issuer, {1: algorithm(issuer)})


def resigned(whole: bytes, issuer: PrivateKey, changed: dict[int, bytes]) -> bytes:
	"""A signed structure with some of its inner fields replaced, by place, and signed anew."""
	rows = _rows(_rows(whole)[0])
	inner = tlv(der.SEQUENCE, b"".join(changed.get(place, row) for place, row in enumerate(rows)))
	signature = tlv(der.BIT_STRING, b"\0" + issuer.sign(ozdst.digest(inner)))
	return tlv(der.SEQUENCE, inner + algorithm(issuer) + signature)


def algorithm(key: PrivateKey) -> bytes:
	"""The AlgorithmIdentifier of this key's signatures."""
	return tlv(der.SEQUENCE, oid(key.family.signature) + der.NULL)


def spki(key: PrivateKey) -> bytes:
	"""The public key as a SubjectPublicKeyInfo."""
	parameters = tlv(der.SEQUENCE, oid(f"{key.family.key}.{key.parameter_set}"))
	head = tlv(der.SEQUENCE, oid(key.family.key) + parameters)
	return tlv(der.SEQUENCE, head + tlv(der.BIT_STRING, b"\0" + _octets(key)))


def as_eimzo(container: bytes, content: bytes | None = None) -> bytes:
	"""A container in DER as E-IMZO writes it: indefinite lengths, an attached content in pieces. content: None when detached."""
	kind, signed_data = _rows(container)
	version, digests, _, *others = _rows(der.one(signed_data, _CONTEXT_0))
	encapsulated = oid("1.2.840.113549.1.7.1")
	if content is not None:
		pieces = [content[place : place + _PIECE] for place in range(0, len(content), _PIECE)]
		encapsulated += _open(_CONTEXT_0, _open(0x24, *(tlv(der.OCTET_STRING, piece) for piece in pieces)))
	fields = (version, digests, _open(der.SEQUENCE, encapsulated), *others)
	return _open(der.SEQUENCE, kind, _open(_CONTEXT_0, _open(der.SEQUENCE, *fields)))


def tlv(tag: int, content: bytes) -> bytes:
	"""A value in DER."""
	size = len(content)
	if size < 0x80:
		return bytes([tag, size]) + content
	length = size.to_bytes((size.bit_length() + 7) // 8, "big")
	return bytes([tag, 0x80 | len(length)]) + length + content


def oid(dotted: str) -> bytes:
	"""An object identifier in DER."""
	return bytes(core.ObjectIdentifier(dotted).dump())


def _open(tag: int, *contents: bytes) -> bytes:
	return bytes([tag, 0x80]) + b"".join(contents) + b"\0\0"


def _octets(key: PrivateKey) -> bytes:
	return tlv(der.OCTET_STRING, key.octets)


def _rows(sequence: bytes) -> Sequence[bytes]:
	return [row for _, _, row in der.values(der.one(sequence, der.SEQUENCE))]
