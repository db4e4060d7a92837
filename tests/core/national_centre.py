"""A centre as the national one is, its people, and containers as E-IMZO makes them; keys of Oʻz DSt made once a run."""

from functools import cache
from typing import Any

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID as Use

from esaylov.core.signing.cms import PINFL_OID, TIN_OID
from esaylov.core.signing.ozdst.curves import A
from esaylov.core.signing.ozdst.families import DST
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing import ozdst, ozdst_certificates
from esaylov.setup.demo.signing.authority import Identity, make_authority, sign_cms

from .keys import AT, CONTENT, DAY, YEAR

POLICIES = [x509.ObjectIdentifier(f"1.2.860.3.2.2.1.2.{number}") for number in (1, 2, 3, 4)]
PINFL, TIN = "10101800000009", "200000000"
NAME = x509.NameOID
PERSON: list[tuple[Any, str]] = [
	(NAME.COMMON_NAME, "BORONOV BORON"),
	(x509.ObjectIdentifier("2.5.4.41"), "BORON"),
	(NAME.SURNAME, "BORONOV"),
	(NAME.ORGANIZATION_NAME, "KO'RSATILMAGAN"),
	(NAME.LOCALITY_NAME, "YUNUSOBOD"),
	(NAME.COUNTRY_NAME, "UZ"),
	(NAME.USER_ID, "300000000"),
	(PINFL_OID, PINFL),
	(NAME.TITLE, "KO'RSATILMAGAN"),
]
"""The subject of a natural person, in the order of a real one; organization and title say "not given"."""
BODY = [(oid, "ADOLAT" if oid == NAME.ORGANIZATION_NAME else text) for oid, text in PERSON] + [(TIN_OID, TIN)]
USES = (x509.ExtendedKeyUsage([Use.CLIENT_AUTH, Use.EMAIL_PROTECTION]), True)
SIGNING = (ca._usage(digital_signature=True, content_commitment=True), True)


def policies(*oids: x509.ObjectIdentifier) -> tuple[x509.ExtensionType, bool]:
	return x509.CertificatePolicies([x509.PolicyInformation(oid, None) for oid in oids or POLICIES]), True


REAL = (SIGNING, USES, policies())


def name(parts: list[tuple[Any, str]]) -> x509.Name:
	return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def certificate(
	issuer: Identity,
	key: Any,
	subject: list[tuple[Any, str]] | None = None,
	extensions: Any = REAL,
	days: tuple[Any, Any] = (DAY, YEAR),
) -> Identity:
	"""A certificate as the centre writes it: without a key identifier."""
	builder = (
		x509.CertificateBuilder()
		.subject_name(name(subject or PERSON))
		.issuer_name(issuer.certificate.subject)
		.public_key(ozdst_certificates.stand_in())
		.serial_number(x509.random_serial_number())
		.not_valid_before(AT - days[0])
		.not_valid_after(AT + days[1])
	)
	for extension, critical in extensions:
		builder = builder.add_extension(extension, critical)
	own = key if isinstance(key, ozdst.PrivateKey) else None
	made = ozdst_certificates.signed(builder, issuer.key, own)
	return Identity(made, key, (issuer.certificate, *issuer.chain))


def root(family: Any = DST) -> Identity:
	return _root(family)


def centre(family: Any = DST) -> Identity:
	"""Below the root: no cRLSign, no key identifiers."""
	return _centre(family)


def person(curve: Any = A, family: Any = DST) -> Identity:
	return _person(curve, family)


@cache
def _root(family: Any) -> Identity:
	return make_authority("Bosh markaz", AT - 5 * YEAR, AT + 5 * YEAR, key=ozdst.make_key(A, family))


@cache
def _centre(family: Any) -> Identity:
	extensions = (
		(x509.BasicConstraints(ca=True, path_length=0), True),
		(ca._usage(content_commitment=True, key_cert_sign=True), True),
	)
	return certificate(
		root(family),
		ozdst.make_key(A, family),
		[(NAME.COMMON_NAME, "E-IMZO markazi")],
		extensions,
		(YEAR, YEAR),
	)


@cache
def _person(curve: Any, family: Any) -> Identity:
	return certificate(centre(family), ozdst.make_key(curve, family))


@cache
def body() -> Identity:
	return certificate(centre(), ozdst.make_key(A), BODY)


def signed(identity: Identity | None = None, *, attached: bool = False, at: Any = AT) -> bytes:
	made = sign_cms(CONTENT, identity or person(), at)
	return ozdst_certificates.as_eimzo(made, CONTENT if attached else None)
