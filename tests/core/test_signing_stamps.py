"""Time stamps (RFC 3161) in a container: the time of one that holds is the time of signing, any other one is refused."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.signing import SignatureInvalid, TrustStore, verify_cms
from esaylov.core.signing.algorithms import digest_over
from esaylov.core.signing.cms import ATTRIBUTE
from esaylov.setup.demo.signing import authority as ca
from esaylov.setup.demo.signing.authority import KeyKind, sign_cms, stamped
from esaylov.setup.demo.signing.cms_writing import _raw_signature
from esaylov.setup.demo.signing.stamping import make_token, token_over

from .keys import AT, CONTENT, DAY, HOLDER, YEAR, person, refusal, root, trust

MINUTE = timedelta(minutes=1)
STAMPED_AT = AT + 3 * MINUTE
RECEIVED_AT = AT + 10 * MINUTE
SIGNED = sign_cms(CONTENT, person(), AT)


@cache
def stamper(kind: KeyKind = KeyKind.EC) -> ca.Identity:
	return ca.issue_stamper(root(), "Vaqt belgisi xizmati", AT - YEAR, AT + YEAR, key=ca.make_key(kind))


@cache
def stranger() -> ca.Identity:
	other = ca.make_authority("Boshqa markaz", AT - YEAR, AT + YEAR)
	return ca.issue_stamper(other, "Begona xizmat", AT - YEAR, AT + YEAR)


def signature_of(container: bytes = SIGNED) -> bytes:
	return cms.ContentInfo.load(container)["content"]["signer_infos"][0]["signature"].native


def with_attributes(*rows: Any) -> bytes:
	"""The signed container with these unsigned attributes."""
	info = cms.ContentInfo.load(SIGNED)
	info["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes.load(
		cms.CMSAttributes(rows).dump()
	)
	return bytes(info.dump())


def with_token(*tokens: Any) -> bytes:
	return with_attributes({"type": ATTRIBUTE, "values": list(tokens)})


def token(by: ca.Identity | None = None) -> Any:
	return make_token(signature_of(), by or stamper(), STAMPED_AT)


def said(change: Callable[[Any], None]) -> Any:
	"""A token of the authority over a changed TSTInfo."""
	info = tsp.TSTInfo.load(bytes(token()["content"]["encap_content_info"]["content"]))
	change(info)
	return token_over(tsp.TSTInfo.load(info.dump()), stamper())


def changed(change: Callable[[Any, Any], None], *, sign_again: bool = False) -> Any:
	"""A token with a change to its SignedData and SignerInfo; signed again if its attributes changed."""
	made = token()
	signer = made["content"]["signer_infos"][0]
	change(made["content"], signer)
	if sign_again:
		data = b"\x31" + signer["signed_attrs"].dump(force=True)[1:]
		signer["signature"] = _raw_signature(stamper().key, "sha256", data, False)
	return cms.ContentInfo.load(made.dump())


def verified(container: bytes, store: TrustStore | None = None, at: Any = RECEIVED_AT, **options: Any) -> Any:
	return verify_cms(container, CONTENT, store or trust(), at, **options)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_the_time_of_the_stamp_is_the_time_of_signing(kind):
	signer = verified(stamped(SIGNED, stamper(kind), STAMPED_AT))
	assert signer.signed_at == STAMPED_AT
	assert signer.pinfl == HOLDER.pinfl


def test_without_a_stamp_it_is_the_signers_claim():
	assert verified(SIGNED).signed_at == AT
	assert verified(with_attributes({"type": "1.2.3.4", "values": [core.Null()]})).signed_at == AT


def test_a_token_may_leave_its_certificate_to_the_container():
	def bare(data: Any, _: Any) -> None:
		data["certificates"] = None

	info = cms.ContentInfo.load(with_token(changed(bare)))
	assert refusal(bytes(info.dump())) == "time_stamp_wrong"
	own = asn1_x509.Certificate.load(stamper().certificate_der)
	info["content"]["certificates"] = cms.CertificateSet([*info["content"]["certificates"], own])
	assert verified(bytes(info.dump())).signed_at == STAMPED_AT


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_the_imprint_may_be_of_any_accepted_digest(digest):
	def other(info: Any) -> None:
		imprint = {"hash_algorithm": {"algorithm": digest}}
		info["message_imprint"] = {**imprint, "hashed_message": digest_over(digest, signature_of())}

	assert verified(with_token(said(other))).signed_at == STAMPED_AT


def extension(*, critical: bool) -> Callable[[Any], None]:
	def change(info: Any) -> None:
		info["extensions"] = [{"extn_id": "1.2.3.4", "critical": critical, "extn_value": b"x"}]

	return change


def test_an_extension_that_is_not_critical_may_stand():
	assert verified(with_token(said(extension(critical=False)))).signed_at == STAMPED_AT


def imprint(digest: str, value: bytes) -> Callable[[Any], None]:
	def change(info: Any) -> None:
		info["message_imprint"] = {"hash_algorithm": {"algorithm": digest}, "hashed_message": value}

	return change


def version(info: Any) -> None:
	info["version"] = "v2"


def no_stamper(data: Any, _: Any) -> None:
	data["signer_infos"] = cms.SignerInfos([])


def wrong_signature(_: Any, signer: Any) -> None:
	signer["signature"] = b"x" * 70


def other_time(data: Any, _: Any) -> None:
	"""The classic: another time under the authority's signature."""
	other = make_token(signature_of(), stamper(), AT)
	data["encap_content_info"] = other["content"]["encap_content_info"]


def no_content(data: Any, _: Any) -> None:
	data["encap_content_info"] = {"content_type": "tst_info"}


def plain_data(data: Any, _: Any) -> None:
	data["encap_content_info"] = {"content_type": "data", "content": b"x"}


def named(**values: Any) -> Callable[[Any, Any], None]:
	"""A change of the certificate that the authority says it signed with; without values it says none."""

	def change(_: Any, signer: Any) -> None:
		rows = [row for row in signer["signed_attrs"] if row["type"].native != "signing_certificate_v2"]
		if values:
			value = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(values)]})
			rows.append({"type": "signing_certificate_v2", "values": [value]})
		signer["signed_attrs"] = cms.CMSAttributes(rows)

	return change


def in_signed_attributes() -> bytes:
	"""A stamp on another signature of the person, among the attributes that are signed."""
	info = cms.ContentInfo.load(SIGNED)
	signer = info["content"]["signer_infos"][0]
	rows = cms.CMSAttributes([*signer["signed_attrs"], {"type": ATTRIBUTE, "values": [token()]}])
	signer["signed_attrs"] = cms.CMSAttributes.load(rows.dump())
	data = b"\x31" + signer["signed_attrs"].dump()[1:]
	signer["signature"] = _raw_signature(person().key, "sha256", data, False)
	return bytes(info.dump())


@pytest.mark.parametrize(
	("container", "code"),
	[
		(with_token(make_token(b"another signature", stamper(), STAMPED_AT)), "time_stamp_differs"),
		(with_token(said(imprint("sha256", b"x" * 32))), "time_stamp_differs"),
		(with_token(said(imprint("sha1", digest_over("sha256", signature_of())[:20]))), "time_stamp_differs"),
		(with_token(said(imprint("sha512", digest_over("sha256", signature_of())))), "time_stamp_differs"),
		(with_token(token(stranger())), "time_stamp_untrusted"),
		(with_token(token(person())), "time_stamp_untrusted"),
		(with_token(changed(wrong_signature)), "time_stamp_wrong"),
		(with_token(changed(other_time)), "time_stamp_wrong"),
		(with_token(changed(no_stamper)), "time_stamp_wrong"),
		(with_token(changed(named(), sign_again=True)), "time_stamp_wrong"),
		(with_token(changed(named(cert_hash=b"x" * 32), sign_again=True)), "time_stamp_wrong"),
		(
			with_token(
				changed(named(hash_algorithm={"algorithm": "sha1"}, cert_hash=b"x" * 20), sign_again=True)
			),
			"time_stamp_wrong",
		),
		(with_token(changed(no_content)), "time_stamp_malformed"),
		(with_token(changed(plain_data)), "time_stamp_malformed"),
		(with_token(said(version)), "time_stamp_malformed"),
		(with_token(said(extension(critical=True))), "time_stamp_malformed"),
		(with_token(cms.ContentInfo({"content_type": "data", "content": b"x"})), "time_stamp_malformed"),
		(in_signed_attributes(), "time_stamp_malformed"),
		(with_token(token(), token()), "time_stamp_repeated"),
		(with_attributes(*[{"type": ATTRIBUTE, "values": [token()]}] * 2), "time_stamp_repeated"),
	],
)
def test_broken_tokens_are_refused(container, code):
	assert refusal(container, at=RECEIVED_AT) == code


def stamper_with(*extensions: tuple[x509.ExtensionType, bool]) -> ca.Identity:
	"""An authority whose certificate has other extensions than `issue_stamper` gives."""
	key = ca.make_key()
	subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Vaqt")])
	builder = ca._builder(subject, key, AT - DAY, AT + DAY)
	builder = builder.add_extension(ca._usage(digital_signature=True), critical=True)
	for value, critical in extensions:
		builder = builder.add_extension(value, critical)
	return ca._signed(builder, key, root(), subject)


STAMPS, SIGNS = x509.ExtendedKeyUsageOID.TIME_STAMPING, x509.ExtendedKeyUsageOID.CODE_SIGNING


@pytest.mark.parametrize(
	"extensions",
	[
		(),
		((x509.ExtendedKeyUsage([STAMPS]), False),),
		((x509.ExtendedKeyUsage([SIGNS]), True),),
		((x509.ExtendedKeyUsage([STAMPS, SIGNS]), True),),
		(
			(x509.ExtendedKeyUsage([STAMPS]), True),
			(x509.TLSFeature([x509.TLSFeatureType.status_request]), True),
		),
	],
	ids=["none", "not critical", "another", "two", "another critical extension"],
)
def test_only_an_authority_for_time_stamps_stamps(extensions):
	other = stamper_with(*extensions)
	assert refusal(stamped(SIGNED, other, STAMPED_AT), at=RECEIVED_AT) == "time_stamp_untrusted"


def test_an_authority_for_time_stamps_signs_no_documents():
	assert refusal(sign_cms(CONTENT, stamper(), AT)) == "certificate_critical_extension"


def test_an_authority_that_is_over_or_revoked_stamps_nothing():
	old = ca.issue_stamper(root(), "Eski", AT - YEAR, AT - DAY)
	assert refusal(stamped(SIGNED, old, STAMPED_AT), at=RECEIVED_AT) == "time_stamp_untrusted"
	serial = stamper().certificate.serial_number
	crl = ca.make_crl(root(), [(serial, AT - DAY)], AT - DAY, AT + DAY)
	store = trust(crls=[crl])
	assert (
		refusal(stamped(SIGNED, stamper(), STAMPED_AT), store=store, at=RECEIVED_AT) == "time_stamp_untrusted"
	)


@pytest.mark.parametrize(
	("claimed", "stamped_at", "options", "code"),
	[
		(AT, RECEIVED_AT + 6 * MINUTE, {}, "signing_time_ahead"),
		(AT, AT - 6 * MINUTE, {}, "signing_time_ahead"),
		(AT - 2 * DAY, AT, {"oldest": timedelta(hours=1)}, "signing_time_old"),
	],
	ids=["stamp after receipt", "signed after its stamp", "old signature freshly stamped"],
)
def test_the_times_are_in_order(claimed, stamped_at, options, code):
	signed = sign_cms(CONTENT, person(), claimed)
	assert refusal(stamped(signed, stamper(), stamped_at), at=RECEIVED_AT, **options) == code


def test_the_certificate_holds_at_the_time_of_the_stamp():
	"""A claim that lies in the certificate's time does not help where the stamp says that it was over."""
	short = ca.issue(root(), HOLDER, AT - DAY, AT + MINUTE)
	assert (
		refusal(stamped(sign_cms(CONTENT, short, AT), stamper(), STAMPED_AT), at=AT) == "certificate_expired"
	)


STAMPED = stamped(SIGNED, stamper(), STAMPED_AT)


@given(st.integers(len(SIGNED) - 100, len(STAMPED) - 1), st.integers(1, 255))
def test_no_changed_byte_of_a_token_makes_another_time(place, change):
	"""A token whose name is changed is none: the claim stands then. No change brings a third time or another person."""
	raw = bytearray(STAMPED)
	raw[place] ^= change
	try:
		signer = verified(bytes(raw))
	except SignatureInvalid:
		return
	assert signer.signed_at in (AT, STAMPED_AT)
	assert signer.pinfl == HOLDER.pinfl
