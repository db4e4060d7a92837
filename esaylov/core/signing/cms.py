"""Verification of a CMS SignedData container (RFC 5652, RFC 8419; PKCS #7 as E-IMZO and pkijs make it)."""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from esaylov.core.moments import to_utc
from esaylov.core.signing import arithmetic
from esaylov.core.signing.path import check_trusted
from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.signer import Signer, read_signer
from esaylov.core.signing.store import TrustStore

LARGEST = 1_000_000
"""Bytes of a container beside the content it may carry."""
MOST_CERTIFICATES = 8
CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours."""


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
	is given, further before it.
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
	signed_data = _signed_data(signature)
	_check_embedded(signed_data["encap_content_info"], content)
	if len(signed_data["signer_infos"]) != 1:
		raise SignatureInvalid("not_one_signer")
	signer = signed_data["signer_infos"][0]
	certificates = _certificates(signed_data)
	certificate = _signers_certificate(signer["sid"], certificates)
	digest = arithmetic.digest_of(signer["digest_algorithm"])
	attributes = _attributes(signer["signed_attrs"])
	if attributes["content_type"] != signed_data["encap_content_info"]["content_type"].native:
		raise SignatureInvalid("attribute_content_type")
	if not compare_digest(attributes["message_digest"], _digest(digest, content)):
		raise SignatureInvalid("content_differs")
	arithmetic.verify(certificate, signer, digest, _signed_bytes(signer["signed_attrs"]))
	signed_at = attributes["signing_time"]
	_check_time(signed_at, at, oldest)
	check_trusted(certificate, certificates, trust, (signed_at, at))
	return read_signer(certificate, signed_at)


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


def _certificates(signed_data: Any) -> list[x509.Certificate]:
	choices = list(signed_data["certificates"] or [])
	if len(choices) > MOST_CERTIFICATES or any(choice.name != "certificate" for choice in choices):
		raise SignatureInvalid("certificates_not_accepted")
	return [_certificate(choice.chosen) for choice in choices]


def _certificate(raw: Any) -> x509.Certificate:
	"""A signature is whole octets (RFC 5280, 4.1.1.3): a count of unused bits would make another encoding of one certificate."""
	signature = raw["signature_value"]
	if signature.contents[:1] != b"\0":
		raise SignatureInvalid("container_malformed")
	return x509.load_der_x509_certificate(raw.dump())


def _signers_certificate(sid: Any, certificates: list[x509.Certificate]) -> x509.Certificate:
	"""The one certificate that the signer names by issuer and serial number, or by key identifier."""
	found = [certificate for certificate in dict.fromkeys(certificates) if _is_named(sid, certificate)]
	if len(found) != 1:
		raise SignatureInvalid("signer_certificate_missing")
	return found[0]


def _is_named(sid: Any, certificate: x509.Certificate) -> bool:
	if sid.name == "issuer_and_serial_number":
		named = sid.chosen
		same_issuer = bool(named["issuer"].dump() == certificate.issuer.public_bytes())
		return same_issuer and bool(named["serial_number"].native == certificate.serial_number)
	try:
		extension = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
	except x509.ExtensionNotFound:
		return False
	return bool(extension.value.digest == sid.chosen.native)


_REQUIRED = frozenset({"content_type", "message_digest", "signing_time"})


def _attributes(signed_attributes: Any) -> dict[str, Any]:
	"""Values of the three required attributes; each stands exactly once with exactly one value."""
	if signed_attributes.native is None:
		raise SignatureInvalid("attributes_missing")
	values: dict[str, Any] = {}
	for attribute in signed_attributes:
		name = attribute["type"].native
		if name in values or len(attribute["values"]) != 1:
			raise SignatureInvalid("attribute_repeated")
		values[name] = attribute["values"][0].native
	if not values.keys() >= _REQUIRED:
		raise SignatureInvalid("attributes_missing")
	return values


def _signed_bytes(signed_attributes: Any) -> bytes:
	"""The attributes as they are signed: the bytes of the container with the tag of a SET OF (RFC 5652, 5.4)."""
	return b"\x31" + bytes(signed_attributes.dump())[1:]


def _digest(name: str, content: bytes) -> bytes:
	hashing = hashes.Hash(arithmetic.DIGESTS[name]())
	hashing.update(content)
	return hashing.finalize()


def _check_time(signed_at: datetime, at: datetime, oldest: timedelta | None) -> None:
	if signed_at > at + CLOCK_DIFFERENCE:
		raise SignatureInvalid("signing_time_ahead")
	if oldest is not None and signed_at < at - oldest:
		raise SignatureInvalid("signing_time_old")
