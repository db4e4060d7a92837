"""A certificate with its key: who can sign."""

from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


class KeyKind(StrEnum):
	"""Kinds of keys that `verify_cms` accepts."""

	EC = "EC P-256"
	EC_384 = "EC P-384"
	RSA = "RSA 2048"
	ED25519 = "Ed25519"


@dataclass(frozen=True, slots=True)
class Holder:
	"""Whom a certificate names. pinfl "" makes one that `verify_cms` refuses, for tests."""

	name: str
	pinfl: str = ""
	organization: str = ""
	tin: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
	"""A certificate with its key; `chain` are the authorities above it, nearest first."""

	certificate: x509.Certificate
	key: Key
	chain: tuple[x509.Certificate, ...] = ()

	@property
	def certificate_der(self) -> bytes:
		"""The certificate in DER."""
		return self.certificate.public_bytes(serialization.Encoding.DER)

	@property
	def certificate_pem(self) -> str:
		"""The certificate in PEM."""
		return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

	@property
	def key_pem(self) -> str:
		"""The private key in unencrypted PKCS #8 PEM; a secret."""
		return self.key.private_bytes(
			serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
		).decode()
