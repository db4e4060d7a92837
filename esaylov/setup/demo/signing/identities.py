"""A certificate with its key: who can sign."""

from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from esaylov.setup.demo.signing import ozdst

LibraryKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
Key = LibraryKey | ozdst.PrivateKey


class KeyKind(StrEnum):
	"""Kinds of keys that `verify_cms` accepts and `cryptography` has; those of Oʻz DSt are made by `ozdst.make_key`."""

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
		"""The private key in unencrypted PKCS #8 PEM; a secret. Raises TypeError for one of Oʻz DSt."""
		if isinstance(self.key, ozdst.PrivateKey):
			raise TypeError("a key of Oʻz DSt is kept by `ozdst_files.write`")
		return self.key.private_bytes(
			serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
		).decode()
