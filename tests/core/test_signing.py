"""Signatures that hold, from our own writer and from a browser, and the demonstration authority's files."""

import base64
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import load_pem_x509_certificate

from esaylov.core.signing import SignatureInvalid, Signer, TrustStore, verify_cms
from esaylov.setup.demo.signing.authority import (
	Holder,
	KeyKind,
	issue,
	load_identity,
	make_authority,
	make_key,
	open_pkcs12,
	pkcs12,
	sign_cms,
	sign_raw,
)

from .keys import AT, CONTENT, DAY, HOLDER, YEAR, person, root, trust

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "integrators" / "signing.md"
PKIJS = Path(__file__).parent / "data" / "pkijs"


@pytest.mark.parametrize("detached", [True, False], ids=["detached", "attached"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize(
	("kind", "pss"), [(kind, False) for kind in KeyKind] + [(KeyKind.RSA, True)], ids=[*KeyKind, "RSA-PSS"]
)
def test_a_signature_tells_its_signer(kind, pss, digest, detached):
	signed = sign_cms(CONTENT, person(kind), AT, detached=detached, digest=digest, pss=pss)
	assert verify_cms(signed, CONTENT, trust(), AT) == Signer(
		pinfl="10101800000009",
		tin="200000000",
		name="BO'RONOV BO'RON BO'RONOVICH",
		serial=f"{person(kind).certificate.serial_number:x}",
		issuer="CN=Sinov markazi",
		fingerprint=verify_cms(signed, CONTENT, trust(), AT).fingerprint,
		signed_at=AT,
		organization="Adolat, Shayxontohur",
	)


def test_the_command_of_the_integrators_guide_signs_what_is_taken(tmp_path):
	command = re.search(r"openssl cms -sign .*base64 -w0", GUIDE.read_text(encoding="utf-8"))[0]
	now = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(hours=5)  # site time
	authority = make_authority("Sinov markazi", now - DAY, now + DAY)
	signer = issue(authority, HOLDER, now - DAY, now + DAY)
	(tmp_path / "payload.bin").write_bytes(CONTENT)
	(tmp_path / "me.pem").write_text(signer.certificate_pem)
	(tmp_path / "me.key").write_bytes(
		signer.key.private_bytes(
			serialization.Encoding.PEM,
			serialization.PrivateFormat.PKCS8,
			serialization.NoEncryption(),
		)
	)
	made = subprocess.run(
		["bash", "-c", command], cwd=tmp_path, capture_output=True, check=True
	)  # our own guide
	store = TrustStore.of([authority.certificate_der])
	found = verify_cms(
		base64.b64decode(made.stdout, validate=True), CONTENT, store, now + timedelta(minutes=1)
	)
	assert found.pinfl == HOLDER.pinfl


@pytest.mark.parametrize("name", ["ec", "ec_384", "rsa"])
def test_what_pkijs_signs_in_a_browser_holds(name):
	"""Made by `esaylovSign` (pkijs 3.2.5, WebCrypto) with PKCS #12 files of `authority.pkcs12`; openssl agrees."""
	content = (PKIJS / "content.json").read_bytes()
	store = TrustStore.of([(PKIJS / "root.der").read_bytes()])
	signer = verify_cms((PKIJS / f"{name}.cms").read_bytes(), content, store, datetime(2026, 8, 1, 12, 1))
	assert (signer.pinfl, signer.tin, signer.signed_at) == (
		"10101800000009",
		"200000000",
		datetime(2026, 8, 1, 12, 0),
	)
	with pytest.raises(SignatureInvalid, match="content_differs"):
		verify_cms((PKIJS / f"{name}.cms").read_bytes(), content + b" ", store, datetime(2026, 8, 1, 12, 1))


def test_a_signer_named_by_key_identifier_is_found():
	signed = cms.ContentInfo.load(sign_cms(CONTENT, person(), AT))
	digest = person().certificate.extensions[0].value.digest
	signed["content"]["signer_infos"][0]["sid"] = cms.SignerIdentifier({"subject_key_identifier": digest})
	assert verify_cms(signed.dump(force=True), CONTENT, trust(), AT).pinfl == "10101800000009"


def test_a_private_person_has_no_tin():
	citizen = issue(root(), Holder("VALIYEVA NODIRA", "21503900000000"), AT - DAY, AT + DAY)
	signer = verify_cms(sign_cms(CONTENT, citizen, AT), CONTENT, trust(), AT)
	assert (signer.pinfl, signer.tin, signer.organization) == ("21503900000000", "", "")


def test_aware_and_naive_moments_are_the_same_moment():
	aware = (AT - timedelta(hours=5)).replace(tzinfo=UTC)
	assert verify_cms(sign_cms(CONTENT, person(), aware), CONTENT, trust(), aware).signed_at == AT


def test_a_long_path_holds_with_helpers_from_the_container_or_the_store():
	middle = make_authority("Oraliq markaz", AT - YEAR, AT + YEAR, parent=root(), path_length=0)
	someone = issue(middle, Holder("X", "10101800000016"), AT - DAY, AT + DAY)
	signed = sign_cms(CONTENT, someone, AT)
	assert verify_cms(signed, CONTENT, trust(), AT).issuer == "CN=Oraliq markaz"
	bare = type(someone)(someone.certificate, someone.key)
	signed = sign_cms(CONTENT, bare, AT)
	with pytest.raises(SignatureInvalid, match="chain_untrusted"):
		verify_cms(signed, CONTENT, trust(), AT)
	store = trust(root(), intermediates=[middle.certificate_der])
	assert verify_cms(signed, CONTENT, store, AT).pinfl == "10101800000016"


def test_one_path_that_holds_is_enough():
	old = make_authority("Markaz", AT - YEAR, AT - DAY, key=root().key)
	new = make_authority("Markaz", AT - YEAR, AT + YEAR, key=root().key)
	someone = issue(new, Holder("X", "10101800000016"), AT - DAY, AT + DAY)
	assert verify_cms(sign_cms(CONTENT, someone, AT), CONTENT, trust(old, new), AT)
	assert verify_cms(sign_cms(CONTENT, someone, AT), CONTENT, trust(new, old), AT)


def test_a_store_reads_pem_and_der_and_refuses_the_rest():
	pem = root().certificate_pem.encode()
	assert TrustStore.of([pem]) == trust()
	for junk in (b"", b"-----BEGIN CERTIFICATE-----", b"0\x00"):
		with pytest.raises(SignatureInvalid, match="trust_store_unreadable"):
			TrustStore.of([pem, junk])


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_file_opens_with_its_password_only(kind):
	data = pkcs12(person(kind), "esaylov-demo", "demo")
	opened = open_pkcs12(data, "esaylov-demo")
	assert opened.certificate == person(kind).certificate
	assert opened.chain == (root().certificate,)
	assert verify_cms(sign_cms(CONTENT, opened, AT), CONTENT, trust(), AT)
	with pytest.raises(ValueError, match=r"[Pp]assword"):
		open_pkcs12(data, "wrong")


def test_a_key_file_without_a_key_is_refused():
	only = serialization.pkcs12.serialize_key_and_certificates(
		b"x", None, None, [root().certificate], serialization.NoEncryption()
	)
	with pytest.raises(ValueError, match="key and its certificate"):
		open_pkcs12(only, "")


def test_a_key_file_is_of_the_kind_that_browsers_open():
	der = pkcs12(person(), "x")
	aes256_cbc, pbkdf2, hmac_sha256 = (
		b"\x60\x86\x48\x01\x65\x03\x04\x01\x2a",
		b"\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c",
		b"\x2a\x86\x48\x86\xf7\x0d\x02\x09",
	)
	assert all(der.count(oid) == 2 for oid in (aes256_cbc, pbkdf2, hmac_sha256))  # certificates and key


def test_an_identity_is_kept_as_text():
	kept = load_identity(person().certificate_pem, person().key_pem, [root().certificate_pem])
	assert (kept.certificate, kept.chain) == (person().certificate, (root().certificate,))
	assert verify_cms(sign_cms(CONTENT, kept, AT), CONTENT, trust(), AT)
	assert load_pem_x509_certificate(kept.certificate_pem.encode()) == person().certificate


def test_raw_signatures_are_ed25519():
	key = make_key(KeyKind.ED25519)
	assert isinstance(key, Ed25519PrivateKey)
	key.public_key().verify(sign_raw(key, b"head"), b"head")
