"""Paths, certificates, persons and revocation lists that are refused, each with its own code."""

from dataclasses import replace
from functools import cache
from math import gcd
from typing import Any

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from esaylov.core.signing import TrustStore, path, revocation, verify_cms
from esaylov.core.signing.cms import PINFL_OID, TIN_OID
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing.authority import (
	Holder,
	Identity,
	issue,
	make_authority,
	make_crl,
	make_key,
	sign_cms,
)

from .keys import AT, CONTENT, DAY, HOLDER, YEAR, person, refusal, root, trust

SIGNED = sign_cms(CONTENT, person(), AT)


def test_a_stranger_is_refused():
	other = make_authority("Boshqa markaz", AT - YEAR, AT + YEAR)
	stranger = issue(other, HOLDER, AT - DAY, AT + DAY)
	assert refusal(sign_cms(CONTENT, stranger, AT)) == "chain_untrusted"


def test_a_root_of_the_same_name_and_another_key_is_refused():
	other = make_authority("Sinov markazi", AT - YEAR, AT + YEAR)
	assert refusal(sign_cms(CONTENT, issue(other, HOLDER, AT - DAY, AT + DAY), AT)) == "chain_untrusted"


def test_an_expired_root_is_refused():
	old = make_authority("Eski markaz", AT - YEAR, AT - DAY)
	assert (
		refusal(sign_cms(CONTENT, issue(old, HOLDER, AT - DAY, AT + DAY), AT), store=trust(old))
		== "certificate_expired"
	)


def test_a_person_issues_no_certificates():
	"""The signer's own certificate as an issuer: the classic mistake of forgotten basic constraints."""
	forged = issue(person(), Holder("SOXTA", "10101800000016"), AT - DAY, AT + DAY)
	assert refusal(sign_cms(CONTENT, forged, AT)) == "issuer_not_authority"


def test_the_path_length_is_kept():
	short = make_authority("Kalta", AT - YEAR, AT + YEAR, path_length=0)
	middle = make_authority("Oraliq", AT - YEAR, AT + YEAR, parent=short)
	someone = issue(middle, HOLDER, AT - DAY, AT + DAY)
	assert refusal(sign_cms(CONTENT, someone, AT), store=trust(short)) == "chain_too_long"


def test_a_path_ends_somewhere():
	level = root()
	for number in range(5):
		level = make_authority(f"Daraja {number}", AT - YEAR, AT + YEAR, parent=level)
	assert refusal(sign_cms(CONTENT, issue(level, HOLDER, AT - DAY, AT + DAY), AT)) == "chain_untrusted"


def test_an_authority_signs_no_documents():
	assert refusal(sign_cms(CONTENT, root(), AT)) == "certificate_is_authority"


def leaf(
	*extensions: tuple[x509.ExtensionType, bool], key: Any = None, digest: Any = None, subject: Any = None
) -> Identity:
	"""A certificate of the root with other extensions, key, digest or subject than the authority gives."""
	key = key or ec.generate_private_key(ec.SECP256R1())
	builder = (
		x509.CertificateBuilder()
		.subject_name(subject or ca._subject(HOLDER))
		.issuer_name(root().certificate.subject)
		.public_key(key.public_key())
		.serial_number(77)
		.not_valid_before(AT - DAY)
		.not_valid_after(AT + DAY)
	)
	for extension, critical in extensions:
		builder = builder.add_extension(extension, critical)
	return Identity(builder.sign(root().key, digest or hashes.SHA256()), key)


USAGE = (ca._usage(digital_signature=True), True)


@pytest.mark.parametrize(
	("extensions", "code"),
	[
		([], "certificate_usage"),
		([(ca._usage(key_encipherment=True), True)], "certificate_usage"),
		([USAGE, (x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH]), True)], "certificate_critical_extension"),
		(
			[USAGE, (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), b"\x05\x00"), True)],
			"certificate_critical_extension",
		),
	],
)
def test_certificates_for_other_uses_are_refused(extensions, code):
	assert refusal(sign_cms(CONTENT, leaf(*extensions), AT)) == code


SERVER, CLIENT = x509.OID_SERVER_AUTH, x509.ExtendedKeyUsageOID.CLIENT_AUTH
MAIL = x509.ExtendedKeyUsageOID.EMAIL_PROTECTION


@pytest.mark.parametrize(
	("uses", "signs"),
	[
		([CLIENT], True),
		([CLIENT, MAIL], True),
		([x509.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE], True),
		([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")], True),
		([SERVER], False),
		([SERVER, CLIENT], False),  # most certificates of web servers
		([x509.ExtendedKeyUsageOID.CODE_SIGNING], False),
		([x509.ExtendedKeyUsageOID.TIME_STAMPING], False),
	],
)
def test_a_certificate_that_names_its_uses_names_one_of_a_person(uses, signs):
	signed = sign_cms(CONTENT, leaf(USAGE, (x509.ExtendedKeyUsage(uses), False)), AT)
	if signs:
		assert verify_cms(signed, CONTENT, trust(), AT)
	else:
		assert refusal(signed) == "certificate_usage"


@pytest.mark.parametrize("usage", [{"digital_signature": True}, {"content_commitment": True}])
def test_either_use_of_signing_is_enough(usage):
	assert verify_cms(sign_cms(CONTENT, leaf((ca._usage(**usage), True)), AT), CONTENT, trust(), AT)


@pytest.mark.parametrize(
	"key",
	[
		rsa.generate_private_key(65537, 1024),  # noqa: S505 - weak on purpose
		ec.generate_private_key(ec.SECP521R1()),
		ec.generate_private_key(ec.SECP256K1()),
	],
	ids=["RSA 1024", "P-521", "secp256k1"],
)
def test_weak_and_unusual_keys_are_refused(key):
	assert refusal(sign_cms(CONTENT, leaf(USAGE, key=key), AT)) == "key_not_accepted"


def test_a_key_of_another_kind_is_refused():
	key = dsa.generate_private_key(2048)
	holder = leaf(USAGE, key=key)
	signed = cms.ContentInfo.load(sign_cms(CONTENT, Identity(holder.certificate, person().key), AT))
	assert refusal(signed.dump()) == "key_not_accepted"


def test_a_weak_root_is_refused():
	weak = make_authority("Zaif", AT - YEAR, AT + YEAR, key=rsa.generate_private_key(65537, 1024))  # noqa: S505 - weak on purpose
	someone = issue(weak, HOLDER, AT - DAY, AT + DAY)
	assert refusal(sign_cms(CONTENT, someone, AT), store=trust(weak)) == "key_not_accepted"


def test_a_certificate_signed_with_another_digest_is_refused():
	assert refusal(sign_cms(CONTENT, leaf(USAGE, digest=hashes.SHA224()), AT)) == "digest_not_accepted"


def test_a_root_signed_with_an_unknown_algorithm_is_refused():
	ecdsa_sha256 = bytes.fromhex("06082a8648ce3d040302")
	odd = root().certificate_der.replace(ecdsa_sha256, ecdsa_sha256[:-1] + b"\x7f")
	assert refusal(SIGNED, store=TrustStore.of([odd])) == "digest_not_accepted"


def test_a_certificate_without_a_key_identifier_is_not_named_by_one():
	signed = cms.ContentInfo.load(sign_cms(CONTENT, leaf(USAGE), AT))
	signed["content"]["signer_infos"][0]["sid"] = cms.SignerIdentifier({"subject_key_identifier": b"x" * 20})
	assert refusal(signed.dump(force=True)) == "signer_certificate_missing"


# the person


def subject(*parts: tuple[Any, str]) -> x509.Name:
	return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


CN = (x509.NameOID.COMMON_NAME, "X")


@pytest.mark.parametrize(
	("parts", "code"),
	[
		([CN], "signer_pinfl_missing"),
		([CN, (PINFL_OID, "1234")], "signer_pinfl_structure"),
		([CN, (PINFL_OID, "10101800000009"), (PINFL_OID, "10101800000016")], "signer_ambiguous"),
		([CN, (PINFL_OID, "10101800000009"), (TIN_OID, "12")], "signer_tin_structure"),
		([CN, CN, (PINFL_OID, "10101800000009")], "signer_ambiguous"),
	],
)
def test_a_signer_who_is_not_plainly_named_is_refused(parts, code):
	assert refusal(sign_cms(CONTENT, leaf(USAGE, subject=subject(*parts)), AT)) == code


# revocation


def crl(
	*revoked: tuple[int, Any], last: Any = AT - DAY, until: Any = AT + DAY, by: Identity | None = None
) -> bytes:
	return make_crl(by or root(), revoked, last, until)


SERIAL = person().certificate.serial_number


def test_a_good_list_lets_pass():
	for store in (trust(root(), crls=[crl()]), trust(root(), crls=[crl((5, AT - DAY))], requires_crl=True)):
		assert verify_cms(SIGNED, CONTENT, store, AT)


@pytest.mark.parametrize("on", [AT - DAY, AT])
def test_a_revoked_certificate_is_refused(on):
	assert refusal(SIGNED, store=trust(root(), crls=[crl((SERIAL, on))])) == "certificate_revoked"


def test_a_later_revocation_does_not_undo_an_earlier_receipt():
	assert verify_cms(SIGNED, CONTENT, trust(root(), crls=[crl((SERIAL, AT + DAY))]), AT)


def test_a_store_that_requires_lists_refuses_without_one():
	assert refusal(SIGNED, store=trust(root(), requires_crl=True)) == "revocation_unknown"


@pytest.mark.parametrize(
	("last", "until"), [(AT - 2 * DAY, AT - DAY), (AT + DAY, AT + 2 * DAY)], ids=["stale", "not yet"]
)
def test_a_list_of_another_time_is_refused(last, until):
	assert refusal(SIGNED, store=trust(root(), crls=[crl(last=last, until=until)])) == "revocation_list_stale"


def test_a_list_by_another_key_is_refused():
	impostor = make_authority("Sinov markazi", AT - YEAR, AT + YEAR)
	assert refusal(SIGNED, store=trust(root(), crls=[crl(by=impostor)])) == "revocation_list_invalid"


def test_two_authorities_of_one_name_have_a_list_each():
	"""As after the renewal of a key: who signed a list says whose it is, not the name alone."""
	old = make_authority("Sinov markazi", AT - YEAR, AT + YEAR)
	lists = [crl(by=old), crl()]
	assert verify_cms(SIGNED, CONTENT, trust(old, root(), crls=lists, requires_crl=True), AT)
	assert verify_cms(SIGNED, CONTENT, trust(old, root(), crls=[crl(by=old)]), AT)
	both = trust(old, root(), crls=[crl(by=old), crl((SERIAL, AT))])
	assert refusal(SIGNED, store=both) == "certificate_revoked"
	assert verify_cms(SIGNED, CONTENT, trust(old, root(), crls=[crl((SERIAL, AT), by=old), crl()]), AT)


def test_a_list_of_the_other_authority_is_no_list_of_this_one():
	old = make_authority("Sinov markazi", AT - YEAR, AT + YEAR)
	strict = trust(old, root(), crls=[crl(by=old)], requires_crl=True)
	assert refusal(SIGNED, store=strict) == "revocation_unknown"


def test_a_list_that_no_authority_of_its_name_signed_is_refused_beside_a_good_one():
	impostor, old = (make_authority("Sinov markazi", AT - YEAR, AT + YEAR) for _ in range(2))
	store = trust(old, root(), crls=[crl(), crl(by=impostor)])
	assert refusal(SIGNED, store=store) == "revocation_list_invalid"


def test_only_the_authority_that_is_marked_needs_a_list():
	old = make_authority("Sinov markazi", AT - YEAR, AT + YEAR)
	both = trust(old, root())
	assert verify_cms(SIGNED, CONTENT, replace(both, needing_crl=(old.certificate,)), AT)
	assert refusal(SIGNED, store=replace(both, needing_crl=(root().certificate,))) == "revocation_unknown"


def test_an_unknown_authority_of_a_marked_name_needs_a_list_too():
	"""One that a container brings along does not stand better than the one that is trusted."""
	marked, unknown = (make_authority("Oraliq", AT - YEAR, AT + YEAR, parent=root()) for _ in range(2))
	signed = sign_cms(CONTENT, issue(unknown, HOLDER, AT - DAY, AT + DAY), AT)
	store = TrustStore((root().certificate,), (marked.certificate, unknown.certificate))
	assert verify_cms(signed, CONTENT, replace(store, needing_crl=(marked.certificate,)), AT)
	brought = TrustStore((root().certificate,), (marked.certificate,), needing_crl=(marked.certificate,))
	assert refusal(signed, store=brought) == "revocation_unknown"


def test_a_list_is_proved_and_read_once_for_all_signatures():
	"""By its content: a store that is made anew, because another row changed, asks nothing again."""

	def asked() -> list[int]:
		return [each.cache_info().misses for each in (revocation.is_signed_by, revocation._serials)]

	good, other, before = crl((5, AT - DAY)), crl((SERIAL, AT - DAY)), asked()
	for _ in range(3):
		assert verify_cms(SIGNED, CONTENT, trust(root(), crls=[good]), AT)
	assert asked() == [count + 1 for count in before]
	assert refusal(SIGNED, store=trust(root(), crls=[other])) == "certificate_revoked"
	assert asked() == [count + 2 for count in before]


def test_a_partial_list_is_refused():
	builder = (
		x509.CertificateRevocationListBuilder()
		.issuer_name(root().certificate.subject)
		.last_update(AT - DAY)
		.next_update(AT + DAY)
		.add_extension(x509.DeltaCRLIndicator(1), critical=True)
	)
	der = builder.sign(root().key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
	assert refusal(SIGNED, store=trust(root(), crls=[der])) == "revocation_list_invalid"


def test_an_authority_that_may_sign_no_lists_is_not_believed():
	key = ec.generate_private_key(ec.SECP256R1())
	name = subject((x509.NameOID.COMMON_NAME, "Ro'yxatsiz"))
	builder = ca._builder(name, key, AT - YEAR, AT + YEAR).issuer_name(name)
	builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
	builder = builder.add_extension(ca._usage(key_cert_sign=True), True)
	other = Identity(builder.sign(key, hashes.SHA256()), key)
	signed = sign_cms(CONTENT, issue(other, HOLDER, AT - DAY, AT + DAY), AT)
	assert verify_cms(signed, CONTENT, trust(other), AT)
	assert refusal(signed, store=trust(other, crls=[crl(by=other)])) == "revocation_list_invalid"


def test_asn1crypto_and_cryptography_read_the_same_serial():
	assert asn1_x509.Certificate.load(person().certificate_der).serial_number == SERIAL


# what a stranger may make us count


def authorities_of_one_name() -> list[Identity]:
	"""Of seven keys, each signed by the one before: every order of them is a path by name."""
	keys = [make_key() for _ in range(7)]
	by = [make_authority("Egizak", AT - YEAR, AT + YEAR, key=key) for key in keys]
	names = [
		make_authority("Egizak", AT - YEAR, AT + YEAR, key=keys[place], parent=by[place - 1])
		for place in range(7)
	]
	return [Identity(one.certificate, one.key) for one in names]


def slow_key() -> rsa.RSAPrivateKey:
	"""A key of 2048 bits with a public exponent nearly as long: each verification takes as long as a hundred."""
	numbers = rsa.generate_private_key(65537, 2048).private_numbers()
	p, q, e = numbers.p, numbers.q, 2**2000 + 1
	while gcd(e, (p - 1) * (q - 1)) != 1:
		e += 2
	d = pow(e, -1, (p - 1) * (q - 1))
	public = rsa.RSAPublicNumbers(e, p * q)
	parts = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
	return rsa.RSAPrivateNumbers(p, q, d, *parts, public).private_key()


@cache
def twins(kind: str) -> list[Identity]:
	if kind == "crosswise":
		return authorities_of_one_name()
	key = make_key() if kind == "one key" else slow_key()
	return [make_authority("Egizak", AT - YEAR, AT + YEAR, key=key) for _ in range(7)]


@pytest.mark.parametrize(
	("kind", "most", "code"),
	[
		("one key", 8, "chain_untrusted"),  # once for each certificate, whatever orders they can be put in
		("crosswise", path.MOST_VERIFICATIONS, "certificates_not_accepted"),  # every order by name
		("slow key", 0, "key_not_accepted"),  # the key is looked at first
	],
)
def test_a_container_of_many_authorities_costs_little(monkeypatch, kind, most, code):
	issuers = twins(kind)
	stranger = issue(issuers[0], HOLDER, AT - DAY, AT + DAY)
	container = cms.ContentInfo.load(sign_cms(CONTENT, stranger, AT))
	raw = [asn1_x509.Certificate.load(one.certificate_der) for one in (stranger, *issuers)]
	container["content"]["certificates"] = cms.CertificateSet(
		[cms.CertificateChoices("certificate", one) for one in raw]
	)
	checks, check = [], path._is_signed
	monkeypatch.setattr(path, "_is_signed", lambda *pair: (checks.append(pair), check(*pair))[1])
	assert refusal(container.dump(force=True)) == code
	assert len(checks) <= most
