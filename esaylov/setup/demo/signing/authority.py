"""A small certificate authority for demonstration sites and tests, and the making of signatures.

Not for production: real signers bring certificates of a licensed centre. Keys come in as arguments or are made by
`cryptography`; times come in as arguments (naive site time or aware).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12 as p12
from cryptography.x509.oid import ExtendedKeyUsageOID

from esaylov.core.elections.calendar import to_utc
from esaylov.core.signing.cms import PINFL_OID, TIN_OID
from esaylov.setup.demo.signing import ozdst_certificates
from esaylov.setup.demo.signing.cms_writing import sign_cms
from esaylov.setup.demo.signing.identities import Holder, Identity, Key, KeyKind, LibraryKey
from esaylov.setup.demo.signing.ozdst import PrivateKey
from esaylov.setup.demo.signing.stamping import stamped

__all__ = [
	"Holder",
	"Identity",
	"Key",
	"KeyKind",
	"issue",
	"issue_stamper",
	"load_identity",
	"make_authority",
	"make_crl",
	"make_key",
	"open_pkcs12",
	"pkcs12",
	"sign_cms",
	"sign_raw",
	"stamped",
]

KDF_ROUNDS = 100_000
"""PBKDF2 rounds of a PKCS #12 file."""


def make_key(kind: KeyKind = KeyKind.EC) -> LibraryKey:
	"""A new private key."""
	if kind is KeyKind.RSA:
		return rsa.generate_private_key(public_exponent=65537, key_size=2048)
	if kind is KeyKind.ED25519:
		return ed25519.Ed25519PrivateKey.generate()
	return ec.generate_private_key(ec.SECP384R1() if kind is KeyKind.EC_384 else ec.SECP256R1())


def load_identity(certificate_pem: str, key_pem: str, chain_pem: Iterable[str] = ()) -> Identity:
	"""An identity from what `certificate_pem` and `key_pem` gave; raises ValueError."""
	key: Any = serialization.load_pem_private_key(key_pem.encode(), None)
	chain = tuple(x509.load_pem_x509_certificate(pem.encode()) for pem in chain_pem)
	return Identity(x509.load_pem_x509_certificate(certificate_pem.encode()), key, chain)


def make_authority(
	name: str,
	valid_from: datetime,
	valid_to: datetime,
	*,
	key: Key | None = None,
	parent: Identity | None = None,
	path_length: int | None = None,
) -> Identity:
	"""A self-signed root, or an authority below `parent`."""
	key = key or make_key()
	subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
	builder = _builder(subject, key, valid_from, valid_to).add_extension(
		x509.BasicConstraints(ca=True, path_length=path_length), critical=True
	)
	builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
	return _signed(builder, key, parent, subject)


def issue(
	authority: Identity, holder: Holder, valid_from: datetime, valid_to: datetime, *, key: Key | None = None
) -> Identity:
	"""A person's certificate for signing documents."""
	key = key or make_key()
	subject = _subject(holder)
	builder = _builder(subject, key, valid_from, valid_to).add_extension(
		x509.BasicConstraints(ca=False, path_length=None), critical=True
	)
	builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
	return _signed(builder, key, authority, subject)


def issue_stamper(
	authority: Identity, name: str, valid_from: datetime, valid_to: datetime, *, key: Key | None = None
) -> Identity:
	"""A time-stamping authority's certificate (RFC 3161, 2.3)."""
	key = key or make_key()
	subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
	builder = _builder(subject, key, valid_from, valid_to).add_extension(
		_usage(digital_signature=True), critical=True
	)
	builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
	return _signed(builder, key, authority, subject)


def pkcs12(identity: Identity, password: str, friendly_name: str = "") -> bytes:
	"""The identity with its chain as PKCS #12: PBES2 with AES-256-CBC, PBKDF2 and MAC with SHA-256, as WebCrypto can open."""
	if isinstance(identity.key, PrivateKey):
		raise TypeError("browsers know no key of Oʻz DSt")
	encryption = (
		serialization.PrivateFormat.PKCS12.encryption_builder()
		.kdf_rounds(KDF_ROUNDS)
		.key_cert_algorithm(p12.PBES.PBESv2SHA256AndAES256CBC)
		.hmac_hash(hashes.SHA256())
		.build(password.encode())
	)
	name = friendly_name.encode() or None
	return p12.serialize_key_and_certificates(
		name, identity.key, identity.certificate, list(identity.chain) or None, encryption
	)


def open_pkcs12(data: bytes, password: str) -> Identity:
	"""The identity in a PKCS #12 file; raises ValueError for a wrong password or a file without key and certificate."""
	loaded = p12.load_pkcs12(data, password.encode())
	key: Any = loaded.key
	if key is None or loaded.cert is None:
		raise ValueError("a key and its certificate are needed")
	chain = tuple(other.certificate for other in loaded.additional_certs)
	return Identity(loaded.cert.certificate, key, chain)


def make_crl(
	authority: Identity,
	revoked: Iterable[tuple[int, datetime]],
	last_update: datetime,
	next_update: datetime,
) -> bytes:
	"""A revocation list in DER: serial numbers with the moment of revocation."""
	builder = (
		x509.CertificateRevocationListBuilder()
		.issuer_name(authority.certificate.subject)
		.last_update(to_utc(last_update))
		.next_update(to_utc(next_update))
	)
	for serial, moment in revoked:
		row = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(to_utc(moment))
		builder = builder.add_revoked_certificate(row.build())
	if isinstance(authority.key, PrivateKey):
		return ozdst_certificates.signed_list(builder, authority.key)
	return builder.sign(authority.key, _issuing_digest(authority.key)).public_bytes(
		serialization.Encoding.DER
	)


def sign_raw(key: ed25519.Ed25519PrivateKey, data: bytes) -> bytes:
	"""The 64 bytes of an Ed25519 signature (RFC 8032), for receipts and heads of the chain."""
	return key.sign(data)


def _subject(holder: Holder) -> x509.Name:
	parts = {
		x509.NameOID.COMMON_NAME: holder.name,
		x509.NameOID.ORGANIZATION_NAME: holder.organization,
		PINFL_OID: holder.pinfl,
		TIN_OID: holder.tin,
	}
	return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts.items() if text])


def _builder(
	subject: x509.Name, key: Key, valid_from: datetime, valid_to: datetime
) -> x509.CertificateBuilder:
	return (
		x509.CertificateBuilder()
		.subject_name(subject)
		.public_key(_public(key))
		.serial_number(x509.random_serial_number())
		.not_valid_before(to_utc(valid_from))
		.not_valid_after(to_utc(valid_to))
		.add_extension(_key_identifier(key), critical=False)
	)


def _public(key: Key) -> CertificatePublicKeyTypes:
	return ozdst_certificates.stand_in() if isinstance(key, PrivateKey) else key.public_key()


def _key_identifier(key: Key) -> x509.SubjectKeyIdentifier:
	if isinstance(key, PrivateKey):
		return x509.SubjectKeyIdentifier(ozdst_certificates.key_identifier(key))
	return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _usage(**allowed: bool) -> x509.KeyUsage:
	every = [
		"digital_signature",
		"content_commitment",
		"key_encipherment",
		"data_encipherment",
		"key_agreement",
		"key_cert_sign",
		"crl_sign",
		"encipher_only",
		"decipher_only",
	]
	return x509.KeyUsage(**{name: allowed.get(name, False) for name in every})


def _issuing_digest(key: LibraryKey) -> hashes.SHA256 | None:
	return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _signed(
	builder: x509.CertificateBuilder, key: Key, parent: Identity | None, subject: x509.Name
) -> Identity:
	issuer_key = parent.key if parent else key
	builder = builder.issuer_name(parent.certificate.subject if parent else subject).add_extension(
		x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(_key_identifier(issuer_key)),
		critical=False,
	)
	if isinstance(issuer_key, PrivateKey):
		own = key if isinstance(key, PrivateKey) else None
		certificate = ozdst_certificates.signed(builder, issuer_key, own)
	else:
		certificate = builder.sign(issuer_key, _issuing_digest(issuer_key))
	return Identity(certificate, key, (parent.certificate, *parent.chain) if parent else ())
