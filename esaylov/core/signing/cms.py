"""Verification of a CMS SignedData container (RFC 5652, RFC 8419; PKCS #7 as E-IMZO and pkijs make it)."""

from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms

from esaylov.core.signing.container import Signed, signed_by_one
from esaylov.core.signing.path import check_trusted
from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.shape import check_shape
from esaylov.core.signing.signer import Signer, read_signer
from esaylov.core.signing.store import TrustStore
from esaylov.core.signing.time_stamp import stamped_at
from esaylov.core.timezone import to_utc

LARGEST = 1_000_000
"""Bytes of a container beside the content it may carry."""
CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far the signer's clock, or that of a time-stamping authority, may be ahead of ours."""
_REQUIRED = frozenset({"content_type", "message_digest", "signing_time"})


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
	signed_data = _signed_data(signature)
	_check_embedded(signed_data["encap_content_info"], content)
	signed = signed_by_one(signed_data, content, _REQUIRED)
	signed_at = _signed_at(signed, trust, at, oldest)
	check_trusted(signed.certificate, signed.certificates, trust, (signed_at, at))
	return read_signer(signed.certificate, signed_at)


def _signed_data(signature: bytes) -> Any:
	info = cms.ContentInfo.load(signature, strict=True)
	if info["content_type"].native != "signed_data":
		raise SignatureInvalid("not_signed_data")
	return info["content"]


def _check_embedded(encapsulated: Any, content: bytes) -> None:
	if encapsulated["content_type"].native != "data":
		raise SignatureInvalid("content_type_not_data")
	embedded = encapsulated["content"].native
	if embedded is not None and embedded != content:
		raise SignatureInvalid("embedded_content_differs")


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
