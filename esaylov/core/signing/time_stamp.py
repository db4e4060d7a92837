"""Time stamps (RFC 3161, RFC 5816) in a container: an authority's word that a signature stood at a time.

The token is an unsigned attribute of the signer (`id-aa-timeStampToken`), itself a SignedData over a TSTInfo. A container
without one has the signer's claim only; a token that is not proved is never passed over.
"""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from esaylov.core.signing import algorithms, ozdst
from esaylov.core.signing.container import Signed, signed_by_one
from esaylov.core.signing.path import Purpose, check_trusted
from esaylov.core.signing.problems import SignatureInvalid
from esaylov.core.signing.shape import check_shape
from esaylov.core.signing.store import TrustStore

ATTRIBUTE = "signature_time_stamp_token"
_REQUIRED = frozenset({"content_type", "message_digest", "signing_certificate_v2"})


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
		stamp = signed_by_one(signed_data, content, _REQUIRED, others)
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
