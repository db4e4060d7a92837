"""One signer of a CMS SignedData (RFC 5652): who it says signed, and whether that key signed this content.

Whether the certificate is trusted, and when it was signed, is the caller's to ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from operator import attrgetter
from typing import Any

from asn1crypto import cms, core
from cryptography import x509

from esaylov.core.signing import algorithms
from esaylov.core.signing.problems import SignatureInvalid

MOST_CERTIFICATES = 8
_chosen = attrgetter("chosen")


@dataclass(frozen=True, slots=True)
class Signed:
	"""A SignerInfo whose signature holds. certificates: all that the container brings; attributes: the signed ones,
	None for those that were not required."""

	info: cms.SignerInfo
	certificate: x509.Certificate
	certificates: tuple[x509.Certificate, ...]
	attributes: dict[str, Any]


def signed_by_one(
	signed_data: cms.SignedData,
	content: bytes,
	required: frozenset[str],
	others: Sequence[x509.Certificate] = (),
) -> Signed:
	"""The one signer of `content` and what it signed; raises SignatureInvalid.

	required: names of signed attributes that must be there. others: certificates from elsewhere that may be the signer's.
	"""
	if len(signed_data["signer_infos"]) != 1:
		raise SignatureInvalid("not_one_signer")
	signer = signed_data["signer_infos"][0]
	certificates = (*_certificates(signed_data), *others)
	certificate = _signers_certificate(signer["sid"], certificates)
	digest = algorithms.digest_of(signer["digest_algorithm"])
	attributes = _attributes(signer["signed_attrs"], required)
	if attributes["content_type"] != signed_data["encap_content_info"]["content_type"].native:
		raise SignatureInvalid("attribute_content_type")
	if not compare_digest(attributes["message_digest"], algorithms.digest_over(digest, content)):
		raise SignatureInvalid("content_differs")
	# the attributes as they are signed: the bytes of the container with the tag of a SET OF (RFC 5652, 5.4)
	algorithms.verify(certificate, signer, digest, b"\x31" + bytes(signer["signed_attrs"].dump())[1:])
	return Signed(signer, certificate, certificates, attributes)


def _certificates(signed_data: Any) -> list[x509.Certificate]:
	choices = list(signed_data["certificates"] or [])
	if len(choices) > MOST_CERTIFICATES:
		raise SignatureInvalid("certificates_not_accepted")
	for choice in choices:
		if choice.name != "certificate":
			raise SignatureInvalid("certificates_not_accepted")
	return list(map(_certificate, map(_chosen, choices)))


def _certificate(raw: Any) -> x509.Certificate:
	"""A signature is whole octets (RFC 5280, 4.1.1.3): a count of unused bits would make another encoding of one certificate."""
	signature = raw["signature_value"]
	if signature.contents[:1] != b"\0":
		raise SignatureInvalid("container_malformed")
	return x509.load_der_x509_certificate(raw.dump())


def _signers_certificate(sid: Any, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
	"""The one certificate that the signer names by issuer and serial number, or by key identifier."""
	found = []
	for certificate in dict.fromkeys(certificates):
		if _is_named(sid, certificate):
			found.append(certificate)
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


def _attributes(signed_attributes: Any, required: frozenset[str]) -> dict[str, Any]:
	"""Values of the required attributes, None for others; each stands exactly once with exactly one value.

	Others are not read: a crafted one takes seconds.
	"""
	if isinstance(signed_attributes, core.Void):
		raise SignatureInvalid("attributes_missing")
	values: dict[str, Any] = {}
	for attribute in signed_attributes:
		name = attribute["type"].native
		if name in values or len(attribute["values"]) != 1:
			raise SignatureInvalid("attribute_repeated")
		values[name] = attribute["values"][0].native if name in required else None
	if not values.keys() >= required:
		raise SignatureInvalid("attributes_missing")
	return values
