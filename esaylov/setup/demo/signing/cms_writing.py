"""The making of a CMS SignedData container, as a browser makes it; see `authority`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding

from esaylov.core.elections.calendar import to_utc
from esaylov.core.signing import ozdst
from esaylov.core.signing.algorithms import DIGESTS, digest_over
from esaylov.setup.demo.signing.identities import Identity, Key
from esaylov.setup.demo.signing.ozdst import PrivateKey


def sign_cms(
	content: bytes,
	identity: Identity,
	signed_at: datetime,
	*,
	detached: bool = True,
	digest: str = "sha256",
	pss: bool = False,
) -> bytes:
	"""CMS SignedData in DER with signed attributes and the signer's chain. For digest see `digest_for`."""
	digest = digest_for(identity.key, digest)
	attributes = cms.CMSAttributes(
		[
			{"type": "content_type", "values": ["data"]},
			{
				"type": "signing_time",
				"values": [cms.Time({"utc_time": to_utc(signed_at).replace(microsecond=0)})],
			},
			{"type": "message_digest", "values": [digest_over(digest, content)]},
		]
	)
	signer = signer_info(identity, digest, attributes, pss=pss)
	encapsulated = {"content_type": "data"} if detached else {"content_type": "data", "content": content}
	certificates = [identity.certificate, *identity.chain]
	return container(encapsulated, certificates, signer)


def digest_for(key: Key, digest: str) -> str:
	"""The digest that goes with a key: SHA-512 with Ed25519 (RFC 8419), its own with Oʻz DSt, else the one that is wanted."""
	if isinstance(key, ed25519.Ed25519PrivateKey):
		return "sha512"
	return key.family.digest if isinstance(key, PrivateKey) else digest


def digest_identifier(digest: str) -> dict[str, Any]:
	"""The AlgorithmIdentifier of a digest; E-IMZO writes NULL as its parameters."""
	return (
		{"algorithm": digest, "parameters": core.Null()} if digest in ozdst.DIGESTS else {"algorithm": digest}
	)


def signer_info(
	identity: Identity, digest: str, attributes: cms.CMSAttributes, *, pss: bool = False
) -> cms.SignerInfo:
	"""A signer with their signature over the attributes."""
	return cms.SignerInfo(
		{
			"version": "v1",
			"sid": cms.SignerIdentifier(
				{"issuer_and_serial_number": _issuer_and_serial(identity.certificate)}
			),
			"digest_algorithm": digest_identifier(digest),
			"signed_attrs": attributes,
			"signature_algorithm": _signature_algorithm(identity.key, digest, pss),
			"signature": _raw_signature(identity.key, digest, attributes.dump(), pss),
		}
	)


def container(
	encapsulated: dict[str, Any],
	certificates: Sequence[x509.Certificate],
	signer: cms.SignerInfo,
	version: str = "v1",
) -> bytes:
	"""A ContentInfo with one signer, in DER."""
	signed_data = cms.SignedData(
		{
			"version": version,
			"digest_algorithms": [signer["digest_algorithm"]],
			"encap_content_info": encapsulated,
			"certificates": [_asn1(certificate) for certificate in certificates],
			"signer_infos": [signer],
		}
	)
	return bytes(cms.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
	return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _issuer_and_serial(certificate: x509.Certificate) -> cms.IssuerAndSerialNumber:
	read = _asn1(certificate)
	return cms.IssuerAndSerialNumber({"issuer": read.issuer, "serial_number": read.serial_number})


def _signature_algorithm(key: Key, digest: str, pss: bool) -> algos.SignedDigestAlgorithm:
	if isinstance(key, PrivateKey):
		return algos.SignedDigestAlgorithm({"algorithm": key.family.signature, "parameters": core.Null()})
	if isinstance(key, ed25519.Ed25519PrivateKey):
		return algos.SignedDigestAlgorithm({"algorithm": "ed25519"})
	if isinstance(key, ec.EllipticCurvePrivateKey):
		return algos.SignedDigestAlgorithm({"algorithm": f"{digest}_ecdsa"})
	if not pss:
		return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"})
	parameters = {
		"hash_algorithm": {"algorithm": digest},
		"mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": digest}},
		"salt_length": DIGESTS[digest]().digest_size,
	}
	return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


def _raw_signature(key: Key, digest: str, data: bytes, pss: bool) -> bytes:
	if isinstance(key, PrivateKey):
		return key.sign(ozdst.digest(data))
	if isinstance(key, ed25519.Ed25519PrivateKey):
		return key.sign(data)
	hashing = DIGESTS[digest]()
	if isinstance(key, ec.EllipticCurvePrivateKey):
		return key.sign(data, ec.ECDSA(hashing))
	scheme = padding.PSS(padding.MGF1(hashing), hashing.digest_size) if pss else padding.PKCS1v15()
	return key.sign(data, scheme, hashing)
