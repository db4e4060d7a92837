"""A container before anything in it is believed: the shape of its encoding, and the one signer of a CMS SignedData (RFC 5652): who it says
signed, and whether that key signed this content.

Whether the certificate is trusted, and when it was signed, is the caller's to ask. The shape is looked at before the parts are read: what is
made to be slow is not read at all. One walk over the bytes, without a copy: asn1crypto takes the square of the length of a tag or of an object
identifier, and reads a value without an end once for each level around it."""

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
MOST_VALUES = 4000
"""Values within values; eight certificates and a time stamp have about 1,500."""
DEEPEST = 32
LONGEST_NAME = 64
"""Bytes of an object identifier. Reading one takes the square of its length: 40 KB took two seconds."""
_OBJECT_IDENTIFIERS = (0x06, 0x88)
"""The tag, and that of the one among the kinds of names of RFC 5280; its [6] is an address, which may be long."""
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
"""Of several bytes: nothing in a container, a certificate or a time stamp has one, and 100 KB of it took seconds."""
_OPEN, _LONGEST_LENGTH = 0x80, 4
_END = b"\0\0"
_name, _chosen = attrgetter("name"), attrgetter("chosen")


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
	if len(choices) > MOST_CERTIFICATES or set(map(_name, choices)) - {"certificate"}:
		raise SignatureInvalid("certificates_not_accepted")
	found = []
	for raw in map(_chosen, choices):
		# whole octets (RFC 5280, 4.1.1.3): a count of unused bits would make another encoding of one certificate
		if raw["signature_value"].contents[:1] != b"\0":
			raise SignatureInvalid("container_malformed")
		found.append(x509.load_der_x509_certificate(raw.dump()))
	return found


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


def check_shape(data: bytes) -> None:
	"""Raises SignatureInvalid("container_malformed") for an encoding with too many or too deep values or long names.

	Octet strings are not opened: whoever reads one as values asks again.
	"""
	left, place = MOST_VALUES, 0
	inside: list[tuple[int, bool]] = [(len(data), False)]
	"""Where each value around the place ends at the latest, and whether it says so only by an end mark."""
	while inside:
		end, is_open = inside[-1]
		if _is_at_end_mark(data, place, end) if is_open else place == end:
			inside.pop()
			place += len(_END) if is_open else 0
			continue
		start, stop = _content(data, place, end)
		left -= 1
		if left < 0 or (data[place] in _OBJECT_IDENTIFIERS and (stop or end) - start > LONGEST_NAME):
			raise SignatureInvalid("container_malformed")
		if data[place] & _CONSTRUCTED:
			inside.append((stop or end, stop is None))
			place = start
		else:
			place = stop or end
		if len(inside) > DEEPEST + 1:
			raise SignatureInvalid("container_malformed")


def _is_at_end_mark(data: bytes, place: int, end: int) -> bool:
	if place >= end:
		raise SignatureInvalid("container_malformed")
	return data[place : place + len(_END)] == _END and place + len(_END) <= end


def _content(data: bytes, place: int, end: int) -> tuple[int, int | None]:
	"""Where the content of the value at a place begins and ends; None for one with an end mark, which only values around others have."""
	start, first = place + 2, data[place]
	if start > end or first & _LONG_TAG == _LONG_TAG:
		raise SignatureInvalid("container_malformed")
	size = data[place + 1]
	if size == _OPEN and first & _CONSTRUCTED:
		return start, None
	if size & _OPEN:
		count = size ^ _OPEN
		size = int.from_bytes(data[start : start + count], "big") if 0 < count <= _LONGEST_LENGTH else end
		start += count
	if start + size > end:
		raise SignatureInvalid("container_malformed")
	return start, start + size
