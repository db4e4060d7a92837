"""Containers and times that are refused, each with its own code."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import algos, cms, core, x509
from cryptography.hazmat.primitives import hashes
from hypothesis import example, given
from hypothesis import strategies as st

from esaylov.core.signing import SignatureInvalid, verify_cms
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing.authority import KeyKind, sign_cms
from esaylov.setup.demo.signing.cms_writing import _raw_signature

from .keys import AT, CONTENT, YEAR, person, refusal, root, trust


def changed(
	change: Callable[[Any, Any], None],
	kind: KeyKind = KeyKind.EC,
	*,
	sign_again: bool = False,
	**options: Any,
) -> bytes:
	"""A right container with a change to its SignedData and SignerInfo; signed again if the attributes changed."""
	info = cms.ContentInfo.load(sign_cms(CONTENT, person(kind), AT, **options))
	signer = info["content"]["signer_infos"][0]
	change(info["content"], signer)
	if sign_again:
		data = b"\x31" + signer["signed_attrs"].dump(force=True)[1:]
		digest = signer["digest_algorithm"]["algorithm"].native
		signer["signature"] = _raw_signature(person(kind).key, digest, data, False)
	return bytes(info.dump(force=True))


def attributes(*kept: str, extra: Any = ()) -> Callable[[Any, Any], None]:
	"""A change that keeps these signed attributes and adds others."""

	def change(_: Any, signer: Any) -> None:
		rows = [row for row in signer["signed_attrs"] if row["type"].native in kept]
		signer["signed_attrs"] = cms.CMSAttributes([*rows, *extra])

	return change


ALL = ("content_type", "message_digest", "signing_time")
TIME = {"type": "signing_time", "values": [cms.Time({"utc_time": AT.replace(tzinfo=ca.to_utc(AT).tzinfo)})]}


def two_times(_: Any, signer: Any) -> None:
	value = signer["signed_attrs"][1]["values"][0]
	signer["signed_attrs"][1]["values"] = cms.SetOfTime([value, value])


def set_signer(**values: Any) -> Callable[[Any, Any], None]:
	def change(_: Any, signer: Any) -> None:
		for key, value in values.items():
			signer[key] = value

	return change


def no_attributes(_: Any, signer: Any) -> None:
	"""A signature over the content itself, as CMS allows and we do not: its signing time would not be signed."""
	signer["signed_attrs"] = None
	signer["signature"] = _raw_signature(person().key, "sha256", CONTENT, False)


def two_signers(data: Any, signer: Any) -> None:
	data["signer_infos"] = cms.SignerInfos([signer, signer])


def no_signer(data: Any, _: Any) -> None:
	data["signer_infos"] = cms.SignerInfos([])


def no_certificates(data: Any, _: Any) -> None:
	data["certificates"] = None


def nine_certificates(data: Any, _: Any) -> None:
	data["certificates"] = cms.CertificateSet([data["certificates"][0]] * 9)


def attribute_certificate(data: Any, _: Any) -> None:
	other = cms.OtherCertificateFormat({"other_cert_format": "1.2.3", "other_cert": core.Null()})
	data["certificates"] = cms.CertificateSet([cms.CertificateChoices({"other": other})])


def foreign_content(data: Any, signer: Any) -> None:
	data["encap_content_info"] = {"content_type": "encrypted_data"}


def other_serial(_: Any, signer: Any) -> None:
	signer["sid"].chosen["serial_number"] = 5


def unknown_key_identifier(_: Any, signer: Any) -> None:
	signer["sid"] = cms.SignerIdentifier({"subject_key_identifier": b"x" * 20})


def embedded(content: bytes) -> Callable[[Any, Any], None]:
	def change(data: Any, _: Any) -> None:
		data["encap_content_info"]["content"] = content

	return change


def pss_parameters(**values: Any) -> Callable[[Any, Any], None]:
	def change(_: Any, signer: Any) -> None:
		parameters = {
			"hash_algorithm": {"algorithm": "sha256"},
			"mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}},
			"salt_length": 32,
			**values,
		}
		signer["signature_algorithm"] = algos.SignedDigestAlgorithm(
			{"algorithm": "rsassa_pss", "parameters": parameters}
		)

	return change


@pytest.mark.parametrize(
	("signed", "code"),
	[
		(b"", "container_malformed"),
		(b"\x30\x80\x00\x00", "container_malformed"),
		(b"not a signature", "container_malformed"),
		(sign_cms(CONTENT, person(), AT)[:-1], "container_malformed"),
		(sign_cms(CONTENT, person(), AT) + b"\x00", "container_malformed"),
		(b"\x30" * 2_000_000, "container_too_large"),
		(cms.ContentInfo({"content_type": "data", "content": b"x"}).dump(), "not_signed_data"),
		(changed(no_signer), "not_one_signer"),
		(changed(two_signers), "not_one_signer"),
		(changed(no_certificates), "signer_certificate_missing"),
		(changed(nine_certificates), "certificates_not_accepted"),
		(changed(attribute_certificate), "certificates_not_accepted"),
		(changed(other_serial), "signer_certificate_missing"),
		(changed(unknown_key_identifier), "signer_certificate_missing"),
		(changed(foreign_content), "content_type_not_data"),
		(changed(embedded(b"other")), "embedded_content_differs"),
		(changed(embedded(b"")), "embedded_content_differs"),
		(changed(no_attributes), "attributes_missing"),
		(changed(attributes("content_type", "signing_time"), sign_again=True), "attributes_missing"),
		(changed(attributes("content_type", "message_digest"), sign_again=True), "attributes_missing"),
		(changed(attributes("message_digest", "signing_time"), sign_again=True), "attributes_missing"),
		(changed(attributes(*ALL, extra=[TIME]), sign_again=True), "attribute_repeated"),
		(changed(two_times, sign_again=True), "attribute_repeated"),
		(
			changed(
				attributes(
					"message_digest",
					"signing_time",
					extra=[{"type": "content_type", "values": ["encrypted_data"]}],
				),
				sign_again=True,
			),
			"attribute_content_type",
		),
		(
			changed(
				attributes(
					"content_type", "signing_time", extra=[{"type": "message_digest", "values": [b"x" * 32]}]
				),
				sign_again=True,
			),
			"content_differs",
		),
		(changed(attributes(*ALL, extra=[{"type": "1.2.3.4", "values": [core.Null()]}])), "signature_wrong"),
		(changed(set_signer(digest_algorithm={"algorithm": "sha1"})), "digest_not_accepted"),
		(changed(set_signer(digest_algorithm={"algorithm": "md5"})), "digest_not_accepted"),
		(changed(set_signer(digest_algorithm={"algorithm": "sha384"})), "content_differs"),
		(changed(set_signer(signature=b"x" * 70)), "signature_wrong"),
		(changed(set_signer(signature=b"")), "signature_wrong"),
		(changed(set_signer(signature=b"x" * 256), KeyKind.RSA), "signature_wrong"),
		(changed(set_signer(signature=b"x" * 64), KeyKind.ED25519), "signature_wrong"),
		(changed(set_signer(signature_algorithm={"algorithm": "sha384_ecdsa"})), "signature_algorithm"),
		(changed(set_signer(signature_algorithm={"algorithm": "rsassa_pkcs1v15"})), "signature_algorithm"),
		(
			changed(set_signer(signature_algorithm={"algorithm": "sha1_rsa"}), KeyKind.RSA),
			"signature_algorithm",
		),
		(
			changed(set_signer(signature_algorithm={"algorithm": "sha256_ecdsa"}), KeyKind.RSA),
			"signature_algorithm",
		),
		(
			changed(set_signer(signature_algorithm={"algorithm": "sha256_ecdsa"}), KeyKind.ED25519),
			"signature_algorithm",
		),
		(changed(pss_parameters(hash_algorithm={"algorithm": "sha1"}), KeyKind.RSA), "signature_algorithm"),
		(
			changed(
				pss_parameters(mask_gen_algorithm={"algorithm": "mgf1", "parameters": {"algorithm": "sha1"}}),
				KeyKind.RSA,
			),
			"signature_algorithm",
		),
		(changed(pss_parameters(salt_length=20), KeyKind.RSA), "signature_algorithm"),
		(changed(pss_parameters(salt_length=0), KeyKind.RSA, pss=True), "signature_algorithm"),
		(changed(pss_parameters(trailer_field=2), KeyKind.RSA, pss=True), "signature_algorithm"),
		(changed(pss_parameters(), KeyKind.RSA), "signature_wrong"),  # a PKCS #1 v1.5 signature called PSS
	],
)
def test_broken_containers_are_refused(signed, code):
	assert refusal(signed) == code


def indefinite(raw: bytes) -> bytes:
	"""The outermost sequence with an end mark in place of its length: BER, no DER."""
	return b"\x30\x80" + _inside(raw) + b"\x00\x00"


def long_length(raw: bytes) -> bytes:
	"""The length of the outermost sequence in more octets than it needs: BER, no DER."""
	inside = _inside(raw)
	return b"\x30\x84" + len(inside).to_bytes(4, "big") + inside


def _inside(raw: bytes) -> bytes:
	count = raw[1] & 0x7F if raw[1] & 0x80 else 0
	return raw[2 + count :]


@pytest.mark.parametrize(
	("raw", "code"),
	[
		(indefinite(sign_cms(CONTENT, person(), AT))[:-2], "container_malformed"),
		(indefinite(sign_cms(CONTENT, person(), AT)) + b"\x00", "container_malformed"),
		(b"\x30\x89" + b"\x01" * 9, "container_malformed"),  # a length of nine octets
		(
			b"\x30\x84\xff\xff\xff\xff" + b"\x00" * 64,
			"container_malformed",
		),  # four thousand million octets, it says
		(b"\x30\x80" * 100_000, "container_malformed"),  # sequences in sequences without an end
		(b"\x24\x80" + sign_cms(CONTENT, person(), AT), "container_malformed"),  # a constructed string
	],
)
def test_ber_without_an_end_or_beyond_it_is_refused(raw, code):
	assert refusal(raw) == code


@pytest.mark.parametrize("odd", [indefinite, long_length])
def test_another_writing_of_the_same_container_has_the_same_signer_or_none(odd):
	"""E-IMZO and old libraries write BER. What is signed is taken from the bytes, so it may change nothing."""
	try:
		signer = verify_cms(odd(SIGNED), CONTENT, trust(), AT)
	except SignatureInvalid:
		return
	assert signer == verify_cms(SIGNED, CONTENT, trust(), AT)


def encoded(tag: int, content: bytes) -> bytes:
	return bytes([tag, 0x83]) + len(content).to_bytes(3, "big") + content


@pytest.mark.parametrize(
	"attribute",
	[
		encoded(0x30, encoded(6, b"\x2a" + b"\xff" * 40_000 + b"\x01") + b"\x31\x02\x05\x00"),  # its name
		encoded(0x30, b"\x06\x03\x2a\x03\x04" + encoded(0x31, b"\x05\x00" * 20_000)),
		encoded(0x30, b"\x06\x03\x2a\x03\x04" + encoded(0x31, b"\x30\x80" * 500 + b"\x00\x00" * 500)),
	],
	ids=["a long name", "many values", "deep values"],
)
def test_what_is_slow_to_read_is_not_read(monkeypatch, attribute):
	container = cms.ContentInfo.load(sign_cms(CONTENT, person(), AT))
	signer = container["content"]["signer_infos"][0]
	signed = encoded(0xA0, signer["signed_attrs"].contents + attribute)
	parts = [signer[name].dump() for name in ("version", "sid", "digest_algorithm")]
	parts += [signed] + [signer[name].dump() for name in ("signature_algorithm", "signature")]
	signers = encoded(0x31, encoded(0x30, b"".join(parts)))
	names = ("version", "digest_algorithms", "encap_content_info", "certificates")
	data = encoded(0x30, b"".join(container["content"][name].dump() for name in names) + signers)
	raw = encoded(0x30, container["content_type"].dump() + encoded(0xA0, data))
	read = []
	monkeypatch.setattr(cms.ContentInfo, "load", lambda *args, **options: read.append(args))
	assert refusal(raw) == "container_malformed"
	assert read == []


def test_the_key_of_another_person_under_ones_certificate_is_refused():
	stranger = ca.make_key()

	def change(_: Any, signer: Any) -> None:
		data = b"\x31" + signer["signed_attrs"].dump()[1:]
		signer["signature"] = _raw_signature(stranger, "sha256", data, False)

	assert refusal(changed(change)) == "signature_wrong"


def test_the_certificate_of_another_person_beside_it_names_nobody():
	"""A signer who points at a certificate of the same issuer, of another person, which the container also holds."""
	other = ca.issue(root(), ca.Holder("BOSHQA", "10101800000016"), AT - YEAR, AT + YEAR)

	def change(data: Any, signer: Any) -> None:
		choice = cms.CertificateChoices({"certificate": x509.Certificate.load(other.certificate_der)})
		data["certificates"] = cms.CertificateSet([*data["certificates"], choice])
		signer["sid"].chosen["serial_number"] = other.certificate.serial_number

	assert refusal(changed(change)) == "signature_wrong"


def test_ed25519_takes_sha512_and_no_other():
	def change(_: Any, signer: Any) -> None:
		digest = hashes.Hash(hashes.SHA256())
		digest.update(CONTENT)
		signer["digest_algorithm"] = {"algorithm": "sha256"}
		rows = [row for row in signer["signed_attrs"] if row["type"].native != "message_digest"]
		rows.append({"type": "message_digest", "values": [digest.finalize()]})
		signer["signed_attrs"] = cms.CMSAttributes(rows)

	assert refusal(changed(change, KeyKind.ED25519, sign_again=True)) == "signature_algorithm"


def test_a_digest_with_parameters_is_refused():
	head, digest, tail = sign_cms(CONTENT, person(), AT).rpartition(
		bytes.fromhex("06096086480165030402010500")
	)
	assert refusal(head + digest[:-2] + b"\x02\x00" + tail) == "container_malformed"


def test_a_certificate_whose_signature_has_unused_bits_is_refused():
	written = person().certificate.signature
	signed = SIGNED.replace(b"\0" + written, b"\1" + written)
	assert signed != SIGNED
	assert refusal(signed) == "container_malformed"


def test_another_content_is_refused():
	assert refusal(sign_cms(CONTENT, person(), AT), b"other") == "content_differs"
	assert refusal(sign_cms(CONTENT, person(), AT, detached=False), b"other") == "embedded_content_differs"


SIGNED = sign_cms(CONTENT, person(), AT)


@example(902, 1)  # where the count of unused bits of a certificate's signature stood once
@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_makes_another_signer(place, change):
	"""A byte outside what is signed (an unused parameter, a second certificate) may change nothing; never the signer."""
	raw = bytearray(SIGNED)
	raw[place] ^= change
	try:
		signer = verify_cms(bytes(raw), CONTENT, trust(), AT)
	except SignatureInvalid:
		return
	assert signer == verify_cms(SIGNED, CONTENT, trust(), AT)


@given(st.binary(max_size=400))
def test_garbage_is_refused_and_nothing_else_is_raised(raw):
	assert refusal(raw)


# the time


@pytest.mark.parametrize(
	("signed_at", "at", "options", "code"),
	[
		(AT + timedelta(minutes=6), AT, {}, "signing_time_ahead"),
		(AT - timedelta(hours=2), AT, {"oldest": timedelta(hours=1)}, "signing_time_old"),
		(AT + 2 * YEAR, AT + 2 * YEAR, {}, "certificate_expired"),
		(AT, AT + 2 * YEAR, {}, "certificate_expired"),
		(AT - 2 * YEAR, AT, {}, "certificate_not_yet_valid"),
	],
)
def test_the_time_of_signing_and_of_receipt_count(signed_at, at, options, code):
	assert refusal(sign_cms(CONTENT, person(), signed_at), at=at, **options) == code


@pytest.mark.parametrize("signed_at", [AT + timedelta(minutes=4), AT - timedelta(minutes=59)])
def test_clocks_may_differ_a_little(signed_at):
	assert verify_cms(sign_cms(CONTENT, person(), signed_at), CONTENT, trust(), AT, oldest=timedelta(hours=1))
