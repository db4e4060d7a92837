"""The verifier as an attacker meets it: containers of Oʻz DSt that look right in all but one thing, and bytes made to be slow."""

from typing import Any

import pytest
from asn1crypto import cms, core
from cryptography import x509

from esaylov.core.signing import SignatureInvalid, check_shape, ozdst, verify_cms
from esaylov.core.signing.cms import PINFL_OID
from esaylov.core.signing.ozdst.curves import A
from esaylov.core.signing.ozdst.families import DST
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing import cms_writing, ozdst_certificates
from esaylov.setup.demo.signing.authority import (
	Identity,
	issue_stamper,
	make_authority,
	make_crl,
	sign_cms,
	stamped,
)
from esaylov.setup.demo.signing.ozdst import make_key
from esaylov.setup.demo.signing.ozdst_certificates import oid, tlv
from esaylov.setup.demo.signing.stamping import make_token

from . import keys
from . import national_centre as at_home
from .keys import AT, CONTENT, DAY, YEAR
from .test_ozdst_cms import attributes, container, refusal, trust, with_bytes, with_certificate

GOOD = sign_cms(CONTENT, at_home.person(), AT)


# keys of other curves than those that are known


def spki(parameters: bytes, octets: bytes | None = None) -> Any:
	"""The person's certificate with other parameters or another point, signed by the centre all the same."""
	point = tlv(4, at_home.person().key.octets if octets is None else octets)
	info = tlv(0x30, tlv(0x30, oid(DST.key) + parameters) + tlv(3, b"\0" + point))
	return with_bytes(lambda _: {6: info})


def number(value: int) -> bytes:
	return core.Integer(value).dump()


SET_1 = tlv(0x30, oid(f"{DST.key}.1"))


@pytest.mark.parametrize(
	"signed",
	[
		spki(tlv(0x30, b"".join(map(number, (A.p, A.a, A.b, A.n, *A.g))))),
		spki(oid(f"{DST.key}.1")),
		spki(b"\x05\x00"),
		spki(b""),
		spki(tlv(0x30, b"\x05\x00")),
		spki(SET_1, bytes(64)),
		spki(SET_1, at_home.person().key.octets[32:] + at_home.person().key.octets[:32]),
		spki(SET_1, b"\x04" + at_home.person().key.octets),
		spki(SET_1, at_home.person().key.octets[:32]),
		spki(SET_1, b""),
	],
	ids=[
		"explicit curve",
		"bare set",
		"null",
		"none",
		"no set",
		"zero",
		"y and x",
		"with a 04",
		"x alone",
		"empty",
	],
)
def test_a_key_that_brings_its_own_curve_or_no_point_of_one_is_refused(signed):
	assert refusal(signed) == "key_not_accepted"


# attributes


def signed_by(rows: list[tuple[str, Any]], **changed: Any) -> bytes:
	"""By the person over these attributes, in this order; changed: fields of the SignerInfo after signing."""
	made = cms.CMSAttributes([{"type": name, "values": [value]} for name, value in rows])
	signer = cms_writing.signer_info(at_home.person(), DST.digest, made)
	for name, value in changed.items():
		signer[name] = value
	return container(signer)


TYPE, TIME = ("content_type", "data"), ("signing_time", cms.Time({"utc_time": ca.to_utc(AT)}))
DIGEST, OTHER = (("message_digest", ozdst.digest(content)) for content in (CONTENT, b"other"))


@pytest.mark.parametrize(
	"rows", [[TYPE, TIME, DIGEST, OTHER], [TYPE, TIME, OTHER, DIGEST], [TYPE, TIME, DIGEST, TIME]]
)
def test_an_attribute_that_stands_twice_is_refused(rows):
	assert refusal(signed_by(rows)) == "attribute_repeated"


@pytest.mark.parametrize("missing", [TYPE, TIME, DIGEST], ids=lambda row: row[0])
def test_what_is_not_signed_stands_in_for_nothing_that_must_be(missing):
	"""An attribute moved among the unsigned ones, which anybody may add after the signature."""
	unsigned = cms.CMSAttributes([{"type": missing[0], "values": [missing[1]]}])
	rows = [row for row in (TYPE, TIME, DIGEST) if row != missing]
	assert refusal(signed_by(rows, unsigned_attrs=unsigned)) == "attributes_missing"


def test_an_unsigned_time_changes_nothing():
	later = cms.Time({"utc_time": ca.to_utc(AT + DAY)})
	unsigned = cms.CMSAttributes([{"type": "signing_time", "values": [later]}])
	signed = signed_by([TYPE, TIME, DIGEST], unsigned_attrs=unsigned)
	assert verify_cms(signed, CONTENT, trust(), AT).signed_at == AT


def test_signed_attributes_are_no_content():
	"""A signature over attributes is one over their bytes as content, where a container needs none (RFC 5652, 5.4)."""
	content = attributes().dump()
	signer = cms_writing.signer_info(at_home.person(), DST.digest, attributes())
	signer["signed_attrs"] = None
	signed = container(signer, content_type="data", content=content)
	assert refusal(signed, content=content) == "attributes_missing"


def test_a_time_stamp_is_no_signature_of_a_document():
	stamper = issue_stamper(at_home.centre(), "TSA", AT - DAY, AT + DAY, key=make_key(A))
	token = make_token(b"signature", stamper, AT)
	content = token["content"]["encap_content_info"]["content"].contents
	assert refusal(token.dump(), content=content) == "content_type_not_data"


# who signed


def with_certificates(*found: Identity) -> bytes:
	signer = cms_writing.signer_info(at_home.person(), DST.digest, attributes())
	return container(signer, [one.certificate for one in found])


NAMESAKE = at_home.certificate(
	make_authority("Bosh markaz", AT - YEAR, AT + YEAR, key=make_key(A)),
	make_key(A),
	[(x509.NameOID.COMMON_NAME, "E-IMZO markazi")],
	((x509.BasicConstraints(ca=True, path_length=0), True), (ca._usage(key_cert_sign=True), True)),
)


def test_an_authority_of_the_same_name_neither_helps_nor_harms():
	with_namesake = with_certificates(at_home.person(), NAMESAKE, at_home.centre(), at_home.root())
	assert verify_cms(with_namesake, CONTENT, trust(), AT).pinfl == at_home.PINFL
	forged = at_home.certificate(NAMESAKE, make_key(A))
	both = Identity(forged.certificate, forged.key, (at_home.centre().certificate, *forged.chain))
	assert refusal(at_home.signed(both)) == "chain_untrusted"


def test_two_certificates_of_one_number_name_nobody():
	mine = at_home.person().certificate
	twin = ozdst_certificates.resigned(
		at_home.person().certificate_der, NAMESAKE.key, {6: ozdst_certificates.spki(make_key(A))}
	)
	assert x509.load_der_x509_certificate(twin).serial_number == mine.serial_number
	twins = Identity(x509.load_der_x509_certificate(twin), at_home.person().key)
	assert (
		refusal(with_certificates(twins, at_home.person(), at_home.centre())) == "signer_certificate_missing"
	)


@pytest.mark.parametrize(
	("pinfl", "code"),
	[
		("10101800000009 ", "signer_pinfl_structure"),
		("10101800000009\0", "signer_pinfl_structure"),
		(
			"\uff11\uff10\uff11\uff10\uff11\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff19",
			"signer_pinfl_structure",
		),
	],
	ids=["a space", "a zero byte", "other digits"],
)
def test_a_pinfl_is_fourteen_digits_and_nothing_else(pinfl, code):
	parts = [(row, pinfl if row == PINFL_OID else text) for row, text in at_home.PERSON]
	assert refusal(with_certificate(subject=parts)) == code


# lists and stamps


def test_a_revoked_centre_speaks_for_nobody():
	serial = at_home.centre().certificate.serial_number
	lists = [make_crl(at_home.root(), [(serial, AT - DAY)], AT - DAY, AT + DAY)]
	assert refusal(at_home.signed(), trust(crls=lists)) == "certificate_revoked"


def stamped_by(stamper: Identity, at: Any, signed: bytes = GOOD) -> bytes:
	return stamped(signed, stamper, at)


def stamper(days: tuple[Any, Any] = (DAY, DAY)) -> Identity:
	return issue_stamper(at_home.centre(), "TSA", AT - days[0], AT + days[1], key=make_key(A))


@pytest.mark.parametrize(
	("signed", "code"),
	[
		(stamped_by(stamper(), AT + DAY / 2), "signing_time_ahead"),
		(stamped_by(stamper(), AT - DAY / 2), "signing_time_ahead"),
		(stamped_by(stamper((YEAR, -DAY)), AT), "time_stamp_untrusted"),
		(stamped_by(stamper((-DAY, YEAR)), AT), "time_stamp_untrusted"),
		(stamped_by(at_home.person(), AT), "time_stamp_untrusted"),
		(stamped_by(at_home.centre(), AT), "time_stamp_untrusted"),
	],
	ids=["of the future", "before the claim", "ended", "not begun", "by a person", "by the centre"],
)
def test_a_stamp_of_another_time_or_by_another_is_refused(signed, code):
	assert refusal(signed) == code


def test_a_revoked_stamper_stamps_nothing():
	by = stamper()
	lists = [make_crl(at_home.centre(), [(by.certificate.serial_number, AT - DAY)], AT - DAY, AT + DAY)]
	assert verify_cms(stamped_by(by, AT), CONTENT, trust(), AT)
	assert refusal(stamped_by(by, AT), trust(crls=lists)) == "time_stamp_untrusted"


# bytes made to be slow


def attached(content: bytes) -> bytes:
	"""A container whose content is these values in an OCTET STRING without an end."""
	made = ozdst_certificates.as_eimzo(GOOD, CONTENT)
	start = made.index(b"\x24\x80")
	end = made.index(b"\0\0", start + 2) + 2
	return made[:start] + b"\x24\x80" + content + b"\0\0" + made[end:]


def test_content_comes_in_pieces_of_any_number_that_is_no_bomb():
	half = len(CONTENT) // 2
	pieces = tlv(4, CONTENT[:half]) + tlv(4, b"") * 20 + tlv(4, CONTENT[half:])
	assert verify_cms(attached(pieces), CONTENT, trust(), AT)


@pytest.mark.parametrize(
	"content",
	[
		tlv(4, CONTENT) + tlv(4, b"") * 4000,
		b"\x24\x80" * 40 + tlv(4, CONTENT) + b"\0\0" * 40,
		b"\x24\x80" * 100_000,
		tlv(4, CONTENT) + b"\x24\x80\0\0" * 4000,
		b"\x3f" + b"\xff" * 100_000 + b"\x01\x00",
		b"\x04\xfe" + b"\x01" * 126,
		b"\x04\x84\x7f\xff\xff\xff",
	],
	ids=[
		"pieces",
		"depth",
		"depth without end",
		"empty strings",
		"a long tag",
		"a length of lengths",
		"2 GB",
	],
)
def test_a_bomb_is_refused_before_it_is_read(monkeypatch, content):
	signed, read = attached(content), []
	monkeypatch.setattr(cms.ContentInfo, "load", lambda *args, **options: read.append(args))
	assert refusal(signed) == "container_malformed"
	assert read == []


def test_a_long_address_in_a_certificate_is_no_bomb():
	"""[6] among the names of RFC 5280 is an address, not an object identifier, whose tag is 6 too."""
	point = x509.DistributionPoint(
		[x509.UniformResourceIdentifier("http://crl.example.uz/" + "ro'yxat/" * 20)], None, None, None
	)
	extensions = (*at_home.REAL, (x509.CRLDistributionPoints([point]), False))
	signed = with_certificate(extensions=extensions)
	assert verify_cms(signed, CONTENT, trust(), AT).pinfl == at_home.PINFL


@pytest.mark.parametrize("tag", [0x06, 0x88])
def test_a_long_object_identifier_is_one(tag):
	check_shape(tlv(tag, b"\x2a" * 64))
	with pytest.raises(SignatureInvalid, match="container_malformed"):
		check_shape(tlv(tag, b"\x2a" * 65))


@pytest.mark.parametrize(
	"data", [b"\x30", b"\x30\x02\x05", b"\x1f\x85", b"\x30\x80\x05\x00", b"\x04\x85\0\0\0\0\1x"]
)
def test_a_value_that_does_not_end_is_no_shape(data):
	with pytest.raises(SignatureInvalid, match="container_malformed"):
		check_shape(data)


def test_a_key_that_issued_often_says_the_same_by_its_multiples():
	"""From the ninth certificate on the multiples of the centre's key do the work."""
	centre = at_home.certificate(
		at_home.root(),
		make_key(A),
		[(x509.NameOID.COMMON_NAME, "Ish koʻp")],
		((x509.BasicConstraints(ca=True, path_length=0), True), (ca._usage(key_cert_sign=True), True)),
	)
	key, digest = ozdst.read_spki(ozdst_certificates.spki(centre.key)), ozdst.digest(CONTENT)
	made = centre.key.sign(digest)
	wrong = made[:-1] + bytes([made[-1] ^ 1])
	for _ in range(12):
		assert ozdst.is_issued(key, digest, made)
		assert not ozdst.is_issued(key, digest, wrong)
	signed = at_home.signed(at_home.certificate(centre, make_key(A)))
	assert verify_cms(signed, CONTENT, keys.trust(at_home.root()), AT).pinfl == at_home.PINFL
