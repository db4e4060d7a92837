"""The making of time stamps (RFC 3161), as a time-stamping authority makes them; see `authority`."""

from datetime import datetime

from asn1crypto import cms, core, tsp
from cryptography.hazmat.primitives import hashes

from esaylov.core.elections.calendar import to_utc
from esaylov.core.signing.algorithms import digest_over
from esaylov.core.signing.cms import ATTRIBUTE
from esaylov.setup.demo.signing.cms_writing import container, digest_for, digest_identifier, signer_info
from esaylov.setup.demo.signing.identities import Identity
from esaylov.setup.demo.signing.ozdst import PrivateKey

POLICY = "1.3.6.1.4.1.32473.1"
"""A policy of documents and examples (RFC 5612)."""


def stamped(signature: bytes, stamper: Identity, at: datetime) -> bytes:
	"""A container of one signer, in DER, with a stamp of this authority and time on its signature."""
	info = cms.ContentInfo.load(signature)
	signer = info["content"]["signer_infos"][0]
	token = make_token(signer["signature"].native, stamper, at)
	attributes = cms.CMSAttributes([{"type": ATTRIBUTE, "values": [token]}])
	signer["unsigned_attrs"] = cms.CMSAttributes.load(
		attributes.dump()
	)  # nested as built, it dumps for minutes
	return bytes(info.dump())


def make_token(signature: bytes, stamper: Identity, at: datetime) -> cms.ContentInfo:
	"""A TimeStampToken over the octets of a signature."""
	digest = digest_for(stamper.key, "sha256") if isinstance(stamper.key, PrivateKey) else "sha256"
	imprint = {"hash_algorithm": digest_identifier(digest), "hashed_message": digest_over(digest, signature)}
	info = tsp.TSTInfo(
		{
			"version": "v1",
			"policy": POLICY,
			"message_imprint": imprint,
			"serial_number": 1,
			"gen_time": to_utc(at).replace(microsecond=0),
		}
	)
	return token_over(info, stamper)


def token_over(info: tsp.TSTInfo, stamper: Identity) -> cms.ContentInfo:
	"""A TimeStampToken that says this; for the digest see `digest_for`."""
	digest = digest_for(stamper.key, "sha256")
	named = tsp.ESSCertIDv2({"cert_hash": stamper.certificate.fingerprint(hashes.SHA256())})
	attributes = cms.CMSAttributes(
		[
			{"type": "content_type", "values": ["tst_info"]},
			{"type": "message_digest", "values": [digest_over(digest, info.dump())]},
			{"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [named]})]},
		]
	)
	encapsulated = {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
	signer = signer_info(stamper, digest, attributes)
	chain = [stamper.certificate, *stamper.chain]
	return cms.ContentInfo.load(container(encapsulated, chain, signer, "v3"))
