"""Who signed, read from the certificate. OIDs of the subject: E-IMZO (vendor's document)."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from esaylov.core.calendar import to_site
from esaylov.core.identity import IdentityInvalid, Pinfl, check_tin
from esaylov.core.signing import national
from esaylov.core.signing.problems import SignatureInvalid

PINFL_OID = x509.ObjectIdentifier("1.2.860.3.16.1.2")
TIN_OID = x509.ObjectIdentifier("1.2.860.3.16.1.1")


@dataclass(frozen=True, slots=True)
class Signer:
	"""A verified signer. tin and organization are "" for a private person; signed_at is naive site time of the time
	stamp, or without one as claimed by the signer; serial and fingerprint (SHA-256 of the certificate) in lower-case hex; issuer as an RFC 4514 text."""

	pinfl: str
	tin: str
	name: str
	serial: str
	issuer: str
	fingerprint: str
	signed_at: datetime
	organization: str = ""


def read_signer(certificate: x509.Certificate, signed_at: datetime) -> Signer:
	"""The signer a certificate names; a certificate without exactly one PINFL is refused."""
	return replace(_named(certificate), signed_at=to_site(signed_at))


@lru_cache(maxsize=2000)
def _named(certificate: x509.Certificate) -> Signer:
	"""What the certificate says of its holder, read once; `signed_at` is not its matter."""
	subject = certificate.subject  # read once: it is made anew each time
	pinfl = _one(subject, PINFL_OID, "signer_ambiguous")
	tin = _one(subject, TIN_OID, "signer_ambiguous")
	if not pinfl:
		raise SignatureInvalid("signer_pinfl_missing")
	try:
		Pinfl.parse(pinfl)
	except IdentityInvalid:
		raise SignatureInvalid("signer_pinfl_structure") from None
	if tin and check_tin(tin):
		raise SignatureInvalid("signer_tin_structure")
	organization = _one(subject, x509.NameOID.ORGANIZATION_NAME, "signer_ambiguous")
	if national.is_national(certificate) and not tin:
		organization = ""  # E-IMZO writes there that none was given
	return Signer(
		pinfl=pinfl,
		tin=tin,
		name=_one(subject, x509.NameOID.COMMON_NAME, "signer_ambiguous"),
		serial=f"{certificate.serial_number:x}",
		issuer=certificate.issuer.rfc4514_string(),
		fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
		signed_at=datetime.min,
		organization=organization,
	)


def _one(subject: x509.Name, oid: x509.ObjectIdentifier, code: str) -> str:
	values = [attribute.value for attribute in subject.get_attributes_for_oid(oid)]
	if len(values) > 1 or not all(isinstance(value, str) for value in values):
		raise SignatureInvalid(code)
	return str(values[0]) if values else ""
