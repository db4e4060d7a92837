"""Verification of a CMS SignedData container (RFC 5652, RFC 8419; PKCS #7 as E-IMZO and pkijs make it), and of the time stamp in one;
who signed, read from the certificate.

A time stamp (RFC 3161, RFC 5816) is an authority's word that a signature stood at a time. The token is an unsigned attribute of the signer
(`id-aa-timeStampToken`), itself a SignedData over a TSTInfo. A container without one has the signer's claim only; a token that is not proved is
never passed over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from esaylov.core.elections.calendar import to_site, to_utc
from esaylov.core.people.identity import IdentityInvalid, Pinfl, check_tin
from esaylov.core.signing import algorithms, national, ozdst
from esaylov.core.signing.container import Signed, check_shape, signed_by_one
from esaylov.core.signing.path import Purpose, TrustStore, check_trusted
from esaylov.core.signing.problems import SignatureInvalid

LARGEST = 1_000_000
"""Bytes of a container beside the content it may carry."""
CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far the signer's clock, or that of a time-stamping authority, may be ahead of ours."""
_REQUIRED = frozenset({"content_type", "message_digest", "signing_time"})
_REQUIRED_OF_STAMP = frozenset({"content_type", "message_digest", "signing_certificate_v2"})
ATTRIBUTE = "signature_time_stamp_token"
PINFL_OID = x509.ObjectIdentifier("1.2.860.3.16.1.2")
TIN_OID = x509.ObjectIdentifier("1.2.860.3.16.1.1")
"""Of the subject of a certificate: E-IMZO (vendor's document)."""


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


def verify_cms(
	signature: bytes,
	content: bytes,
	trust: TrustStore,
	at: datetime,
	*,
	oldest: timedelta | None = None,
) -> Signer:
	"""The one signer of `content`; raises SignatureInvalid for everything that is not proved.

	signature: DER of a ContentInfo, detached or with the content inside, which then must equal `content`.
	at: when it is judged, the moment of receipt (naive site time or aware). The certificates must be valid and not revoked
	both then and at the signing time, which may not lie after `at` (by more than CLOCK_DIFFERENCE) nor, when `oldest`
	is given, further before it. Where the container has a time stamp (RFC 3161), its time is the signing time; one that
	is not proved is a refusal.
	"""
	if len(signature) > LARGEST + len(content):
		raise SignatureInvalid("container_too_large")
	try:
		return _verified(signature, content, trust, to_utc(at), oldest)
	except SignatureInvalid:
		raise
	except Exception as problem:
		# Both libraries parse late and raise errors of many kinds on crafted bytes; none of them is a signature.
		raise SignatureInvalid("container_malformed") from problem


def _verified(
	signature: bytes, content: bytes, trust: TrustStore, at: datetime, oldest: timedelta | None
) -> Signer:
	check_shape(signature)
	info = cms.ContentInfo.load(signature, strict=True)
	if info["content_type"].native != "signed_data":
		raise SignatureInvalid("not_signed_data")
	signed_data = info["content"]
	encapsulated = signed_data["encap_content_info"]
	if encapsulated["content_type"].native != "data":
		raise SignatureInvalid("content_type_not_data")
	embedded = encapsulated["content"].native
	if embedded is not None and embedded != content:
		raise SignatureInvalid("embedded_content_differs")
	signed = signed_by_one(signed_data, content, _REQUIRED)
	signed_at = _signed_at(signed, trust, at, oldest)
	check_trusted(signed.certificate, signed.certificates, trust, (signed_at, at))
	return replace(read_signer(signed.certificate), signed_at=to_site(signed_at))


def _signed_at(signed: Signed, trust: TrustStore, at: datetime, oldest: timedelta | None) -> datetime:
	"""The time of the time stamp, or without one the signer's claim.

	A stamp proves that the signature stood at its time, not that it was fresh: the claim is held to `oldest` all the same.
	"""
	claimed: datetime = signed.attributes["signing_time"]
	_check_time(claimed, at, oldest)
	stamped = stamped_at(signed, trust, at)
	if stamped is None:
		return claimed
	_check_time(claimed, stamped, None)
	_check_time(stamped, at, None)
	return stamped


def _check_time(signed_at: datetime, at: datetime, oldest: timedelta | None) -> None:
	if signed_at > at + CLOCK_DIFFERENCE:
		raise SignatureInvalid("signing_time_ahead")
	if oldest is not None and signed_at < at - oldest:
		raise SignatureInvalid("signing_time_old")


def stamped_at(signed: Signed, trust: TrustStore, at: datetime) -> datetime | None:
	"""The time of the stamp on a signature (aware UTC), or None without a stamp; raises SignatureInvalid.

	at: when it is judged; the authority's certificates must hold then and at the time of the stamp.
	"""
	token = _token(signed)
	if token is None:
		return None
	if token["content_type"].native != "signed_data":
		raise SignatureInvalid("time_stamp_malformed")
	signed_data = token["content"]
	stamp, info = _stamp(signed_data, signed.certificates)
	_check_imprint(info["message_imprint"], signed.info["signature"].native)
	moment: datetime = info["gen_time"].native
	try:
		check_trusted(stamp.certificate, stamp.certificates, trust, (moment, at), Purpose.TIME)
	except SignatureInvalid as problem:
		raise SignatureInvalid("time_stamp_untrusted") from problem
	return moment


def _token(signed: Signed) -> Any:
	"""The one token. Among the signed attributes it could not be about the signature, so it is refused there."""
	if ATTRIBUTE in signed.attributes:
		raise SignatureInvalid("time_stamp_malformed")
	rows = []
	for row in signed.info["unsigned_attrs"]:
		if row["type"].native == ATTRIBUTE:
			rows.append(row["values"])
	if not rows:
		return None
	if len(rows) != 1 or len(rows[0]) != 1:
		raise SignatureInvalid("time_stamp_repeated")
	return rows[0][0]


def _stamp(signed_data: cms.SignedData, others: Sequence[x509.Certificate]) -> tuple[Signed, tsp.TSTInfo]:
	"""Who stamped, and what: the signature of the token holds over it. A token may leave its certificate to the container."""
	encapsulated = signed_data["encap_content_info"]
	if encapsulated["content_type"].native != "tst_info" or not encapsulated["content"]:
		raise SignatureInvalid("time_stamp_malformed")
	content = bytes(encapsulated["content"])
	try:
		stamp = signed_by_one(signed_data, content, _REQUIRED_OF_STAMP, others)
	except SignatureInvalid as problem:
		raise SignatureInvalid("time_stamp_wrong") from problem
	_check_named(stamp)
	return stamp, _info(content)


def _check_named(stamp: Signed) -> None:
	"""The certificate is the one that the authority signed about (RFC 5816), not another one of the same key."""
	named = stamp.attributes["signing_certificate_v2"]["certs"][0]
	digest = named["hash_algorithm"]["algorithm"]
	if digest not in algorithms.DIGESTS.keys() | ozdst.DIGESTS:
		raise SignatureInvalid("time_stamp_wrong")
	certificate = stamp.certificate.public_bytes(Encoding.DER)
	if not compare_digest(named["cert_hash"], algorithms.digest_over(digest, certificate)):
		raise SignatureInvalid("time_stamp_wrong")


def _info(content: bytes) -> tsp.TSTInfo:
	check_shape(content)
	info = tsp.TSTInfo.load(content, strict=True)
	critical = any(extension["critical"].native for extension in info["extensions"])
	if info["version"].native != "v1" or critical:
		raise SignatureInvalid("time_stamp_malformed")
	return info


def _check_imprint(imprint: tsp.MessageImprint, signature: bytes) -> None:
	try:
		digest = algorithms.digest_of(imprint["hash_algorithm"])
	except SignatureInvalid as problem:
		raise SignatureInvalid("time_stamp_differs") from problem
	if not compare_digest(imprint["hashed_message"].native, algorithms.digest_over(digest, signature)):
		raise SignatureInvalid("time_stamp_differs")


@lru_cache(maxsize=2000)
def read_signer(certificate: x509.Certificate) -> Signer:
	"""The signer a certificate names, read once; a certificate without exactly one PINFL is refused. `signed_at` is not its matter."""
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
