"""Containers of Oʻz DSt as E-IMZO makes them: what holds, and more than sixty broken ones, each with its code."""

from typing import Any

import pytest
from asn1crypto import cms, core
from cryptography import x509

from esaylov.core.elections.calendar import to_utc
from esaylov.core.signing import SignatureInvalid, national, ozdst, verify_cms
from esaylov.core.signing.cms import PINFL_OID, TIN_OID
from esaylov.core.signing.ozdst import der
from esaylov.core.signing.ozdst.curves import CURVES, A, C
from esaylov.core.signing.ozdst.families import DST, MST
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

from . import keys
from . import national_centre as at_home
from .keys import AT, CONTENT, DAY, YEAR

PERSON = at_home.PERSON


def trust(*, helpers: bool = False, **options: Any) -> Any:
	helping = [at_home.centre().certificate_der] if helpers else []
	return keys.trust(at_home.root(), intermediates=helping, **options)


def refusal(signed: bytes, store: Any = None, content: bytes = CONTENT) -> str:
	return keys.refusal(signed, content, store or trust())


@pytest.mark.parametrize("attached", [True, False], ids=["attached", "detached"])
def test_a_container_of_e_imzo_tells_its_signer(attached):
	signed = at_home.signed(attached=attached)
	assert signed[:2] == b"\x30\x80"
	signer = verify_cms(signed, CONTENT, trust(), AT)
	assert (signer.pinfl, signer.tin, signer.organization) == (at_home.PINFL, "", "")
	assert (signer.name, signer.issuer, signer.signed_at) == ("BORONOV BORON", "CN=E-IMZO markazi", AT)
	assert signer.serial == f"{at_home.person().certificate.serial_number:x}"


def test_a_body_is_known_by_its_tin():
	signer = verify_cms(at_home.signed(at_home.body()), CONTENT, trust(), AT)
	assert (signer.tin, signer.organization) == (at_home.TIN, "ADOLAT")


@pytest.mark.parametrize("family", [DST, MST], ids=lambda family: family.name)
@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_each_curve_and_family_signs(curve, family):
	signed = at_home.signed(at_home.person(curve, family))
	assert verify_cms(signed, CONTENT, keys.trust(at_home.root(family)), AT).pinfl == at_home.PINFL


def test_a_container_without_its_chain_needs_the_centre_from_the_store():
	alone = Identity(at_home.person().certificate, at_home.person().key)
	assert refusal(at_home.signed(alone)) == "chain_untrusted"
	assert verify_cms(at_home.signed(alone), CONTENT, trust(helpers=True), AT)


def test_long_content_is_attached_in_pieces():
	content = CONTENT * 900
	made = ozdst_certificates.as_eimzo(sign_cms(content, at_home.person(), AT), content)
	assert made.count(b"\x04\x82\x03\xe8") >= len(content) // 1000
	assert verify_cms(made, content, trust(), AT)


def test_content_above_64_kb_needs_the_library(monkeypatch):
	content = b"x" * (national.LARGEST_IN_PYTHON + 1)
	made = sign_cms(content, at_home.person(), AT)
	if ozdst.is_fast():
		assert verify_cms(made, content, trust(), AT)
	monkeypatch.setattr(national.ozdst, "is_fast", lambda: False)
	assert refusal(made, content=content) == "content_too_long"


def test_without_the_library_everything_is_said_the_same(monkeypatch):
	monkeypatch.setattr(ozdst.gcrypt, "hasher", lambda: None)
	national.is_issued.cache_clear()
	assert verify_cms(at_home.signed(), CONTENT, trust(), AT).pinfl == at_home.PINFL


def test_a_certificate_is_hashed_once(monkeypatch):
	national.is_issued.cache_clear()
	hashed = []
	digest = ozdst.digest
	monkeypatch.setattr(national.ozdst, "digest", lambda data: hashed.append(len(data)) or digest(data))
	for _ in range(3):
		verify_cms(at_home.signed(), CONTENT, trust(), AT)
	assert len([size for size in hashed if size > 150]) == 2  # the person's and the centre's


def test_a_stranger_with_the_name_of_the_root_is_refused_though_the_person_was_known():
	verify_cms(at_home.signed(), CONTENT, trust(), AT)
	other = make_authority("Bosh markaz", AT - YEAR, AT + YEAR, key=make_key(A))
	assert refusal(at_home.signed(), keys.trust(other)) == "chain_untrusted"


# time stamps


def stamper(family: Any = DST) -> Identity:
	return issue_stamper(at_home.centre(family), "TSA", AT - DAY, AT + DAY, key=make_key(A, family))


def test_a_stamp_of_the_centre_says_when():
	signed = stamped(sign_cms(CONTENT, at_home.person(), AT), stamper(), AT + DAY / 24)
	assert verify_cms(signed, CONTENT, trust(), AT + DAY / 12).signed_at == AT + DAY / 24


def test_a_stamp_of_somebody_else_is_refused():
	other = make_authority("Boshqa", AT - YEAR, AT + YEAR, key=make_key(A))
	by = issue_stamper(other, "TSA", AT - DAY, AT + DAY, key=make_key(A))
	assert refusal(stamped(sign_cms(CONTENT, at_home.person(), AT), by, AT)) == "time_stamp_untrusted"


def test_a_stamp_on_another_signature_is_refused():
	stamp = cms.ContentInfo.load(stamped(sign_cms(CONTENT, at_home.person(), AT), stamper(), AT))
	mine = cms.ContentInfo.load(sign_cms(CONTENT, at_home.person(), AT))
	unsigned = stamp["content"]["signer_infos"][0]["unsigned_attrs"].dump()
	mine["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes.load(b"\x31" + unsigned[1:])
	assert refusal(mine.dump()) == "time_stamp_differs"


# revocation: the centre signs lists though its certificate says only that it signs certificates


def crl(*revoked: Any, by: Identity | None = None, until: Any = AT + DAY) -> bytes:
	return make_crl(by or at_home.centre(), revoked, AT - DAY, until)


SERIAL = at_home.person().certificate.serial_number


def test_a_list_of_the_centre_is_read():
	store = trust(crls=[crl((5, AT - DAY)), crl(by=at_home.root())], requires_crl=True)
	assert verify_cms(at_home.signed(), CONTENT, store, AT)


@pytest.mark.parametrize(
	("lists", "code"),
	[
		([crl((SERIAL, AT - DAY))], "certificate_revoked"),
		([crl(until=AT - DAY / 2)], "revocation_list_stale"),
		([crl(by=Identity(at_home.centre().certificate, make_key(A)))], "revocation_list_invalid"),
		([crl(by=at_home.root())], "revocation_unknown"),
	],
	ids=["revoked", "stale", "another key", "none of the centre"],
)
def test_a_list_speaks_against_a_signature(lists, code):
	assert refusal(at_home.signed(), trust(crls=lists, requires_crl=True)) == code


def test_a_long_list_needs_the_library(monkeypatch):
	found = x509.load_der_x509_crl(crl(*((number, AT - DAY) for number in range(1, 6000))))
	monkeypatch.setattr(national.ozdst, "is_fast", lambda: False)
	with pytest.raises(SignatureInvalid, match="content_too_long"):
		national.is_list_signed(found, at_home.centre().certificate)


# sixty broken ones


def attributes(**changed: Any) -> cms.CMSAttributes:
	"""The three of E-IMZO, one or another changed, or None for left out."""
	values = {
		"content_type": ["data"],
		"signing_time": [cms.Time({"utc_time": to_utc(AT)})],
		"message_digest": [ozdst.digest(CONTENT)],
	} | changed
	return cms.CMSAttributes([{"type": name, "values": rows} for name, rows in values.items() if rows])


def with_attributes(rows: cms.CMSAttributes) -> bytes:
	return container(cms_writing.signer_info(at_home.person(), DST.digest, rows))


def container(signer: cms.SignerInfo, certificates: Any = None, **encapsulated: Any) -> bytes:
	chain = certificates or [at_home.person().certificate, *at_home.person().chain]
	made = cms_writing.container({"content_type": "data"} | encapsulated, chain, signer)
	return made if encapsulated else ozdst_certificates.as_eimzo(made)


def with_signer(**changed: Any) -> bytes:
	signer = cms_writing.signer_info(at_home.person(), DST.digest, attributes())
	for name, value in changed.items():
		signer[name] = value
	return container(signer)


def with_signature(change: Any, signed: bytes | None = None) -> bytes:
	"""change: what is made of the signature's 64 bytes; signed: what they are over."""
	over = attributes().dump() if signed is None else signed
	return with_signer(signature=change(at_home.person().key.sign(ozdst.digest(over))))


def algorithm(oid: str, parameters: Any = None) -> dict[str, Any]:
	return {"algorithm": oid, "parameters": parameters or core.Null()}


def with_certificate(key: Any = None, issuer: Identity | None = None, **changed: Any) -> bytes:
	made = at_home.certificate(issuer or at_home.centre(), key or make_key(A), **changed)
	return at_home.signed(made)


def with_bytes(change: Any) -> bytes:
	"""The person's certificate with its fields changed by place and signed anew by the centre."""
	whole = ozdst_certificates.resigned(
		at_home.person().certificate_der, at_home.centre().key, change(at_home.person().certificate_der)
	)
	return replaced(whole)


def replaced(certificate: bytes) -> bytes:
	return replaced_bytes(at_home.person().certificate_der, certificate)


def replaced_bytes(old: bytes, new: bytes) -> bytes:
	"""Inside the certificates, whose length is then written anew."""
	made = sign_cms(CONTENT, at_home.person(), AT)
	kind, outer = rows(made)
	fields = rows(der.one(outer, 0xA0))
	fields[3] = ozdst_certificates.tlv(0xA0, der.one(fields[3], 0xA0).replace(old, new))
	inner = ozdst_certificates.tlv(0x30, b"".join(fields))
	return ozdst_certificates.as_eimzo(
		ozdst_certificates.tlv(0x30, kind + ozdst_certificates.tlv(0xA0, inner))
	)


def rows(sequence: bytes) -> list[bytes]:
	return [row for _, _, row in der.values(der.one(sequence, der.SEQUENCE))]


def key_with(old: bytes, new: bytes) -> Any:
	return lambda whole: {6: ozdst_certificates.spki(at_home.person().key).replace(old, new)}


def subject(*parts: Any, without: Any = ()) -> list[Any]:
	return [row for row in PERSON if row[0] not in without] + list(parts)


SWAP = lambda made: made[32:] + made[:32]  # noqa: E731
ORDER = A.n.to_bytes(32, "big")
SET_1 = ozdst_certificates.oid(f"{DST.key}.1")
OTHER_CENTRE = make_authority("E-IMZO markazi", AT - YEAR, AT + YEAR, key=make_key(A))
OLD_CENTRE = at_home.certificate(
	at_home.root(),
	at_home.centre().key,
	[(x509.NameOID.COMMON_NAME, "Eski")],
	((x509.BasicConstraints(ca=True, path_length=0), True), (ca._usage(key_cert_sign=True), True)),
	(YEAR, -DAY),
)
MIXED = at_home.certificate(at_home.centre(MST), make_key(A, DST))
UNKNOWN_EXTENSION = (x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), b"\x05\x00"), True)
LONG_EXTENSION = (
	x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3"), b"\x04\x82\x17\x70" + bytes(6000)),
	False,
)
SERVER = (x509.ExtendedKeyUsage([x509.OID_SERVER_AUTH]), True)
GOOD = at_home.signed()
BROKEN = {
	# numbers of the signature
	"r before s": (with_signature(SWAP), "signature_wrong"),
	"s is 0": (with_signature(lambda made: bytes(32) + made[32:]), "signature_wrong"),
	"r is 0": (with_signature(lambda made: made[:32] + bytes(32)), "signature_wrong"),
	"s is n": (with_signature(lambda made: ORDER + made[32:]), "signature_wrong"),
	"r is n": (with_signature(lambda made: made[:32] + ORDER), "signature_wrong"),
	"63 bytes": (with_signature(lambda made: made[:-1]), "signature_wrong"),
	"65 bytes": (with_signature(lambda made: made + b"\0"), "signature_wrong"),
	"no bytes": (with_signature(lambda made: b""), "signature_wrong"),
	"a sequence": (with_signature(lambda made: b"\x30\x44\x02\x20" + made[:32] + b"\x02\x20" + made[32:]), "signature_wrong"),
	"little-endian": (with_signature(lambda made: made[::-1]), "signature_wrong"),
	"over the content": (with_signature(bytes, CONTENT), "signature_wrong"),
	"over the tag of the container": (with_signature(bytes, b"\xa0" + attributes().dump()[1:]), "signature_wrong"),
	"over other attributes": (with_signature(bytes, attributes(content_type=None).dump()), "signature_wrong"),
	# algorithms
	"digest of SHA-2": (with_signer(digest_algorithm={"algorithm": "sha256"}), "content_differs"),
	"digest of the other family": (with_signer(digest_algorithm=algorithm(MST.digest)), "signature_algorithm"),
	"signature of the other family": (with_signer(signature_algorithm=algorithm(MST.signature)), "signature_algorithm"),
	"signature named by the key": (with_signer(signature_algorithm=algorithm(DST.key)), "signature_algorithm"),
	"signature of ECDSA": (with_signer(signature_algorithm={"algorithm": "sha256_ecdsa"}), "signature_algorithm"),
	"digest with parameters": (with_signer(digest_algorithm=algorithm(DST.digest, core.Integer(1))), "digest_not_accepted"),
	"signature with parameters": (with_signer(signature_algorithm=algorithm(DST.signature, core.Integer(1))), "signature_algorithm"),
	"digest of no standard": (with_signer(digest_algorithm=algorithm("1.2.860.3.15.1.3.2.1.9")), "digest_not_accepted"),
	# attributes
	"no type": (with_attributes(attributes(content_type=None)), "attributes_missing"),
	"no time": (with_attributes(attributes(signing_time=None)), "attributes_missing"),
	"no digest": (with_attributes(attributes(message_digest=None)), "attributes_missing"),
	"another type": (with_attributes(attributes(content_type=["signed_data"])), "attribute_content_type"),
	"two digests": (with_attributes(attributes(message_digest=[ozdst.digest(CONTENT)] * 2)), "attribute_repeated"),
	"digest reversed": (with_attributes(attributes(message_digest=[ozdst.digest(CONTENT)[::-1]])), "content_differs"),
	"digest cut": (with_attributes(attributes(message_digest=[ozdst.digest(CONTENT)[:31]])), "content_differs"),
	"digest of something else": (with_attributes(attributes(message_digest=[ozdst.digest(b"")])), "content_differs"),
	"digest of a digest": (with_attributes(attributes(message_digest=[ozdst.digest(ozdst.digest(CONTENT))])), "content_differs"),
	"time ahead": (at_home.signed(at=AT + DAY), "signing_time_ahead"),
	# container
	"another content attached": (ozdst_certificates.as_eimzo(sign_cms(CONTENT, at_home.person(), AT), b"{}"), "embedded_content_differs"),
	"content attached twice": (ozdst_certificates.as_eimzo(sign_cms(CONTENT, at_home.person(), AT), CONTENT * 2), "embedded_content_differs"),
	"another kind of content": (GOOD.replace(ozdst_certificates.oid("1.2.840.113549.1.7.1"), ozdst_certificates.oid("1.2.840.113549.1.7.3"), 1), "content_type_not_data"),
	"not signed data": (GOOD.replace(ozdst_certificates.oid("1.2.840.113549.1.7.2"), ozdst_certificates.oid("1.2.840.113549.1.7.5"), 1), "not_signed_data"),
	"no certificates": (container(cms_writing.signer_info(at_home.person(), DST.digest, attributes()), at_home.person().chain), "signer_certificate_missing"),
	"nine certificates": (container(cms_writing.signer_info(at_home.person(), DST.digest, attributes()), [at_home.person().certificate] * 9), "certificates_not_accepted"),
	"nothing": (b"", "container_malformed"),
	"no end": (GOOD[:-2], "container_malformed"),
	"no ends": (GOOD[:-6], "container_malformed"),
	"more after the end": (GOOD + b"\0\0", "container_malformed"),
	"half of it": (GOOD[: len(GOOD) // 2], "container_malformed"),
	"nested without end": (b"\x30\x80" * 200, "container_malformed"),
	"nested deep": (b"\x30\x80" * 40 + b"\0\0" * 40, "container_malformed"),
	"a length beyond": (b"\x30\x84\xff\xff\xff\xff" + GOOD[2:], "container_malformed"),
	"many values": (ozdst_certificates.tlv(0x30, b"\x05\x00" * 5000), "container_malformed"),
	"a long name": (ozdst_certificates.tlv(0x30, ozdst_certificates.tlv(6, b"\x81" * 5000 + b"\1")), "container_malformed"),
	# certificates
	"key of set 7": (with_bytes(key_with(SET_1, ozdst_certificates.oid(f"{DST.key}.7"))), "key_not_accepted"),
	"key of algorithm 1": (with_bytes(key_with(ozdst_certificates.oid(DST.key), ozdst_certificates.oid("1.2.860.3.15.1.1.1.1"))), "key_not_accepted"),
	"point beside the curve": (with_bytes(key_with(at_home.person().key.octets[:32], bytes(32))), "key_not_accepted"),
	"point of curve C in set 1": (with_bytes(lambda whole: {6: ozdst_certificates.spki(make_key(C)).replace(ozdst_certificates.oid(f"{DST.key}.2"), SET_1)}), "key_not_accepted"),
	"key of the other family": (with_bytes(key_with(ozdst_certificates.oid(DST.key), ozdst_certificates.oid(MST.key))), "key_not_accepted"),
	"inner algorithm of the other family": (with_bytes(lambda whole: {2: ozdst_certificates.algorithm(make_key(A, MST))}), "chain_untrusted"),
	"certificate of the other family": (at_home.signed(Identity(MIXED.certificate, MIXED.key, at_home.person().chain)), "chain_untrusted"),
	"certificate changed": (replaced_bytes(b"BORONOV BORON", b"BORONOV BORIS"), "chain_untrusted"),
	"certificate of a stranger": (with_certificate(issuer=OTHER_CENTRE), "chain_untrusted"),
	"certificate by a person": (with_certificate(issuer=at_home.person()), "certificate_critical_extension"),
	"certificate by a person of no named use": (with_certificate(issuer=at_home.certificate(at_home.centre(), make_key(A), extensions=(at_home.SIGNING,))), "issuer_not_authority"),
	"certificate of an old centre": (with_certificate(issuer=OLD_CENTRE), "certificate_expired"),
	"expired": (with_certificate(days=(YEAR, -DAY)), "certificate_expired"),
	"not yet valid": (with_certificate(days=(-DAY, YEAR)), "certificate_not_yet_valid"),
	"an authority signs": (at_home.signed(at_home.centre()), "certificate_is_authority"),
	"a temporary certificate": (with_certificate(extensions=(at_home.SIGNING, at_home.policies(national.TEMPORARY))), "certificate_usage"),
	"a web server": (with_certificate(extensions=(at_home.SIGNING, SERVER)), "certificate_usage"),
	"for other uses": (with_certificate(extensions=((ca._usage(key_agreement=True), True),)), "certificate_usage"),
	"no use": (with_certificate(extensions=(at_home.USES,)), "certificate_usage"),
	"an unknown critical extension": (with_certificate(extensions=(*at_home.REAL, UNKNOWN_EXTENSION)), "certificate_critical_extension"),
	"a long certificate": (with_certificate(extensions=(*at_home.REAL, LONG_EXTENSION)), "certificates_not_accepted"),
	# the person
	"no PINFL": (with_certificate(subject=subject(without=[PINFL_OID])), "signer_pinfl_missing"),
	"two PINFL": (with_certificate(subject=subject((PINFL_OID, "10101800000016"))), "signer_ambiguous"),
	"PINFL of 13 digits": (with_certificate(subject=subject((PINFL_OID, "1010180000000"), without=[PINFL_OID])), "signer_pinfl_structure"),
	"TIN of two digits": (with_certificate(subject=subject((TIN_OID, "12"))), "signer_tin_structure"),
}  # fmt: skip


def test_sixty_and_more_are_broken_and_one_is_not():
	assert len(BROKEN) >= 60
	assert verify_cms(GOOD, CONTENT, trust(), AT)
	assert verify_cms(with_signature(bytes), CONTENT, trust(), AT)
	assert verify_cms(with_attributes(attributes()), CONTENT, trust(), AT)
	assert verify_cms(with_bytes(lambda whole: {}), CONTENT, trust(), AT)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_container_is_refused_by_its_code(case):
	signed, code = BROKEN[case]
	assert refusal(signed) == code
